import type { AccessRule, DevoraJson } from '../../../spec/contract.ts'
import { policiesFor } from './expectation.ts'
import { shortName, tableId, type Catalogue, type Table } from '../catalogue.ts'
import { guessOwner } from './scope.ts'

/** The matrix as it is tried: what `devora.json` says, completed for the tables it does not mention. */
export type CompleteAccess = {
  rules: AccessRule[]
  /** Ids of the tables whose rule is derived. */
  derivedTables: Set<string>
  /** Sentences for the report. */
  derived: string[]
  /** Tables that requests can reach and about which nothing is said and nothing can be derived. */
  undeclared: Table[]
}

/** True when a signed-in or anonymous request gets past grants and policies for at least one operation. */
export function isReachable(table: Table, catalogue: Catalogue): boolean {
  return (['anon', 'authenticated'] as const).some((role) => {
    if (!catalogue.usage[table.schema]?.includes(role)) return false
    const granted = [
      ...(table.grants[role] ?? []),
      ...(table.grants.PUBLIC ?? []),
      ...(table.columnGrants[role] ?? []),
      ...(table.columnGrants.PUBLIC ?? []),
    ]
    if (granted.length === 0) return false
    return (
      !table.rls ||
      (['read', 'insert', 'update', 'delete'] as const).some(
        (operation) => policiesFor(table, role, operation).length > 0,
      )
    )
  })
}

const isForeignTo = (table: Table, column: string): string | undefined =>
  table.foreignKeys.find((key) => key.columns.length === 1 && key.columns[0] === column)?.table

/** Through which required reference the rows of `table` belong to somebody, given the tables whose owner is known. */
function parentOf(table: Table, known: ReadonlySet<string>): { column: string; table: string } | null {
  for (const { name, notNull } of table.columns) {
    const target = notNull ? isForeignTo(table, name) : undefined
    if (target !== undefined && target !== table.id && known.has(target))
      return { column: name, table: shortName(target) }
  }
  return null
}

/**
 * Completes the matrix: a table without a rule is private to its owner column (what references `auth.users`), or to the
 * owner of its parent row. Supabase's own tables are only tried where the matrix names them, and about tables whose
 * rule cannot be understood nothing is made up.
 */
export function deriveAccess(
  spec: DevoraJson,
  catalogue: Catalogue,
  unreadable: ReadonlySet<string> | 'all' = new Set(),
): CompleteAccess {
  const rules = [...(spec.access ?? [])]
  const declared = new Set(rules.map((rule) => tableId(rule.table)))
  const owned = new Set(rules.filter((rule) => rule.owner || rule.via).map((rule) => tableId(rule.table)))
  const derivedTables = new Set<string>()
  const derived: string[] = []
  const isOpen = ({ id, schema }: Table): boolean =>
    !declared.has(id) && schema !== 'storage' && unreadable !== 'all' && !unreadable.has(id)
  let open = [...catalogue.tables.values()].filter(isOpen)
  const add = (table: Table, rule: AccessRule, says: string): void => {
    rules.push(rule)
    derivedTables.add(table.id)
    owned.add(table.id)
    derived.push(`access: ${shortName(table.id)} is private to ${says}`)
  }
  for (const table of open) {
    const owner = guessOwner(table, catalogue)
    if (owner) add(table, { table: shortName(table.id), owner, allow: {} }, `its owner (${owner})`)
  }
  for (let before = -1; before !== derivedTables.size;) {
    before = derivedTables.size
    open = open.filter(({ id }) => !derivedTables.has(id))
    for (const table of open) {
      const via = parentOf(table, owned)
      if (via)
        add(table, { table: shortName(table.id), via, allow: {} }, `the owner of its ${via.table} row (${via.column})`)
    }
  }
  const undeclared = open.filter((table) => !derivedTables.has(table.id) && isReachable(table, catalogue))
  return { rules, derivedTables, derived, undeclared }
}
