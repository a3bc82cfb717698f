import type { Step } from '../../../../spec/scenario'
import { fieldLabel } from '../../../../spec/names'

import type { Op } from '../language/verbs'
import type { Wish } from '../reading/wish'
import { accessItem, type Built, goToRows, many, notBuilt, planned, scene, type Stage, unproven } from './built'
import { personOf, reactionOf, seeAdded } from './doing'
import { addRow, isForAdmins, isOpen, isShared, mayMembers } from './rows'

/** Who alone may do something, and who may not: always both sides, for a door that is shut to all proves nothing. */

type Access = Extract<Wish, { what: 'access' }>

/** Whoever added a row, by the nouns that mean them. */
const OWNERS =
  /^(?:the )?(?:owners?|authors?|creators?|duen[oa]s?|propietari[oa]s?|autor(?:a|es|as)?|creador(?:a|es)?)$/

export function buildAccess(wish: Access, stage: Stage): Built {
  const { texts } = stage
  const { one, op, who } = wish
  const deed = texts.op[op]
  if (wish.isDenied) return denied(wish, stage)
  if (isOfStaff(wish, stage)) return byAdmin(wish, texts.only(`“${who.noun}”`, deed, many(one)), stage)
  if (OWNERS.test(who.noun)) return byOwner(wish, stage)
  const person = personOf(who, stage)
  const named = person === null || person === 'any' ? `“${who.noun}”` : texts.who[person]
  const meaning = who.actor === 'self' ? texts.own(many(one)) : texts.only(named, deed, many(one))
  if (person === null) return notBuilt('access', meaning, texts.why.roles(who.noun), [accessItem(one)])
  if (person === 'admin') return byAdmin(wish, meaning, stage)
  if (who.actor === 'self') return byOneself(wish, meaning, stage)
  if (person === 'ana') return byMembers(wish, meaning, stage)
  return notBuilt('access', meaning, texts.why.rule, [accessItem(one)])
}

const OPERATIONS: Partial<Record<Op, readonly ('insert' | 'update' | 'delete')[]>> = {
  add: ['insert'],
  edit: ['update'],
  delete: ['delete'],
  manage: ['insert', 'update', 'delete'],
}

/**
 * The one person, by a noun of the prompt's own, who alone does what the plan leaves to the staff: the shed keeper. Where
 * the prompt has several such, they would have to be told apart.
 */
function isOfStaff({ one, op, who }: Access, { groups }: Stage): boolean {
  const singles = [...groups].filter((noun) => !/s$|people$|gente$/.test(noun))
  return (
    who.actor === 'group' &&
    singles.length === 1 &&
    singles[0] === who.noun &&
    (OPERATIONS[op]?.every((operation) => isForAdmins(one, operation)) ?? false)
  )
}

function byAdmin({ one, op }: Access, meaning: string, stage: Stage): Built {
  const { model, texts } = stage
  const items = [accessItem(one)]
  const operations = OPERATIONS[op]
  if (operations === undefined) return notBuilt('access', meaning, texts.why.rule, items)
  if (!operations.every((operation) => isForAdmins(one, operation)))
    return notBuilt('access', meaning, texts.why.tooMany(many(one)), items)
  const row = operations.includes('insert') ? addRow(model, one, { as: 'admin' }) : null
  const seen = row === null ? null : seeAdded(one, row, stage)
  const path = one.paths.new
  if (row === null || seen === null || path === undefined)
    return unproven('access', meaning, texts.unprovable.long, items)
  const shut: Step[] = [
    { do: 'visit', as: 'ana', path },
    { do: 'see', text: model.copy.adminOnly },
  ]
  return planned('access', meaning, items, [
    scene(texts.title.adds(texts.people.admin, one.names.label), [...row.steps, ...seen]),
    scene(texts.title.refused(texts.people.ana, one.names.label), shut),
  ])
}

/** Whoever has signed up, and nobody else. */
function byMembers({ one, op }: Access, meaning: string, stage: Stage): Built {
  const { model, texts } = stage
  const items = [accessItem(one)]
  if (op === 'view') {
    if (isOpen(one)) return notBuilt('access', meaning, texts.why.tooMany(many(one)), items)
    if (!isShared(one)) return notBuilt('access', meaning, texts.why.onlyOwn(many(one)), items)
    const steps = seenBy('ben', 'visitor', one, stage)
    return steps === null
      ? unproven('access', meaning, texts.unprovable.long, items)
      : planned('access', meaning, items, [scene(texts.title.refused(texts.people.visitor, many(one)), steps)])
  }
  const path = one.paths.new
  const row = op === 'add' && mayMembers(one, 'insert') ? addRow(model, one, { as: 'ana' }) : null
  const seen = row === null ? null : seeAdded(one, row, stage)
  if (row === null || seen === null || path === undefined) return notBuilt('access', meaning, texts.why.rule, items)
  const steps: Step[] = [...row.steps, ...seen, { do: 'visit', as: 'visitor', path }, { do: 'refused' }]
  return planned('access', meaning, items, [scene(texts.title.refused(texts.people.visitor, one.names.label), steps)])
}

/** Only the one who writes the prompt: rows that nobody else sees. */
function byOneself({ one, op }: Access, meaning: string, stage: Stage): Built {
  const { texts } = stage
  const items = [accessItem(one)]
  if (isShared(one) || isOpen(one)) return notBuilt('access', meaning, texts.why.tooMany(many(one)), items)
  if (op !== 'view' && op !== 'edit') return notBuilt('access', meaning, texts.why.rule, items)
  const steps = seenBy('ana', 'ben', one, stage)
  return steps === null
    ? unproven('access', meaning, texts.unprovable.long, items)
    : planned('access', meaning, items, [scene(texts.title.refused(texts.people.ben, many(one)), steps)])
}

