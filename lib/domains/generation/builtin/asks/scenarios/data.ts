import type { Step } from '../../../../spec/scenario'
import type { Field } from '../../../../spec/contract'
import { formFields } from '../../frontend/entity/form'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel, type Model } from '../../frontend/model'
import type { Wish } from '../reading/wish'
import { type Built, entityItem, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { seeAdded, seeState } from './doing'
import { addRow, formPath, mayMembers, type Person, type Row, visibleFields, whoAdds } from './rows'

/** Things that are kept, with their fields and with what belongs to them. */

const fieldItem = (one: EntityModel, field: Field): string => `field:${one.entity.table}.${field.column}`

/** Whether a value of this field can be read somewhere once a row is added. */
export function isReadable(model: Model, one: EntityModel, field: Field): boolean {
  if (field.type === 'image' || field.type === 'json') return false
  const hasDetail = one.paths.detail !== undefined && formPath(one) !== null
  return visibleFields(model, one, hasDetail ? 'detail' : formPath(one) === null ? 'parent' : 'list').has(field.column)
}

export function buildData(wish: Extract<Wish, { what: 'data' }>, stage: Stage): Built {
  const { model, texts } = stage
  const { one, fields, children } = wish
  const names = [...fields.map((field) => `“${fieldLabel(field)}”`), ...children.map((child) => `“${many(child)}”`)]
  const meaning = texts.keeps(many(one), names)
  const items = [entityItem(one), ...fields.map((field) => fieldItem(one, field)), ...children.map(entityItem)]
  const below = children.map((child) => belowOne(child, stage))
  if (below.includes(null)) return unproven('data', meaning, texts.unprovable.long, items)
  const scenes = below.filter((each) => each !== null)
  const hidden = fields.filter((field) => !isReadable(model, one, field))
  if (hidden.length > 0) return inForm(wish, { meaning, items, scenes, hidden }, stage)
  const as = whoAdds(one)
  if (as === null) return notBuilt('data', meaning, texts.why.noForm(many(one)), items)
  const row = addRow(model, one, { as, fields })
  if (row === null) return unproven('data', meaning, texts.unprovable.long, items)
  const { own, state } = toldOf(wish, row, as, stage)
  const seen = seeAdded(one, row, stage)
  if (seen === null || (row.lands === 'here' && fields.length > 0))
    return unproven('data', meaning, texts.unprovable.hidden, items)
  if (fields.some((field) => (row.sees.get(field.column) ?? []).length === 0 && field !== one.title))
    return unproven('data', meaning, texts.unprovable.hidden, items)
  const steps = [
    ...row.steps,
    ...seen,
    ...own.filter((step) => !seen.some((each) => JSON.stringify(each) === JSON.stringify(step))),
    ...state,
  ]
  const main =
    fields.length > 0 || children.length === 0
      ? [scene(texts.title.adds(texts.people[as], one.names.label), steps)]
      : []
  return planned('data', meaning, items, [...main, ...scenes])
}

/** What is seen of fields where one lands; `state`: what is looked for in the list, so at the end. */
function toldOf(
  { one, fields }: { one: EntityModel; fields: readonly Field[] },
  row: Row,
  as: Person,
  stage: Stage,
): { own: Step[]; state: Step[] } {
  const seen = (field: Field): readonly Step[] => row.sees.get(field.column) ?? []
  const chosen = one.state !== null && fields.includes(one.state) ? seen(one.state)[0] : undefined
  const state = chosen?.do === 'see' ? seeState(one, row, as, stage, chosen.text) : null
  const own = fields.filter((field) => state === null || field !== one.state).flatMap(seen)
  return { own, state: state ?? [] }
}

type Told = { meaning: string; items: string[]; scenes: readonly ReturnType<typeof scene>[]; hidden: readonly Field[] }

/** What no page tells stands in the form again, for whoever may change the row; the rest is read before. */
function inForm(
  { one, fields }: Extract<Wish, { what: 'data' }>,
  { meaning, items, scenes, hidden }: Told,
  stage: Stage,
): Built {
  const { model, texts } = stage
  const as = whoAdds(one)
  const row = as === null ? null : addRow(model, one, { as, fields })
  const labels = hidden.map((field) => fieldLabel(field))
  const typed = (row?.steps ?? []).flatMap((step) =>
    step.do === 'fill' && labels.includes(step.label) ? [step.value] : [],
  )
  const mayChange = as === 'ana' ? mayMembers(one, 'update') : (one.rule?.allow.admin?.includes('update') ?? false)
  const isTyped = typed.length === hidden.length
  if (as === null || row?.lands !== 'detail' || !isTyped || !mayChange || one.paths.edit === undefined) {
    const isPicture = hidden.some(({ type }) => type === 'image')
    return unproven('data', meaning, isPicture ? texts.unprovable.picture : texts.unprovable.hidden, items)
  }
  const { own, state } = toldOf({ one, fields: fields.filter((field) => !hidden.includes(field)) }, row, as, stage)
  const steps: Step[] = [
    ...row.steps,
    ...own,
    { do: 'follow', link: model.copy.edit },
    ...typed.map((text): Step => ({ do: 'see', text })),
    ...state,
  ]
  return planned('data', meaning, items, [scene(texts.title.adds(texts.people[as], one.names.label), steps), ...scenes])
}

/** One row below another. */
function belowOne(child: EntityModel, stage: Stage) {
  const { model, texts } = stage
  const as = whoAdds(child)
  const row = as === null ? null : addRow(model, child, { as })
  const seen = row === null ? null : seeAdded(child, row, stage)
  return row === null || seen === null || as === null
    ? null
    : scene(texts.title.adds(texts.people[as], child.names.label), [...row.steps, ...seen])
}

export function buildUnder(wish: Extract<Wish, { what: 'under' }>, stage: Stage): Built {
  const { model, texts } = stage
  const { one, parent } = wish
  const meaning = texts.belongs(many(one), parent.names.label)
  const reference = one.references.find(({ target }) => target !== 'person' && target === parent)
  const items = [entityItem(one), ...(reference === undefined ? [] : [fieldItem(one, reference.field)])]
  const as = whoAdds(one)
  if (reference === undefined || as === null) return notBuilt('data', meaning, texts.why.noForm(many(one)), items)
  // Else the form that was not taken, where its parent stands as well, would be taken for it.
  const mark = one.title === null ? markOf(one, stage) : null
  const row = addRow(model, one, { as, fields: [reference.field, ...(mark === null ? [] : [mark])] })
  const seen = row === null ? null : seeAdded(one, row, stage)
  const own = [mark, reference.field].flatMap((field) => row?.sees.get(field?.column ?? '') ?? [])
  if (row === null || seen === null || (row.lands !== 'parent' && own.length === 0))
    return unproven('data', meaning, texts.unprovable.long, items)
  return planned('data', meaning, items, [
    scene(texts.title.adds(texts.people[as], one.names.label), [...row.steps, ...seen, ...own]),
  ])
}

/** By what a row that has no title is told from the form it was typed into. */
const markOf = (one: EntityModel, { model }: Stage): Field | null =>
  formFields(model, one).find(
    (field) => (field.type === 'date' || field.type === 'datetime') && isReadable(model, one, field),
  ) ?? null
