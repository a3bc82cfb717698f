import type { Step } from '../../../../spec/scenario'
import type { Field } from '../../../../spec/contract'
import { isCollaborative } from '../../../../spec/edit/access-patterns'
import { isPublic } from '../../frontend/access'
import { formFields } from '../../frontend/entity/form'
import { briefFields, isShowable } from '../../frontend/entity/values'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, listPath, type Model } from '../../frontend/model'
import { shownChildren } from '../../frontend/views/detail'
import { rulesOf } from '../../../../spec/rules'
import { shown, type Typed, Values } from './values'

/** A person of a scenario. */
export type Person = 'ana' | 'ben' | 'visitor' | 'admin'

const may = (
  one: EntityModel,
  role: 'anon' | 'owner' | 'other' | 'member' | 'admin',
  operation: 'read' | 'insert' | 'update' | 'delete',
) => one.rule?.allow[role]?.includes(operation) ?? false

/** Whether somebody who has just signed up may do it with rows of their own. */
export const mayMembers = (one: EntityModel, operation: 'insert' | 'update' | 'delete'): boolean =>
  may(one, 'owner', operation) && (one.owner !== null || one.rule?.via !== undefined || operation === 'insert')
/** What makes a row one that others see, where not all are: a field, and the value it must have. */
export function publication(one: EntityModel): { field: Field; value: string | null } | null {
  const { column, value } = /^(?<column>\w+)(?: = '(?<value>[^']+)')?$/.exec(one.rule?.readWhere ?? '')?.groups ?? {}
  const field = one.fields.find((each) => each.column === column)
  return field === undefined || (value === undefined) !== (field.type === 'boolean')
    ? null
    : { field, value: value ?? null }
}
const isUnbound = (one: EntityModel): boolean => one.rule?.readWhere === undefined || publication(one) !== null
/** Whether everybody who has signed up changes what others have added. */
export const isTogether = ({ rule }: EntityModel): boolean => rule !== null && isCollaborative(rule)
/** Whether people see what others have added. */
export const isShared = (one: EntityModel): boolean =>
  (may(one, 'other', 'read') || may(one, 'anon', 'read')) && isUnbound(one)
export const isOpen = (one: EntityModel): boolean => may(one, 'anon', 'read') && isUnbound(one)
export const isForAdmins = (one: EntityModel, operation: 'insert' | 'update' | 'delete'): boolean =>
  may(one, 'admin', operation) &&
  !may(one, 'owner', operation) &&
  !may(one, 'anon', operation) &&
  !may(one, 'other', operation)

/** Who adds a row in a scenario: whoever may and needs least. */
export function whoAdds(one: EntityModel): Person | null {
  if (isPublic(one, 'insert')) return 'visitor'
  if (may(one, 'owner', 'insert') || may(one, 'member', 'insert')) return 'ana'
  return may(one, 'admin', 'insert') ? 'admin' : null
}

/** A row that a scenario has made. */
export type Row = {
  steps: Step[]
  /** By what people recognise it. */
  title: string
  /** What shows one without a title: words that nobody knows beforehand, where it has any. */
  known: readonly Step[]
  /** Where one is afterwards. */
  lands: 'detail' | 'list' | 'parent' | 'here'
  /** What stands on that page, by column. */
  sees: ReadonlyMap<string, readonly Step[]>
  /** Steps that follow the first see the same words. */
  values: Values
  /** Steps that send the same form once more: on its own page, or on the page of what it belongs to. */
  again: Step[]
}

type Wanted = {
  fields?: readonly Field[]
  as?: Person
  values?: Values
  chosen?: ReadonlyMap<string, string>
  /** What is typed instead, by `table.column`; of what it belongs to, too. */
  given?: ReadonlyMap<string, string>
  depth?: number
}

/** Parents of parents: more than so many rows are no short scenario any more. */
const MOST_PARENTS = 2

/** Where the form for a new row stands. */
export const formPath = (one: EntityModel): string | null =>
  one.paths.new ?? (isPublic(one, 'insert') ? (one.paths.contact ?? null) : null)