/** Ana adds a row; one sees it, the other is refused. */
function seenBy(reader: 'ana' | 'ben', shut: 'ben' | 'visitor', one: Access['one'], { model }: Stage): Step[] | null {
  const row = addRow(model, one, { as: 'ana' })
  if (row === null || row.lands !== 'detail' || row.title === '') return null
  return [
    ...row.steps,
    { do: 'see', text: row.title },
    { do: 'note', name: 'row' },
    { do: 'visit', as: shut, path: '/{row}' },
    { do: 'refused' },
    { do: 'visit', as: reader, path: '/{row}' },
    { do: 'see', text: row.title },
  ]
}

/** "Users see only their own notes." */
export function buildOwn(wish: Extract<Wish, { what: 'own' }>, stage: Stage): Built {
  const { texts } = stage
  const { one } = wish
  const meaning = texts.own(many(one))
  const items = [accessItem(one)]
  if (isShared(one) || isOpen(one) || one.rule?.readWhere !== undefined)
    return notBuilt('access', meaning, texts.why.tooMany(many(one)), items)
  if (stage.groups.size > 1) return notBuilt('access', meaning, texts.why.roles([...stage.groups].join(', ')), items)
  const steps = seenBy('ana', 'ben', one, stage)
  return steps === null
    ? unproven('access', meaning, texts.unprovable.long, items)
    : planned('access', meaning, items, [scene(texts.title.refused(texts.people.ben, many(one)), steps)])
}

/** Ben tries to change what Ana added; it stays as it was, and Ana can. */
function byOwner({ one, op }: Access, stage: Stage): Built {
  const { model, texts } = stage
  const items = [accessItem(one)]
  const meaning = texts.owners(texts.op[op], many(one))
  const operation = op === 'delete' ? 'delete' : 'update'
  const others = (['anon', 'other', 'member', 'admin'] as const).some(
    (role) => one.rule?.allow[role]?.includes(operation) ?? false,
  )
  if (op !== 'edit' && op !== 'delete') return notBuilt('access', meaning, texts.why.rule, items)
  if (others || !mayMembers(one, operation)) return notBuilt('access', meaning, texts.why.tooMany(many(one)), items)
  const row = addRow(model, one, { as: 'ana' })
  const isShown = isOpen(one) || isShared(one)
  if (
    op === 'delete' ||
    row === null ||
    row.lands !== 'detail' ||
    row.title === '' ||
    one.paths.edit !== '/' + one.names.slug + '/[id]/edit' ||
    !isShown ||
    one.title === null
  )
    return unproven('access', meaning, texts.unprovable.long, items)
  const [wrong, right] = [row.values.word(), row.values.word()]
  const label = fieldLabel(one.title)
  const change = (value: string): Step[] => [
    { do: 'fill', label, value },
    { do: 'press', button: model.copy.save },
  ]
  const steps: Step[] = [
    ...row.steps,
    { do: 'note', name: 'row' },
    { do: 'visit', as: 'ben', path: '/{row}/edit' },
    ...change(wrong),
    { do: 'visit', as: 'ana', path: '/{row}' },
    { do: 'see', text: row.title },
    { do: 'not_see', text: wrong },
    { do: 'visit', path: '/{row}/edit' },
    ...change(right),
    { do: 'see', text: right },
  ]
  return planned('access', meaning, items, [scene(texts.title.refused(texts.people.ben, one.names.label), steps)])
}

function denied({ one, op, who }: Access, stage: Stage): Built {
  const { model, texts } = stage
  const items = [accessItem(one)]
  const person = personOf(who, stage)
  const meaning = texts.cannot(
    person === null || person === 'any' ? `“${who.noun}”` : texts.who[person],
    texts.op[op],
    many(one),
  )
  if (person === null) return notBuilt('access', meaning, texts.why.roles(who.noun), items)
  const reaction = reactionOf(one, op)
  if (reaction !== undefined)
    return denied({ what: 'access', one: reaction, op: 'add', who, isOnly: false, isDenied: true }, stage)
  if (person === 'visitor' && op === 'view' && !isOpen(one)) {
    const steps = isShared(one) ? seenBy('ben', 'visitor', one, stage) : seenBy('ana', 'visitor', one, stage)
    return steps === null
      ? unproven('access', meaning, texts.unprovable.long, items)
      : planned('access', meaning, items, [scene(texts.title.refused(texts.people.visitor, many(one)), steps)])
  }
  if (person === 'visitor' && op === 'add' && !(one.rule?.allow.anon?.includes('insert') ?? false)) {
    const row = addRow(model, one, {})
    const seen = row === null ? null : seeAdded(one, row, stage)
    if (row === null || seen === null || one.paths.new === undefined)
      return unproven('access', meaning, texts.unprovable.long, items)
    const steps: Step[] = [
      ...row.steps,
      ...seen,
      { do: 'visit', as: 'visitor', path: one.paths.new },
      { do: 'refused' },
    ]
    return planned('access', meaning, items, [scene(texts.title.refused(texts.people.visitor, one.names.label), steps)])
  }
  if (person === 'ana' && ['add', 'edit', 'delete'].includes(op))
    return byAdmin({ what: 'access', one, op, who, isOnly: true, isDenied: false }, meaning, stage)
  const isThere = goToRows(one) !== null
  return notBuilt('access', meaning, isThere ? texts.why.rule : texts.why.noPage(many(one)), items)
}
