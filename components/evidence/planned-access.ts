import type { AccessTable } from '@/lib/domains/evidence/contract'
import { OPERATIONS, ROLES } from '@/lib/domains/spec/constants'
import { type AccessRule, DevoraJson, type Role } from '@/lib/domains/spec/contract'
import { isExpected } from '@/lib/domains/spec/edit/access'

const ALWAYS: Role[] = ['anon', 'owner', 'other', 'service']

/**
 * The access matrix as rules have it, nothing of it proven yet: roles in the order of the matrix, those that always
 * are, and those that a rule names. Pure.
 */
export function plannedTables(access: readonly AccessRule[]): AccessTable[] {
  return access.map((rule) => {
    const isShown = (role: Role): boolean =>
      ALWAYS.includes(role) ||
      rule.allow[role] !== undefined ||
      (rule.team !== undefined && (role === 'member' || role === 'former'))
    const cells = ROLES.filter(isShown).flatMap((role) =>
      OPERATIONS.map((operation) => ({
        role,
        operation,
        expected: isExpected(rule, role, operation) ? ('allow' as const) : ('deny' as const),
        actual: 'untested' as const,
      })),
    )
    return { table: rule.table, cells }
  })
}

/** The same of a file; null for a text that is not a `devora.json`. Pure. */
export function plannedAccess(text: string): AccessTable[] | null {
  try {
    const parsed = DevoraJson.safeParse(JSON.parse(text))
    return parsed.success ? plannedTables(parsed.data.access ?? []) : null
  } catch {
    return null
  }
}