/** Steps that add a row with at least the given fields; null where no form takes them. */
export function addRow(model: Model, one: EntityModel, wanted: Wanted = {}): Row | null {
  const as = wanted.as ?? whoAdds(one)
  const path = formPath(one)
  if (as === null) return null
  if (path === null) return addChild(model, one, { ...wanted, as })
  const values = wanted.values ?? new Values()
  const isSent = isPublic(one, 'insert')
  const press = one.paths.new === undefined && isSent ? model.copy.send : model.copy.save
  const hasDetail = one.paths.detail === '/' + one.names.slug + '/[id]' || one.paths.detail?.endsWith('/[id]') === true
  const mayRead =
    may(one, 'owner', 'read') || may(one, 'other', 'read') || (as === 'admin' && may(one, 'admin', 'read'))
  const lands = isSent ? 'here' : hasDetail && mayRead ? 'detail' : 'list'
  const visible = visibleFields(model, one, lands)
  // What was chosen stands in the form, too, which may come back: it shows no row.
  const word = one.title === null ? wordIn(model, one, visible) : undefined
  const fields = [...(wanted.fields ?? []), ...(word === undefined ? [] : [word])]
  const filled = fillForm(model, one, { ...wanted, fields, as, values, except: null })
  if (filled === null) return null
  const again: Step[] = [{ do: 'visit', as, path }, ...filled.steps, { do: 'press', button: press }]
  return {
    steps: [...filled.before, ...again],
    again,
    title: filled.title,
    known: (word === undefined ? undefined : filled.sees.get(word.column)) ?? [],
    lands,
    sees: new Map([...filled.sees].filter(([column]) => visible.has(column))),
    values,
  }
}

/** A field of its form that takes any words, and shows them where one lands. */
const wordIn = (model: Model, one: EntityModel, visible: ReadonlySet<string>): Field | undefined =>
  formFields(model, one).find(({ type, column }) => (type === 'text' || type === 'longtext') && visible.has(column))

/** Rows that have no page of their own are added on the page of what they belong to. */
function addChild(model: Model, one: EntityModel, wanted: Wanted & { as: Person }): Row | null {
  const depth = wanted.depth ?? 0
  if (depth >= MOST_PARENTS) return null
  const found = model.entities
    .filter((parent) => parent.paths.detail !== undefined && formPath(parent) !== null)
    .flatMap((parent) =>
      shownChildren(parent)
        .filter(({ child }) => child === one)
        .map(({ field }) => ({ parent, field })),
    )[0]
  if (found === undefined) return null
  const values = wanted.values ?? new Values()
  const isOwners = one.rule?.via?.table === found.parent.entity.table
  const parent = addRow(model, found.parent, {
    values,
    depth: depth + 1,
    ...(wanted.given && { given: wanted.given }),
    ...(isOwners && whoAdds(found.parent) === 'ana' && { as: wanted.as }),
  })
  if (parent === null || parent.lands !== 'detail') return null
  const beside = one.names.labelMany
  const filled = fillForm(model, one, { ...wanted, values, except: found.field, beside, depth: depth + 1 })
  if (filled === null || filled.before.length > 0) return null
  const isSame =
    parent.steps.some((step) => step.as === wanted.as) &&
    !parent.steps.some((step) => step.as !== undefined && step.as !== wanted.as)
  const go: Step[] = isSame
    ? []
    : [
        { do: 'note', name: 'above' },
        { do: 'visit', as: wanted.as, path: '/{above}' },
      ]
  const visible = visibleFields(model, one, 'parent')
  // Facts are typed behind a summary, talk at once.
  const hasFields = formFields(model, one).some((field) => field !== found.field)
  const isFolded = hasFields && (one.title !== null || one.body === null)
  const open: Step[] = isFolded ? [{ do: 'press', button: model.copy.add(one.names.label) }] : []
  const again: Step[] = [...open, ...filled.steps, { do: 'press', button: model.copy.add(one.names.label) }]
  return {
    steps: [...parent.steps, ...go, ...again],
    again,
    title: filled.title,
    known: [],
    lands: 'parent',
    sees: new Map([...filled.sees].filter(([column]) => visible.has(column))),
    values,
  }
}

const keyOf = (one: EntityModel, { column }: Pick<Field, 'column'>): string => `${one.entity.table}.${column}`

/** A value of one's own for a field, wherever its thing is added. */
export const giving = (
  one: EntityModel,
  field: Pick<Field, 'column'>,
  value: string,
): Required<Pick<Wanted, 'given'>> => ({
  given: new Map([[keyOf(one, field), value]]),
})

/** A day that the rules of the plan let it have, where they speak of today. */
function dayFor(model: Model, one: EntityModel, field: Field): string | undefined {
  const rule = rulesOf(model.spec).find(
    (each) => each.rule === 'days' && each.table === one.entity.table && each.column === field.column,
  )
  if (rule?.rule !== 'days') return undefined
  return dayGiven(field, rule.most ?? Math.max(rule.least ?? 0, 1))
}

