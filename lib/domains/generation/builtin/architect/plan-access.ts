import type { AccessRule } from '../../../spec/contract'
import { childRule, ownedRule, publishedWhen, unownedRule } from '../../../spec/edit/access-patterns'
import type { Audience } from './classify-access'
import type { PlannedEntity } from './plan-entities'

/** The access matrix: one rule per table, always one of the nine patterns of docs/access-patterns.md. */

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
  if (one.access === 'catalogue' || one.access === 'inbox') return unownedRule(one.access, table)
  if (one.via !== undefined) return childRule(table, one.via.column, rules.get(one.via.table)!)
  const condition =
    one.access === 'published' ? publishedWhen(one.entity) : one.access === 'two-party' ? otherSide(one, planned) : null
  // A child whose parent nobody owns was settled as something else by now.
  const pattern = one.access === 'child' ? 'private' : one.access
  return ownedRule(pattern, { table, owner: one.owner!, hasStaff: audience.hasStaff, condition })
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
