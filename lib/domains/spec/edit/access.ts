import { OPERATIONS } from '../constants'
import type { AccessRule, AppSpec, Operation, Page, Role } from '../contract'
import { type Edited, edited, type PlanKey, type Refusal, refused, refusing } from './edited'
import { authToSee, operationOf, ruleOf } from './page-access'

/**
 * Who may do what, as a person changes it: cells that follow from others follow, cells that cannot be otherwise stand
 * still. Pure.
 */

const may = (rule: AccessRule, role: Role, operation: Operation): boolean =>
  rule.allow[role]?.includes(operation) ?? false

/** Rows of one's own: another user who adds one is its owner, so the check tries it as an owner's. */
const isPersonal = (rule: AccessRule): boolean => rule.owner != null && rule.team === undefined

/** Why a cell cannot be changed; null when it can. */
export function refuseCell(spec: AppSpec, table: string, role: Role, operation: Operation): Refusal | null {
  const rule = ruleOf(spec, table)
  const key = rule === undefined ? 'cellWithoutRule' : whyCellStays(rule, role, operation)
  return key === null
    ? null
    : refused(table, key, key === 'cellFollows' ? { table: rule?.via?.table ?? '' } : undefined)
}

function whyCellStays(rule: AccessRule, role: Role, operation: Operation): PlanKey | null {
  if (role === 'service') return 'cellOfServer'
  if (role === 'former') return 'cellOfFormer'
  if (operation === 'insert_forged' || operation === 'move') return 'cellForged'
  if (role === 'anon' && operation !== 'read' && rule.owner != null) return 'cellVisitorOwns'
  if (role === 'anon' && (operation === 'update' || operation === 'delete')) return 'cellVisitorChanges'
  if (role === 'other' && operation === 'insert' && isPersonal(rule)) return 'cellFollowsOwner'
  if (rule.via !== undefined && role !== 'admin' && (operation === 'read' || role !== 'owner')) return 'cellFollows'
  if (rule.readWhere !== undefined && operation === 'read' && role !== 'admin') return 'cellByRow'
  return rule.team !== undefined && role === 'owner' ? 'cellFollowsTeam' : null
}

/** Who may at least as much: whoever is signed in is not less than a visitor, an owner not less than anybody. */
const ABOVE: Partial<Record<Role, Role[]>> = { anon: ['other', 'owner'], other: ['owner'] }
const BELOW: Partial<Record<Role, Role[]>> = { owner: ['other', 'anon'], other: ['anon'] }

/** The plan with one cell changed, and with it the cells and pages that depend on it. */
export function setCell(spec: AppSpec, table: string, role: Role, operation: Operation, isAllowed: boolean): Edited {
  const refusal = refuseCell(spec, table, role, operation)
  if (refusal !== null) return refusing(refusal)
  const next = structuredClone(spec)
  const rule = ruleOf(next, table)!
  // Where rows have no owner, everybody who is signed in is the same person to the database.
  const alike: Role[] =
    rule.owner == null && rule.via === undefined && rule.team === undefined && (role === 'owner' || role === 'other')
      ? ['owner', 'other']
      : [role]
  const roles = new Set(alike.flatMap((one) => [one, ...((isAllowed ? ABOVE : BELOW)[one] ?? [])]))
  for (const one of roles) {
    if (one !== role && rule.team !== undefined) continue
    set(rule, one, operation, isAllowed)
    // Postgres finds a row before it changes one: without reading, neither works.
    if (isAllowed && (operation === 'update' || operation === 'delete')) set(rule, one, 'read', true)
    if (!isAllowed && operation === 'read')
      for (const change of ['update', 'delete'] as const) set(rule, one, change, false)
  }
  followParent(next, table)
  next.pages = next.pages.map((page) => fitPage(next, page, table))
  return edited(next)
}

function set(rule: AccessRule, role: Role, operation: Operation, isAllowed: boolean): void {
  const now = new Set(rule.allow[role])
  if (isAllowed) now.add(operation)
  else now.delete(operation)
  // An empty list stays, so that the role keeps its column.
  rule.allow[role] = OPERATIONS.filter((one) => now.has(one))
}

/** A child is visible exactly when its parent is. */
function followParent(spec: AppSpec, table: string): void {
  const parent = ruleOf(spec, table)!
  for (const child of spec.access) {
    if (child.via?.table !== table) continue
    for (const role of ['anon', 'other'] as const) set(child, role, 'read', may(parent, role, 'read'))
    spec.pages = spec.pages.map((page) => fitPage(spec, page, child.table))
  }
}

/** A page asks people to sign in exactly when what it shows or does wants it. */
function fitPage(spec: AppSpec, page: Page, table: string): Page {
  const entity = spec.entities.find((one) => one.table === table)
  const rule = ruleOf(spec, table)
  if (entity === undefined || rule === undefined || page.entity !== entity.name || page.view === 'account') return page
  const auth = authToSee(rule, page.view)
  // Where not even the staff may, nobody has to be of the staff.
  return { ...page, auth: auth === 'admin' && !may(rule, 'admin', operationOf(page.view)) ? 'user' : auth }
}

/** What the check will expect of a cell. */
export const isExpected = (rule: AccessRule, role: Role, operation: Operation): boolean =>
  may(rule, role, operation) ||
  (role === 'other' && operation === 'insert' && isPersonal(rule) && may(rule, 'owner', 'insert'))
