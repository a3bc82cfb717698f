import type { Step } from '../../../../spec/scenario'
import { textsFor } from '../../backend/texts'
import { isOffered, isPublic } from '../../frontend/access'
import { fieldLabel } from '../../../../spec/names'
import { type EntityModel } from '../../frontend/model'
import { pollOf } from '../../frontend/entity/vote'
import type { Op } from '../language/verbs'
import type { Who, Wish } from '../reading/wish'
import {
  accessItem,
  type Built,
  entityItem,
  goToRows,
  many,
  notBuilt,
  planned,
  scene,
  type Stage,
  unproven,
} from './built'
import {
  addRow,
  formPath,
  isOpen,
  isShared,
  isTogether,
  mayMembers,
  type Person,
  type Row,
  visibleFields,
  whoAdds,
} from './rows'
import { narrow } from './narrowing'

/** Somebody does something with the rows of a thing: adds, sees, changes, rates them. */

type Doing = Extract<Wish, { what: 'do' }>

/**
 * Whom a scenario lets do it; null where the prompt tells people apart whom the application does not. One noun for those
 * who use it means whoever has signed up.
 */
export function personOf(who: Who | null, stage: Stage): Person | null | 'any' {
  if (who === null) return 'any'
  if (who.actor === 'anyone') return 'visitor'
  if (who.actor === 'admin') return 'admin'
  if (who.actor === 'user') return 'ana'
  if (who.actor === 'self') return stage.groups.size === 0 && !stage.hasUsers ? 'ana' : null
  const isAlone = stage.groups.size === 1 && !stage.hasUsers && !stage.hasSelf
  return isAlone && isSeveral(who.noun) ? 'ana' : null
}

/** "beekeepers", "la gente": not the one captain there is. */
const isSeveral = (noun: string): boolean => /s$|people$|gente$/.test(noun)

export function buildDoing(wish: Doing, stage: Stage): Built {
  const person = personOf(wish.who, stage)
  const { texts } = stage
  const who = person === null || person === 'any' ? texts.who.ana : texts.who[person]
  const meaning = texts.can(who, texts.op[wish.op], many(wish.one))
  if (person === null) return notBuilt('feature', meaning, texts.why.roles(wish.who!.noun))
  if (wish.isAll && !['view', 'search', 'filter', 'sort'].includes(wish.op))
    return notBuilt('rule', meaning, texts.why.rule)
  return DEEDS[wish.op]({ ...wish, meaning }, person, stage)
}

type Deed = (wish: Doing & { meaning: string }, person: Person | 'any', stage: Stage) => Built

const titleOf = (row: Row): Step[] =>
  row.title === ''
    ? [...new Set([...[...row.sees.values()].flat().slice(0, 1), ...row.known])]
    : [{ do: 'see', text: row.title }]

const add: Deed = ({ one, meaning }, person, stage) => {
  const { model, texts } = stage
  const items = [entityItem(one)]
  const as = person === 'any' || (person === 'ana' && isPublic(one, 'insert')) ? whoAdds(one) : person
  const mayAdd =
    as === 'visitor'
      ? isPublic(one, 'insert')
      : as === 'admin'
        ? (one.rule?.allow.admin?.includes('insert') ?? false) || mayMembers(one, 'insert')
        : as !== null && mayMembers(one, 'insert')
  if (as === null || !mayAdd)
    return notBuilt('feature', meaning, texts.why.may(texts.who[as ?? 'ana'], texts.op.add, many(one)), items)
  const row = addRow(model, one, { as })
  if (row === null)
    return formPath(one) === null && one.references.length === 0
      ? notBuilt('feature', meaning, texts.why.noForm(many(one)), items)
      : unproven('feature', meaning, texts.unprovable.long, items)
  const seen = seeAdded(one, row, stage)
  return seen === null
    ? unproven('feature', meaning, texts.unprovable.hidden, items)
    : planned('feature', meaning, items, [
        scene(texts.title.adds(texts.people[as], one.names.label), [...row.steps, ...seen]),
      ])
}

