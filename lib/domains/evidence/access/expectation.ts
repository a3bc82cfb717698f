import type { Operation, Role } from '../../spec/contract.ts'
import type { Policy, Table } from './catalogue.ts'
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

/** Rows of one's own: whoever inserts one is its owner, so a stranger's insert is an owner's. */
const isPersonal = (scope: Scope): boolean => (isOwnable(scope) && !scope.team) || scope.isTeamTable

/**
 * Allow or deny; null: nobody has said, so it is not tried.
 *
 * - `other` is any signed-in person, so whoever is signed in may what `other` may, unless the matrix gives them a list
 *   of their own (reading is shared even then).
 * - `service_role` bypasses policies: for it a forged insert is an insert, a move an update.
 * - In a membership table an admin's insert always names somebody else.
 */
export function expectedOf(scope: Scope, role: Role, operation: Operation): 'allow' | 'deny' | null {
  const { allow } = scope.rule
  const has = (who: Role, what: Operation): boolean => allow[who]?.includes(what) === true
  if (scope.isDerived) return derivedExpectation(scope, role, operation)
  const say = (isAllowed: boolean): 'allow' | 'deny' => (isAllowed ? 'allow' : 'deny')
  if (has(role, operation)) return 'allow'
  if (role === 'anon') return 'deny'
  if (role === 'service')
    return say(
      (operation === 'insert_forged' && has('service', 'insert')) || (operation === 'move' && has('service', 'update')),
    )
  // Owners and admins of a team row are active members of the team.
  if (
    scope.team &&
    (role === 'owner' || role === 'admin') &&
    has('member', operation) &&
    operation !== 'insert_forged' &&
    operation !== 'move'
  )
    return 'allow'
  if (scope.team && !scope.teamColumn && allow[role] === undefined) return null
  const isLikeOther =
    allow[role] === undefined || role === 'owner' || (role === 'admin' && !scope.team) || operation === 'read'
  if (role !== 'other' && isLikeOther && has('other', operation)) {
    // A condition on `:other` is about one stranger; what it means for further people nobody has said.
    return operation === 'read' && role !== 'owner' && /:other\b/.test(scope.rule.readWhere ?? '') ? null : 'allow'
  }
  if (operation === 'insert' && isPersonal(scope) && has('owner', 'insert')) return 'allow'
  if (
    operation === 'insert_forged' &&
    scope.membership &&
    scope.owner !== null &&
    role !== 'owner' &&
    role !== 'other' &&
    has(role, 'insert')
  )
    return 'allow'
  return 'deny'
}

/** Nobody declared anything: strangers must stay out, and what a policy offers its owner must work. */
function derivedExpectation(scope: Scope, role: Role, operation: Operation): 'allow' | 'deny' | null {
  if (role === 'anon') return 'deny'
  if (role === 'other') return operation === 'insert' ? null : 'deny'
  if (role !== 'owner') return null
  if (operation === 'insert_forged' || operation === 'move') return 'deny'
  return policiesFor(scope.table, 'authenticated', operation).length > 0 ? 'allow' : null
}

/** Forging and moving need an owner to forge or move to. */
export function isTried(scope: Scope, role: Role, operation: Operation): boolean {
  if (operation !== 'insert_forged' && operation !== 'move') return true
  if (scope.isTeamTable && scope.owner === null) return false
  return isOwnable(scope)
}
