import type { AccessRule, Operation } from '../../../spec/contract'
import type { Audience } from './classify-access'
import { type PlannedEntity, publishedWhen } from './plan-entities'

/** The access matrix: one rule per table, always one of the eight patterns of docs/access-patterns.md. */

const OWN: Operation[] = ['read', 'insert', 'update', 'delete']
const SERVICE: Operation[] = ['read', 'insert', 'insert_forged', 'update', 'move', 'delete']
const STAFF: Operation[] = ['read', 'update', 'delete']

/** @param known rules that exist already and stay as they are */
export function planAccess(planned: PlannedEntity[], audience: Audience, known: AccessRule[] = []): AccessRule[] {
  const rules = new Map(known.map((rule) => [rule.table, rule]))
  for (const one of planned)
    if (!rules.has(one.entity.table)) rules.set(one.entity.table, ruleOf(one, planned, rules, audience))
  return [...rules.values()]
}

function ruleOf(
  one: PlannedEntity,
  planned: PlannedEntity[],
  rules: Map<string, AccessRule>,
  audience: Audience,
): AccessRule {
  const { table } = one.entity
  if (one.access === 'catalogue')
    return { table, owner: null, allow: { anon: ['read'], other: ['read'], owner: ['read'], admin: OWN, service: OWN } }
  if (one.access === 'inbox')
    return {
      table,
      owner: null,
      allow: { anon: ['insert'], other: ['insert'], owner: ['insert'], admin: ['read', 'delete'], service: OWN },
    }
  if (one.via !== undefined) {
    const parent = rules.get(one.via.table)!
    const reads = (role: 'anon' | 'other' | 'admin'): Operation[] =>
      parent.allow[role]?.includes('read') ? ['read'] : []
    const allow: AccessRule['allow'] = { owner: OWN, service: OWN }
    if (reads('anon').length > 0) allow.anon = ['read']
    if (reads('other').length > 0) allow.other = ['read']
    if (parent.allow.admin !== undefined) allow.admin = parent.allow.admin.filter((operation) => operation !== 'insert')
    return { table, via: one.via, allow }
  }
  const allow: AccessRule['allow'] = { owner: OWN, service: SERVICE }
  const rule: AccessRule = { table, owner: one.owner, allow }
  if (one.access !== 'private') allow.other = ['read']
  if (one.access === 'public' || one.access === 'published') allow.anon = ['read']
  if (audience.hasStaff) allow.admin = STAFF
  const condition =
    one.access === 'published' ? publishedWhen(one.entity) : one.access === 'two-party' ? otherSide(one, planned) : null
  if (condition !== null) rule.readWhere = condition
  else if (one.access === 'two-party') delete allow.other
  return rule
}

/** The second person who may read a row: its recipient, or whoever owns what it was sent to. */
function otherSide(one: PlannedEntity, planned: PlannedEntity[]): string | null {
  const recipient = one.entity.fields.find((field) => field.references === 'auth.users' && field.column !== one.owner)
  if (recipient !== undefined) return `${recipient.column} = :other`
  const parent = planned.find((each) => each.entity.table === one.parents[0]?.table)
  if (parent === undefined || parent.owner === null) return null
  const { table } = parent.entity
  return `exists (select 1 from public.${table} where ${table}.id = ${one.parents[0]!.column} and ${table}.${parent.owner} = :other)`
}