/** Steps that show the row where one has landed; an inbox shows it to the staff alone. */
export function seeAdded(one: EntityModel, row: Row, { model }: Stage): Step[] | null {
  if (row.lands === 'here') {
    const sent: Step[] = [{ do: 'see', text: textsFor(model.spec.locale).sent }]
    const list = goToRows(one, 'admin')
    return list === null || row.title === '' ? sent : [...sent, ...list, { do: 'see', text: row.title }]
  }
  if (row.lands === 'parent')
    return [{ do: 'see', text: `${many(one)} (1)` }, ...[...row.sees.values()].flat().slice(0, 1)]
  const title = titleOf(row)
  return title.length === 0 ? null : title
}

/**
 * Steps that show which state a row is in: its page names all of them, its line in the list the one. Null where the list
 * does not tell it either.
 */
export function seeState(one: EntityModel, { title }: Row, as: Person, { model }: Stage, state: string): Step[] | null {
  const isTold = one.state !== null && visibleFields(model, one, 'list').has(one.state.column)
  const list = title !== '' && isTold ? goToRows(one, as) : null
  return list === null ? null : [...list, { do: 'see', text: state, beside: title }]
}

const view: Deed = ({ one, meaning, isOwn, who }, person, stage) => {
  const { model, texts } = stage
  const items = [entityItem(one), accessItem(one)]
  const isMine = isOwn || who?.actor === 'self' || person === 'any'
  if (person === 'visitor' && !isOpen(one))
    return notBuilt('page', meaning, texts.why.may(texts.who.visitor, texts.op.view, many(one)), items)
  if (person !== 'visitor' && person !== 'admin' && !isShared(one) && !isMine)
    return notBuilt('page', meaning, texts.why.onlyOwn(many(one)), items)
  if (person === 'admin' && !(one.rule?.allow.admin?.includes('read') ?? isOpen(one)))
    return notBuilt('page', meaning, texts.why.may(texts.who.admin, texts.op.view, many(one)), items)
  const adder = whoAdds(one)
  const isByOther = person === 'ana' && isShared(one) && adder === 'ana' && !isOwn
  const row = adder === null ? null : addRow(model, one, { as: isByOther ? 'ben' : adder })
  if (row === null || adder === null) return unproven('page', meaning, texts.unprovable.long, items)
  const reader: Person = person === 'any' ? (adder === 'visitor' ? 'admin' : adder) : person
  const list = goToRows(one, reader)
  if (row.lands === 'parent' || list === null) {
    const seen = seeAdded(one, row, stage)
    return seen === null
      ? unproven('page', meaning, texts.unprovable.hidden, items)
      : planned('page', meaning, items, [
          scene(texts.title.sees(texts.people[reader], many(one)), [...row.steps, ...seen]),
        ])
  }
  if (row.title === '') return unproven('page', meaning, texts.unprovable.hidden, items)
  const see: Step[] = [{ do: 'see', text: row.title }]
  return planned('page', meaning, items, [
    scene(texts.title.sees(texts.people[reader], many(one)), [...row.steps, ...list, ...see]),
  ])
}

/** Who changes rows of a thing in a scenario, and whether they may and find a page for it. */
export function editorOf(one: EntityModel, person: Person | 'any'): { as: Person; may: boolean } {
  const as: Person = person === 'any' ? (mayMembers(one, 'update') ? 'ana' : 'admin') : person
  const mayEdit =
    as === 'ana' ? mayMembers(one, 'update') : as === 'admin' && (one.rule?.allow.admin?.includes('update') ?? false)
  return {
    as: as === 'ana' && isTogether(one) ? 'ben' : as,
    may: mayEdit && one.paths.edit !== undefined && one.paths.detail !== undefined,
  }
}

