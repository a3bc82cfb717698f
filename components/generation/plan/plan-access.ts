import type { AccessTable } from '@/lib/domains/evidence/contract'
import {
  type AccessRule,
  type AppSpec,
  OPERATIONS,
  type Operation,
  type Page,
  type Role,
  ROLES,
} from '@/lib/domains/spec/contract'

/**
 * Who may do what, as a person changes it: cells that follow from others follow, cells that cannot be otherwise stand
 * still. Pure.
 */

const may = (rule: AccessRule, role: Role, operation: Operation): boolean =>
  rule.allow[role]?.includes(operation) ?? false
const ruleOf = (spec: AppSpec, table: string): AccessRule | undefined =>
  spec.access.find((rule) => rule.table === table)

/** Rows of one's own: a stranger who adds one is its owner, so the check tries it as an owner's. */
const isPersonal = (rule: AccessRule): boolean => rule.owner != null && rule.team === undefined

/** Why a cell cannot be changed; null when it can. */
export function whyCellStays(spec: AppSpec, table: string, role: Role, operation: Operation): string | null {
  const rule = ruleOf(spec, table)
  if (rule === undefined) return 'The plan has no rule for this table.'
  if (role === 'service') return 'Your own server needs it.'
  if (role === 'former') return 'Who has left the team stays out.'
  if (operation === 'insert_forged' || operation === 'move') return 'Nobody acts in somebody else’s name.'
  if (role === 'anon' && operation !== 'read' && rule.owner != null) return 'Who is not signed in owns nothing.'
  if (role === 'anon' && (operation === 'update' || operation === 'delete'))
    return 'Who is not signed in changes nothing.'
  if (role === 'other' && operation === 'insert' && isPersonal(rule))
    return 'It follows the owner: whoever adds a row owns it.'
  if (rule.via !== undefined && role !== 'admin' && (operation === 'read' || role !== 'owner'))
    return `It follows ${rule.via.table}.`
  if (rule.readWhere !== undefined && operation === 'read' && role !== 'admin') return 'It depends on the row.'
  if (rule.team !== undefined && role === 'owner') return 'It follows the team.'
  return null
}

/** Who may at least as much: somebody signed in is not less than a stranger, and an owner is not less than anybody. */
const ABOVE: Partial<Record<Role, Role[]>> = { anon: ['other', 'owner'], other: ['owner'] }
const BELOW: Partial<Record<Role, Role[]>> = { owner: ['other', 'anon'], other: ['anon'] }

/**
 * The plan with one cell changed, and with it the cells and pages that depend on it. A cell that stands still changes
 * nothing.
 */
export function setCell(spec: AppSpec, table: string, role: Role, operation: Operation, isAllowed: boolean): AppSpec {
  if (whyCellStays(spec, table, role, operation) !== null) return spec
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
  return next
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
  const operation: Operation =
    page.view === 'new' || page.view === 'contact' ? 'insert' : page.view === 'edit' ? 'update' : 'read'
  const isForStaff = may(rule, 'admin', operation) && !may(rule, 'owner', operation) && !may(rule, 'other', operation)
  return { ...page, auth: may(rule, 'anon', operation) ? 'public' : isForStaff ? 'admin' : 'user' }
}

/** What the check will expect of a cell. */
const expects = (rule: AccessRule, role: Role, operation: Operation): boolean =>
  may(rule, role, operation) ||
  (role === 'other' && operation === 'insert' && isPersonal(rule) && may(rule, 'owner', 'insert'))

/** Roles of one table in the order of the matrix: those that always are, and those that the rule names. */
export function planTables(spec: AppSpec): AccessTable[] {
  return spec.access.map((rule) => {
    const isShown = (role: Role): boolean =>
      ['anon', 'owner', 'other', 'service'].includes(role) ||
      rule.allow[role] !== undefined ||
      (rule.team !== undefined && (role === 'member' || role === 'former'))
    return {
      table: rule.table,
      cells: ROLES.filter(isShown).flatMap((role) =>
        OPERATIONS.map((operation) => ({
          role,
          operation,
          expected: expects(rule, role, operation) ? ('allow' as const) : ('deny' as const),
          actual: 'untested' as const,
        })),
      ),
    }
  })
}