/** So many days from today, as the field takes it. */
export const dayGiven = ({ type }: Field, days: number): string =>
  `{today${days < 0 ? days : `+${days}`}}${type === 'datetime' ? 'T10:30' : ''}`

type Filled = { before: Step[]; steps: Step[]; sees: Map<string, readonly Step[]>; title: string }
type Form = Wanted & { as: Person; values: Values; except: Field | null; beside?: string }

/** Types what must be typed and what is wanted. */
function fillForm(model: Model, one: EntityModel, form: Form): Filled | null {
  const asked = new Set(form.fields ?? [])
  const shared = publication(one)
  if (shared !== null) asked.add(shared.field)
  const chosen = new Map(form.chosen)
  if (shared?.value != null && !chosen.has(shared.field.column)) chosen.set(shared.field.column, shown(shared.value))
  const filled: Filled = { before: [], steps: [], sees: new Map(), title: '' }
  const columns = new Set(formFields(model, one).map((field) => field.column))
  if ([...asked].some((field) => field !== form.except && !columns.has(field.column))) return null
  for (const field of formFields(model, one)) if (form.given?.has(keyOf(one, field)) === true) asked.add(field)
  for (const field of formFields(model, one)) {
    if (field === form.except) continue
    const isTitle = field === one.title
    if (field.required !== true && !asked.has(field) && !isTitle && !chosen.has(field.column)) continue
    const typed = fillField(model, one, field, { ...form, chosen }, filled)
    if (typed === null) return null
    filled.steps.push(...typed.steps)
    filled.sees.set(field.column, typed.sees)
    if (isTitle) filled.title = typed.sees[0]?.do === 'see' ? typed.sees[0].text : ''
  }
  return filled
}

function fillField(model: Model, one: EntityModel, field: Field, form: Form, filled: Filled): Typed | null {
  const beside = form.beside ?? null
  const option = form.chosen?.get(field.column)
  if (option !== undefined)
    return {
      steps: [{ do: 'choose', label: fieldLabel(field), option, ...(beside !== null && { beside }) }],
      sees: [{ do: 'see', text: option }],
    }
  const given = form.given?.get(keyOf(one, field)) ?? dayFor(model, one, field)
  if (given !== undefined)
    return {
      steps: [{ do: 'fill', label: fieldLabel(field), value: given, ...(beside !== null && { beside }) }],
      sees: [],
    }
  if (field.type !== 'reference') return form.values.of(model, one, field, beside)
  const target = one.references.find((reference) => reference.field === field)?.target
  if (target === undefined || target === 'person' || (form.depth ?? 0) >= MOST_PARENTS) return null
  // What it refers to must be there first, and be seen by whoever chooses it.
  const as = mayMembers(target, 'insert') && form.as !== 'admin' ? form.as : whoAdds(target)
  if (as === null || target.title === null) return null
  const below = { as, values: form.values, depth: (form.depth ?? 0) + 1 }
  const row = addRow(model, target, form.given === undefined ? below : { ...below, given: form.given })
  if (row === null || row.title === '') return null
  filled.before.push(...row.steps)
  return {
    steps: [{ do: 'choose', label: fieldLabel(field), option: row.title, ...(beside !== null && { beside }) }],
    sees: [{ do: 'see', text: row.title }],
  }
}

/** Columns whose values stand on the page where one lands; what no page shows cannot be seen. */
export function visibleFields(model: Model, one: EntityModel, lands: Row['lands']): Set<string> {
  const named = (fields: readonly (Field | null)[]): Set<string> =>
    new Set(fields.flatMap((field) => (field === null ? [] : [field.column])))
  if (lands === 'here') return new Set()
  if (lands === 'detail') return named(one.fields.filter((field) => isShowable(one, field)))
  if (lands === 'parent') return named([one.title, one.body, one.rating, ...briefFields(one, 4, [one.rating])])
  const rows = one.image !== null ? 'cards' : model.look.rows
  if (rows === 'table') return named([one.title, ...briefFields(one, 5)])
  const state = one.fields.find((field) => field.type === 'enum') ?? null
  return rows === 'articles' && one.body !== null
    ? named([one.title, one.body, one.rating, ...briefFields(one, 4, [one.rating])])
    : named([one.title, one.money, one.rating, one.body, state, ...briefFields(one, 3, [one.money, state, one.rating])])
}

/** The page of all rows, as long as it is one that lists them. */
export const rowsPath = (one: EntityModel): string | null => listPath(one)
