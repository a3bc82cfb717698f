import { escapeIdentifier } from 'pg'
import type { Role } from '../../../spec/contract.ts'
import { loginOf, type Planner, type Try } from './cells.ts'
import { columnOf, primaryKey, quoteTable, type Column, type Table } from '../catalogue.ts'
import { claimsSql, insertSql, literal, pickRow, type Row } from './insert-row.ts'
import type { Scope } from '../matrix/scope.ts'

/** The statements of requests, and whether anybody at all could do what they say. */

export type Way = { sql: string; effect?: string }

/**
 * Tries a write as the owner of the database and takes it back. `effect` must hold of the written row, where it can be
 * looked at.
 */
export function control(
  { session, controls }: Planner,
  sql: string,
  claims: Record<string, unknown>,
  effect?: string,
): Promise<{ isPossible: boolean; why?: string }> {
  const script = `begin; ${claimsSql(claims)}; ${sql}${effect ? ` returning (${effect})` : ''}; rollback`
  const known = controls.get(script)
  if (known) return known
  const done = session.run(script).then(async ({ results, error }) => {
    if (error) await session.run('rollback')
    const write = results.find(({ command }) => ['INSERT', 'UPDATE', 'DELETE'].includes(command))
    if (error) return { isPossible: false, why: `${error.message} [${error.code}]` }
    if (!write || write.rowCount < 1) return { isPossible: false, why: 'a trigger swallows the row' }
    if (effect && write.rows[0]?.[0] !== 't') return { isPossible: false, why: 'overridden' }
    return { isPossible: true }
  })
  controls.set(script, done)
  return done
}

/** The first of several equal ways that is possible at all, else the first. */
export async function firstPossible(
  planner: Planner,
  claims: Record<string, unknown>,
  ways: readonly Way[],
): Promise<Try[]> {
  let first: Try | null = null
  for (const { sql, effect } of ways) {
    const { isPossible, why } = await control(planner, sql, claims, effect)
    const one: Try = { sql, kind: 'write', isPossible, ...(why !== undefined && { why }) }
    if (isPossible) return [one]
    first ??= one
  }
  return first ? [first] : []
}

/** The columns that a role may write with that command, or null where nothing narrows them. */
function grantedColumns(table: Table, role: Role, command: 'INSERT' | 'UPDATE'): ReadonlySet<string> | null {
  const grantees = ['PUBLIC', loginOf(role)]
  const columns = grantees
    .flatMap((one) => table.columnGrants[one] ?? [])
    .filter((one) => one.startsWith(`${command}:`))
    .map((one) => one.slice(command.length + 1))
  const isWhole = grantees.some((one) => table.grants[one]?.includes(command))
  return isWhole || columns.length === 0 ? null : new Set(columns)
}

export const assign = (table: Table, name: string, value: string | null): string =>
  `${escapeIdentifier(name)} = ${literal(columnOf(table, name), value)}`

const TEXTS = ['text', 'varchar', 'citext']

/** Columns whose change would test another cell, or none: who owns the row, what it points to, who sees it. */
function specialColumns({ table, owner, via, teamColumn }: Scope): ReadonlySet<string | null | undefined> {
  const bookkeeping = ['created_at', 'updated_at']
  const keys = table.foreignKeys.flatMap(({ columns }) => columns)
  return new Set([...primaryKey(table), owner, via?.column, teamColumn, ...bookkeeping, ...keys])
}

/** Assignments that change an ordinary column, the least special first. */
export function changes(scope: Scope, row: Row, role: Role): string[] {
  const { table, rule } = scope
  const special = specialColumns(scope)
  const conditions = [rule.readWhere, rule.row, ...Object.values(rule.readWhereFor ?? {})].join(' ')
  const decides = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(conditions)
  const unique = new Set(table.uniques.flatMap(({ columns }) => columns))
  const checked = new Set(table.checks.flatMap(({ columns }) => columns))
  const granted = grantedColumns(table, role, 'UPDATE')
  const usable = table.columns.filter(
    (column) => !column.isGenerated && !column.isIdentityAlways && (granted?.has(column.name) ?? true),
  )
  const rank = ({ name, base }: Column): number =>
    (special.has(name) ? 50 : 0) +
    (unique.has(name) ? 20 : 0) +
    (checked.has(name) ? 5 : 0) +
    (decides(name) ? 10 : 0) +
    (TEXTS.includes(base) ? 0 : base === 'bool' ? 1 : 2)
  const ordered = [...usable].sort((a, b) => rank(a) - rank(b))
  const changed = ordered.filter((column) => rank(column) < 2)
  return [
    ...changed
      .slice(0, 2)
      .map(({ name, base }) =>
        assign(table, name, base === 'bool' ? (row[name] === 't' ? 'false' : 'true') : 'Changed'),
      ),
    ...ordered.slice(0, 4).map(({ name }) => assign(table, name, row[name] ?? null)),
  ]
}

/**
 * An insert as a request would send it: without keys that Postgres makes, and of the columns only those its author was
 * granted, besides those that the case is about.
 */
export function requestSql(table: Table, given: Row, role: Role, about: readonly string[] = []): string {
  const granted = grantedColumns(table, role, 'INSERT')
  const isSent = ({ name, base, defaultExpression }: Column): boolean =>
    about.includes(name) ||
    (!(base === 'uuid' && /gen_random_uuid|uuid_generate/.test(defaultExpression ?? '')) &&
      (granted?.has(name) ?? true))
  return insertSql(
    table,
    Object.fromEntries(
      table.columns
        .filter((column) => given[column.name] !== undefined && isSent(column))
        .map(({ name }) => [name, given[name] ?? null]),
    ),
  )
}

export const updateSql = (table: Table, set: string, row: Row): string =>
  `update ${quoteTable(table)} set ${set} where ${pickRow(table, row)}`
export const deleteSql = (table: Table, row: Row): string =>
  `delete from ${quoteTable(table)} where ${pickRow(table, row)}`
export const countSql = (table: Table, rows: readonly Row[]): string =>
  `select count(*) from ${quoteTable(table)} where ${rows.map((row) => pickRow(table, row)).join(' or ')}`
