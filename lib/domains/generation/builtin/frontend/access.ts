import type { AccessRule, Operation, Role } from '../../../spec/contract'
import type { EntityModel } from './model'

/**
 * What the interface offers to whom, from the access matrix. This only hides what would be refused: the database's
 * policies decide.
 */
const has = (rule: AccessRule | null, role: Role, operation: Operation): boolean =>
  rule?.allow[role]?.includes(operation) ?? false

/** Whether somebody who has not signed in may do it. */
export const isPublic = (one: EntityModel, operation: Operation): boolean => has(one.rule, 'anon', operation)

/** Whether any person (not only the service) may do it. */
export const isOffered = (one: EntityModel, operation: Operation): boolean =>
  (['anon', 'owner', 'other', 'member', 'admin'] as const).some((role) => has(one.rule, role, operation))

/** Whether a row's owner sees only own rows. */
export const isPrivate = (one: EntityModel): boolean =>
  !has(one.rule, 'anon', 'read') && !has(one.rule, 'other', 'read')

/** An expression over `user` that says whether to offer adding a row; null when nobody may. */
export function mayInsert(one: EntityModel): string | null {
  if (isPublic(one, 'insert')) return 'true'
  if (has(one.rule, 'owner', 'insert') || has(one.rule, 'other', 'insert') || has(one.rule, 'member', 'insert'))
    return 'user !== null'
  return has(one.rule, 'admin', 'insert') ? 'user?.isAdmin === true' : null
}

/**
 * The expression for adding or changing rows below another one. Rows that belong to whoever owns the row above them
 * (`via`) are offered to that person alone.
 */
export function mayBelow(
  child: EntityModel,
  parent: EntityModel,
  operation: 'insert' | 'delete',
  row: string,
): string | null {
  const { rule } = child
  const isOwners =
    rule?.via?.table === parent.entity.table &&
    parent.owner !== null &&
    !(['anon', 'other', 'member'] as const).some((role) => has(rule, role, operation))
  if (isOwners && has(rule, 'owner', operation)) return 'user?.id === ' + row + '.' + parent.owner
  return operation === 'insert' ? mayInsert(child) : mayChange(child, operation, row)
}

/** An expression over `user` and the row that says whether to offer changing or deleting it; null when nobody may. */
export function mayChange(one: EntityModel, operation: 'update' | 'delete', row: string): string | null {
  if (has(one.rule, 'other', operation) || has(one.rule, 'member', operation)) return 'user !== null'
  const who: string[] = []
  if (has(one.rule, 'owner', operation))
    who.push(one.owner === null ? 'user !== null' : 'user?.id === ' + row + '.' + one.owner)
  if (has(one.rule, 'admin', operation) && who[0] !== 'user !== null') who.push('user?.isAdmin === true')
  return who.length === 0 ? null : who.join(' || ')
}
