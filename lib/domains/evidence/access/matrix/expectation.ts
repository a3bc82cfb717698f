import type { AccessRule, Operation, Role } from '../../../spec/contract.ts'
import type { Policy, Table } from '../catalogue.ts'
import { publicReading } from './policy-words.ts'
import { isOwnable, type Scope } from './scope.ts'

/** What the matrix says about a cell, with the readings that its words leave open. */

export const commandOf = (operation: Operation): Policy['command'] =>
  operation === 'read'
    ? 'select'
    : operation === 'insert' || operation === 'insert_forged'
      ? 'insert'
      : operation === 'delete'
        ? 'delete'
        : 'update'

/** The permissive policies that let `role` do that, in the catalogue's order. */
export function policiesFor(table: Table, role: 'anon' | 'authenticated', operation: Operation): Policy[] {
  const command = commandOf(operation)
  return table.policies.filter(
    (policy) =>
      policy.isPermissive &&
      (policy.command === command || policy.command === 'all') &&
      (policy.roles.includes('public') || policy.roles.includes(role)),
  )
}

/** Which rows of others that role may read; absent: every row, where it may read at all. */
export const readWhereOf = ({ readWhere, readWhereFor }: AccessRule, role: Role): string | undefined =>
  readWhereFor?.[role] ?? readWhere
/** True when nothing is said of that cell: by the rule's own word, or because a policy opens it in so many words. */
export const isUnspecified = (scope: Scope, role: Role, operation: Operation): boolean =>
  scope.rule.unspecified?.[role]?.includes(operation) === true || isPublicByPolicy(scope, role, operation)

/** Rows of one's own: whoever inserts one is its owner, so another user's insert is an owner's. */
const isPersonal = (scope: Scope): boolean => (isOwnable(scope) && !scope.team) || scope.isTeamTable

/**
 * Allow or deny; null: nobody has said, so it is not tried.
 *
 * - `unspecified` is the matrix's own word for that.
 * - `other` is any signed-in person, so whoever is signed in may what `other` may, unless the matrix gives them a list
 *   of their own (reading is shared even then).
 * - A list of its own neither promises a role what every owner or member may, nor does it take that from people who
 *   are owners or members all the same.
 * - `service_role` bypasses policies, but not grants on columns: whether it may forge or move is not said by its being
 *   allowed to insert or update.
 * - In a membership table an admin's insert always names somebody else.
 */
export function expectedOf(scope: Scope, role: Role, operation: Operation): 'allow' | 'deny' | null {
  if (isUnspecified(scope, role, operation)) return null
  if (scope.isDerived) return derivedExpectation(scope, role, operation)
  if (has(scope, role, operation)) return 'allow'
  if (role === 'anon') return 'deny'
  if (role === 'service') {
    const wider = operation === 'insert_forged' ? 'insert' : operation === 'move' ? 'update' : null
    return wider !== null && has(scope, role, wider) ? null : 'deny'
  }
  return personsExpectation(scope, role, operation)
}

const has = ({ rule }: Scope, who: Role, what: Operation): boolean => rule.allow[who]?.includes(what) === true

/** What somebody who is signed in may by being more than the role alone says. */
function personsExpectation(scope: Scope, role: Role, operation: Operation): 'allow' | 'deny' | null {
  const { allow } = scope.rule
  const isListed = allow[role] !== undefined
  const isWriting = operation !== 'read'
  // Owners and admins of a team row are active members of the team.
  const isMember = scope.team !== null && (role === 'owner' || role === 'admin')
  if (isMember && has(scope, 'member', operation) && operation !== 'insert_forged' && operation !== 'move')
    return isListed && isWriting ? null : 'allow'
  if (scope.team && !scope.teamColumn && !isListed) return null
  const isLikeOther = !isListed || role === 'owner' || (role === 'admin' && !scope.team) || !isWriting
  if (role !== 'other' && isLikeOther && has(scope, 'other', operation)) {
    if (role === 'admin' && isListed && isWriting) return null
    // A condition on `:other` is about one person; what it means for further ones nobody has said.
    const condition = readWhereOf(scope.rule, 'other') ?? ''
    return !isWriting && role !== 'owner' && /:other\b/.test(condition) ? null : 'allow'
  }
  if (operation === 'insert' && isPersonal(scope) && has(scope, 'owner', 'insert')) return isListed ? null : 'allow'
  const isInviting = scope.membership !== null && scope.owner !== null && role !== 'owner' && role !== 'other'
  return operation === 'insert_forged' && isInviting && has(scope, role, 'insert') ? 'allow' : 'deny'
}

/**
 * Nobody declared anything: others must stay out, except where a policy says itself that reading is public, and what
 * policies offer the owner must work.
 */
function derivedExpectation(scope: Scope, role: Role, operation: Operation): 'allow' | 'deny' | null {
  if (isPublicByPolicy(scope, role, operation)) return null
  if (role === 'anon') return 'deny'
  if (role === 'other') return operation === 'insert' ? null : 'deny'
  if (role !== 'owner' || !scope.isOwnerAsked) return null
  if (operation === 'insert_forged' || operation === 'move') return 'deny'
  return isOffered(scope.table, operation) ? 'allow' : null
}

/** Where nothing is declared, a policy that says in its own words that everybody reads is the only word there is. */
export const isPublicByPolicy = ({ isDerived, table }: Scope, role: Role, operation: Operation): boolean =>
  isDerived &&
  operation === 'read' &&
  (role === 'anon' || role === 'other') &&
  publicReading(table, role === 'anon' ? 'anon' : 'authenticated') !== undefined

/**
 * Whether a table means to let its owner do that. A policy `for all` beside grants for some operations means those; a
 * policy of its own for the operation means it, whatever was granted.
 */
function isOffered(table: Table, operation: Operation): boolean {
  const policies = policiesFor(table, 'authenticated', operation)
  if (policies.some(({ command }) => command !== 'all')) return true
  const privilege = commandOf(operation).toUpperCase()
  const grants = ['authenticated', 'PUBLIC'].flatMap((role) => [
    ...(table.grants[role] ?? []),
    ...(table.columnGrants[role] ?? []).map((one) => one.split(':')[0] ?? ''),
  ])
  return policies.length > 0 && (grants.length === 0 || grants.includes(privilege))
}

/** Forging and moving need an owner to forge or move to. */
export function isTried(scope: Scope, role: Role, operation: Operation): boolean {
  if (operation !== 'insert_forged' && operation !== 'move') return true
  if (scope.isTeamTable && scope.owner === null) return false
  return isOwnable(scope)
}
