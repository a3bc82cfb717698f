import type { AccessRule, Entity, Field } from '../../spec/contract'
import { type AccessPattern, childRule, ownedRule, publishedWhen, unownedRule } from '../../spec/edit/access-patterns'
import { pageTexts } from '../../spec/edit/page-texts'
import { type Completed, peopleOf } from './complete-entities'

/**
 * From a pattern per entity to the access matrix, always one of the eight patterns of docs/access-patterns.md. What is
 * not said is denied.
 */

const OWNER_WORDS =
  /^(?:user|owner|author|creator|created_by|member|organizer|seller|sender|customer|autor|usuario|propietario|creador|miembro|dueno)(?:_id)?$/

const parentField = (entity: Entity, table: string): Field | undefined =>
  entity.fields.find((field) => field.references === table)

/** The column that says whose row it is; made when the model planned none. `null` when it must be made. */
function ownerField(entity: Entity): Field | null {
  const people = peopleOf(entity)
  return (
    people.find((field) => OWNER_WORDS.test(field.column)) ??
    (people.length === 1 && !/recipient|assign|receiver|destinatario|asignad|invite/.test(people[0]!.column)
      ? people[0]!
      : null)
  )
}

function withOwner(entity: Entity, locale: 'en' | 'es'): { entity: Entity; owner: string } {
  const found = ownerField(entity)
  if (found !== null)
    return {
      entity: {
        ...entity,
        fields: entity.fields.map((field) => (field === found ? { ...field, required: true } : field)),
      },
      owner: found.column,
    }
  const column = entity.fields.some((field) => field.column === 'user_id') ? 'owner_id' : 'user_id'
  const owner: Field = {
    name: pageTexts(locale).user,
    column,
    type: 'reference',
    required: true,
    references: 'auth.users',
  }
  return {
    entity: { ...entity, fields: [...entity.fields.filter((field) => field.column !== column), owner] },
    owner: column,
  }
}

function withPublished(entity: Entity, locale: 'en' | 'es'): { entity: Entity; condition: string } {
  const condition = publishedWhen(entity)
  if (condition !== null) return { entity, condition }
  const column = locale === 'es' ? 'publicado' : 'published'
  const fields: Field[] = [
    ...entity.fields.filter((field) => field.column !== column),
    { name: column, column, type: 'boolean' },
  ]
  return { entity: { ...entity, fields }, condition: column }
}

/** Who besides the owner may read a two-party row, as a condition; null when nothing in the plan says who that is. */
function otherSide(entity: Entity, owner: string, rules: ReadonlyMap<string, AccessRule>): string | null {
  const recipient = peopleOf(entity).find((field) => field.column !== owner)
  if (recipient !== undefined) return `${recipient.column} = :other`
  for (const field of entity.fields) {
    const parent = field.references === undefined ? undefined : rules.get(field.references)
    if (parent?.owner != null)
      return `exists (select 1 from public.${parent.table} where ${parent.table}.id = ${field.column} and ${parent.table}.${parent.owner} = :other)`
  }
  return null
}

/**
 * What a child of a child (or of something nobody owns) becomes: an entity of its own, seen by nobody who could not see
 * its parent.
 */
function insteadOfChild(
  parent: { answer: { access: AccessPattern; parent: string | null } } | undefined,
): Exclude<AccessPattern, 'child' | 'published'> {
  const access = parent?.answer.access
  return access === 'public' || access === 'members' || access === 'collaborative' || access === 'catalogue'
    ? access
    : 'private'
}

/** Parents before those that point to them; cycles keep the plan's order. */
function inOrder(all: readonly Completed[]): Completed[] {
  const byTable = new Map(all.map((one) => [one.entity.table, one]))
  const done = new Set<Completed>()
  const visit = (one: Completed, path: ReadonlySet<Completed>): void => {
    if (done.has(one) || path.has(one)) return
    for (const field of one.entity.fields) {
      const target = byTable.get(field.references ?? '')
      if (target !== undefined && target !== one) visit(target, new Set([...path, one]))
    }
    done.add(one)
  }
  for (const one of all) visit(one, new Set())
  return [...done]
}

type Patterned = { entity: Entity; rule: AccessRule }

/**
 * One rule per entity; entities get the columns that their rule needs. `kept` are rules of tables that stay as they
 * were.
 */
export function completeAccess(
  all: readonly Completed[],
  options: { locale: 'en' | 'es'; kept?: ReadonlyMap<string, AccessRule> },
): Patterned[] {
  const rules = new Map<string, AccessRule>()
  const entities = new Map<string, Entity>()
  for (const one of inOrder(all)) {
    const kept = options.kept?.get(one.entity.table)
    const made = kept === undefined ? ruleOf(one, all, rules, options.locale) : { entity: one.entity, rule: kept }
    rules.set(one.entity.table, made.rule)
    entities.set(one.entity.table, made.entity)
  }
  return all.map((one) => ({ entity: entities.get(one.entity.table)!, rule: rules.get(one.entity.table)! }))
}

function ruleOf(
  one: Completed,
  all: readonly Completed[],
  rules: ReadonlyMap<string, AccessRule>,
  locale: 'en' | 'es',
): Patterned {
  const { entity, answer } = one
  const { table } = entity
  const parent = parentOf(one, all)
  let pattern: Exclude<AccessPattern, 'child'>
  if (answer.access === 'child') {
    const rule = parent === null ? undefined : rules.get(parent.one.entity.table)
    const isTogether = parent?.one.answer.access === 'collaborative'
    if (parent !== null && rule?.owner != null && !isTogether) return asChild(entity, parent.field, rule)
    pattern = insteadOfChild(parent?.one)
  } else pattern = answer.access
  if (pattern === 'catalogue' || pattern === 'inbox') return { entity, rule: unownedRule(pattern, table) }
  const owned = withOwner(entity, locale)
  const of = { table, owner: owned.owner, hasStaff: answer.staff }
  if (pattern === 'published') {
    const published = withPublished(owned.entity, locale)
    return { entity: published.entity, rule: ownedRule(pattern, { ...of, condition: published.condition }) }
  }
  const condition = pattern === 'two-party' ? otherSide(owned.entity, owned.owner, rules) : null
  return { entity: owned.entity, rule: ownedRule(pattern, { ...of, condition }) }
}

/** The row a child belongs to: the one the model named, else the first it must point to. */
function parentOf(one: Completed, all: readonly Completed[]): { one: Completed; field: Field } | null {
  const named =
    one.answer.parent === null
      ? undefined
      : all.find((each) =>
          [each.entity.table, each.entity.name, each.answer.table, each.answer.name].includes(one.answer.parent!),
        )
  const candidates = [named, ...all].filter(
    (each) => each !== undefined && each !== one && each.entity.table !== 'profiles',
  ) as Completed[]
  for (const candidate of candidates) {
    const field = parentField(one.entity, candidate.entity.table)
    if (field !== undefined) return { one: candidate, field }
  }
  return null
}

function asChild(entity: Entity, field: Field, parent: AccessRule): Patterned {
  const fields = entity.fields.map((each) => (each === field ? { ...each, required: true } : each))
  return { entity: { ...entity, fields }, rule: childRule(entity.table, field.column, parent) }
}
