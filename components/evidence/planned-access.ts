import type { AccessTable } from '@/lib/domains/evidence/contract'
import { DevoraJson, OPERATIONS, ROLES, type Role } from '@/lib/domains/spec/contract'

const ALWAYS: Role[] = ['anon', 'owner', 'other', 'service']

/**
 * The access matrix as the plan has it, nothing of it proven yet. Pure. Null for a text that is not a `devora.json`.
 * Roles of teams appear where the plan names them.
 */
export function plannedAccess(text: string): AccessTable[] | null {
  let parsed: ReturnType<typeof DevoraJson.safeParse>
  try {
    parsed = DevoraJson.safeParse(JSON.parse(text))
  } catch {
    return null
  }
  if (!parsed.success) return null
  return (parsed.data.access ?? []).map(({ table, allow, team }) => {
    const roles = ROLES.filter(
      (role) =>
        ALWAYS.includes(role) ||
        allow[role] !== undefined ||
        (team !== undefined && (role === 'member' || role === 'former')),
    )
    return {
      table,
      cells: roles.flatMap((role) =>
        OPERATIONS.map((operation) => ({
          role,
          operation,
          expected: allow[role]?.includes(operation) ? ('allow' as const) : ('deny' as const),
          actual: 'untested' as const,
        })),
      ),
    }
  })
}