/** Who adds the row that a person changes or deletes: themselves, but for who shows that it need not be their own. */
const addsFor = (as: Person, one: EntityModel): Person =>
  as === 'ben' || (as === 'admin' && !(one.rule?.allow.admin?.includes('insert') ?? false)) ? 'ana' : as

/** Steps by which somebody else opens the row that was added. */
export const openedBy = (as: Person): Step[] => [
  { do: 'note', name: 'row' },
  { do: 'visit', as, path: '/{row}' },
]

/** "everybody can edit pages": those of others, too. */
const ALL_OF_THEM = /^(?:every(?:body|one|person)|any(?:body|one)|all\b.*|tod[oa]s\b.*|todo el mundo|cualquiera)$/

const edit: Deed = ({ one, meaning, who }, person, stage) => {
  const { texts } = stage
  const items = [entityItem(one)]
  const { as, may } = editorOf(one, person)
  if (who !== null && ALL_OF_THEM.test(who.noun) && !isTogether(one))
    return notBuilt('feature', meaning, texts.why.onlyChangeOwn(many(one)), items)
  if (!may) return notBuilt('feature', meaning, texts.why.may(texts.who[as], texts.op.edit, many(one)), items)
  const steps = changeSteps(one, as, stage)
  if (steps === null) return unproven('feature', meaning, texts.unprovable.long, items)
  return planned('feature', meaning, items, [scene(texts.title.changes(texts.people[as], one.names.label), steps)])
}

/** Adds a row and gives it another title. */
function changeSteps(one: EntityModel, as: Person, { model }: Stage): Step[] | null {
  const row = addRow(model, one, { as: addsFor(as, one) })
  if (row === null || row.lands !== 'detail' || one.title === null || row.title === '') return null
  const word = row.values.word()
  const isOther = !row.steps.every((step) => step.as === undefined || step.as === as)
  const go = isOther ? openedBy(as) : []
  return [
    ...row.steps,
    ...go,
    { do: 'follow', link: model.copy.edit },
    { do: 'fill', label: fieldLabel(one.title), value: word },
    { do: 'press', button: model.copy.save },
    { do: 'see', text: word },
    { do: 'not_see', text: row.title },
  ]
}

const remove: Deed = ({ one, meaning }, person, stage) => {
  const { model, texts } = stage
  const items = [entityItem(one)]
  const as: Person = person === 'any' ? (mayMembers(one, 'delete') ? 'ana' : 'admin') : person
  const isAdmins = as === 'admin' && (one.rule?.allow.admin?.includes('delete') ?? false)
  if (!(isAdmins || (as === 'ana' && mayMembers(one, 'delete'))) || !isOffered(one, 'delete'))
    return notBuilt('feature', meaning, texts.why.may(texts.who[as], texts.op.delete, many(one)), items)
  const adder = addsFor(as, one)
  const row = addRow(model, one, { as: adder })
  if (row === null || row.lands !== 'detail' || row.title === '')
    return unproven('feature', meaning, texts.unprovable.long, items)
  const go = adder === as ? [] : openedBy(as)
  const steps: Step[] = [
    ...row.steps,
    ...go,
    { do: 'see', text: row.title },
    // The first opens the question, the second answers it.
    { do: 'press', button: `${model.copy.remove} ${row.title}` },
    { do: 'press', button: model.copy.remove },
    { do: 'not_see', text: row.title },
  ]
  return planned('feature', meaning, items, [scene(texts.title.deletes(texts.people[as], one.names.label), steps)])
}

const manage: Deed = (wish, person, stage) => {
  const parts = [add(wish, person, stage), edit(wish, person, stage), remove(wish, person, stage)]
  const refused = parts.find((part) => part.state === 'not_built')
  if (refused !== undefined) return { ...refused, meaning: wish.meaning }
  const scenarios = parts.flatMap((part) => part.scenarios)
  const items = [entityItem(wish.one)]
  return scenarios.length === 0
    ? unproven('feature', wish.meaning, stage.texts.unprovable.long, items)
    : planned('feature', wish.meaning, items, scenarios)
}

const share: Deed = ({ one, meaning }, person, stage) => {
  const { model, texts } = stage
  const items = [entityItem(one), accessItem(one)]
  if (!isShared(one) || !mayMembers(one, 'insert') || person === 'visitor')
    return notBuilt('feature', meaning, texts.why.may(texts.who.ana, texts.op.share, many(one)), items)
  const row = addRow(model, one, { as: 'ana' })
  const list = goToRows(one, 'ben')
  if (row === null || list === null || row.title === '' || row.lands === 'parent')
    return unproven('feature', meaning, texts.unprovable.long, items)
  return planned('feature', meaning, items, [
    scene(texts.title.sees(texts.people.ben, many(one)), [...row.steps, ...list, { do: 'see', text: row.title }]),
  ])
}

/** Which rows of another thing are left at one: by the name of their table. */
const REACTIONS: Partial<Record<Op, RegExp>> = {
  comment: /comment|comentario|repl(?:y|ies)|respuesta/,
  rate: /rating|stars|valoracion|calificacion|puntuacion|review|resena/,
  review: /review|resena/,
  like: /like|me_gusta/,
  vote: /vote|voto/,
  favorite: /favou?rite|favorit|bookmark|wish/,
  follow: /follow|segui/,
  enroll: /enrol|inscrip|matric|registration|signup|attend|participa/,
  apply: /applic|postul|solicit/,
  book: /booking|reserv|appointment|cita|session|sesion|rental|turno/,
}

/** What is left at a thing by such a deed, where the plan has it. */
export const reactionOf = (one: EntityModel, op: Op): EntityModel | undefined => {
  const pattern = REACTIONS[op]
  return pattern && one.children.find(({ child }) => pattern.test(child.entity.table))?.child
}

const react: Deed = (wish, person, stage) => {
  const { one, op, meaning } = wish
  const { model, texts } = stage
  const pattern = REACTIONS[op]!
  if (op === 'book' && pattern.test(one.entity.table)) return add(wish, person, stage)
  const child = reactionOf(one, op)
  const items = [entityItem(one), ...(child === undefined ? [] : [entityItem(child)])]
  if (child === undefined) return notBuilt('feature', meaning, texts.why.noReaction(texts.op[op], many(one)), items)
  if (person === 'visitor' ? !isPublic(child, 'insert') : person === 'admin' || !mayMembers(child, 'insert'))
    return notBuilt(
      'feature',
      meaning,
      texts.why.may(texts.who[person === 'any' ? 'ana' : person], texts.op[op], many(one)),
      items,
    )
  if (pollOf(one)?.vote === child) return unproven('feature', meaning, texts.unprovable.long, items)
  const row = addRow(model, child, { as: person === 'any' ? 'ana' : person })
  const seen = row === null ? null : seeAdded(child, row, stage)
  if (row === null || seen === null) return unproven('feature', meaning, texts.unprovable.long, items)
  return planned('feature', meaning, items, [
    scene(texts.title.adds(texts.people.ana, child.names.label), [...row.steps, ...seen]),
  ])
}

const narrowing: Deed = ({ one, op, meaning }, _, stage) => ({ ...narrow(op, one, [], stage), meaning })

const never: Deed = ({ meaning }, _, { texts }) => notBuilt('feature', meaning, texts.why.rule)

const DEEDS: Record<Op, Deed> = {
  add,
  view,
  edit,
  delete: remove,
  manage,
  share,
  search: narrowing,
  filter: narrowing,
  sort: narrowing,
  comment: react,
  rate: react,
  review: react,
  like: react,
  vote: react,
  favorite: react,
  follow: react,
  enroll: react,
  apply: react,
  book: react,
  upload: never,
  account: never,
  deed: never,
}
