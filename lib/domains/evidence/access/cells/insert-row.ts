import { escapeIdentifier, escapeLiteral } from 'pg'
import type { ScriptOutcome } from '../../scratch/session.ts'
import type { GuardedSession } from '../../scratch/database.ts'
import { candidatesFor } from './candidates.ts'
import { columnOf, primaryKey, quoteTable, type Check, type Column, type Table } from '../catalogue.ts'
import { rowId } from '../actors/actors.ts'

/** A row as text, column by column. */
export type Row = Record<string, string | null>

/** Claims a row is inserted under: triggers that look at `auth.uid()` must find the person the row is for. */
export const claimsSql = (claims: Record<string, unknown> | null, scope: 'local' | 'session' = 'local'): string => {
  const local = scope === 'local'
  const set = (name: string, value: string): string =>
    `pg_catalog.set_config('${name}', ${escapeLiteral(value)}, ${local})`
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return `select ${set('request.jwt.claims', claims ? JSON.stringify(claims) : '')}, ${set('request.jwt.claim.sub', text(claims?.sub))}, ${set('request.jwt.claim.role', text(claims?.role))}, ${set('request.jwt.claim.email', text(claims?.email))}`
}

/** SQL condition that picks exactly this row. Without a primary key every comparable column counts. */
export function pickRow(table: Table, row: Row): string {
  const key = primaryKey(table)
  const unique =
    key.length > 0
      ? key
      : (table.uniques.find((one) => !one.isPartial && one.columns.every((name) => row[name] !== null))?.columns ?? [])
  const columns =
    unique.length > 0
      ? unique
      : table.columns.filter(({ base }) => !['json', 'xml', 'point'].includes(base)).map(({ name }) => name)
  if (columns.length === 0) return 'true'
  return columns
    .map((name) => {
      const value = row[name]
      return value === null || value === undefined
        ? `${escapeIdentifier(name)} is null`
        : `${escapeIdentifier(name)} = ${literal(columnOf(table, name), value)}`
    })
    .join(' and ')
}

/** A value as SQL, without a cast where Postgres finds the type by itself. */
export function literal(column: Column | undefined, value: string | null): string {
  if (value === null) return 'null'
  if (
    column &&
    ['int2', 'int4', 'int8', 'numeric', 'float4', 'float8'].includes(column.base) &&
    /^-?\d+(\.\d+)?$/.test(value)
  )
    return value
  if (column?.base === 'bool' && (value === 'true' || value === 't')) return 'true'
  if (column?.base === 'bool' && (value === 'false' || value === 'f')) return 'false'
  return escapeLiteral(value)
}

export const insertSql = (table: Table, row: Row): string => {
  const columns = Object.keys(row)
  if (columns.length === 0) return `insert into ${quoteTable(table)} default values`
  const values = columns.map((name) => literal(columnOf(table, name), row[name] ?? null))
  return `insert into ${quoteTable(table)} (${columns.map(escapeIdentifier).join(', ')}) values (${values.join(', ')})`
}

export type InsertRequest = {
  table: Table
  /** Values that are given; everything else is found. */
  fixed: Row
  /**
   * Values of foreign keys, asked for only when the column gets one, with what is settled of the row so far. Null:
   * leave it out.
   */
  foreign: (column: string, known: Row) => Promise<string | null>
  /** Claims to try, in this order. */
  claims: (Record<string, unknown> | null)[]
  /** Where the search for unique values starts. */
  round?: number
  /** Roll back: only whether and how it would be stored is of interest. */
  isTrial?: boolean
}
/** `attempted`: the last row that was tried, where none could be stored. */
export type InsertResult = { row: Row; given: Row } | { problem: string; attempted?: Row }

const NULLNESS = /is (not )?null|num_n|coalesce/i
const ATTEMPTS = 24

/** How values of one row are chosen; grows with every refusal. */
type Choice = { round: number; more: Set<string>; isFull: boolean; claim: number }

const checksOf = (table: Table, name: string): Check[] => table.checks.filter((check) => check.columns.includes(name))

function needsValue(table: Table, column: Column, choice: Choice): boolean {
  if (column.isGenerated || column.isIdentityAlways) return false
  if (choice.more.has(column.name)) return true
  if (column.notNull && column.defaultExpression === null) return true
  if (
    checksOf(table, column.name).some(
      (check) => check.columns.length > 1 && NULLNESS.test(check.expression) && !check.isDomain,
    )
  )
    return true
  return choice.isFull && column.defaultExpression === null
}

const isRandomKey = (column: Column): boolean =>
  column.base === 'uuid' && /gen_random_uuid|uuid_generate/.test(column.defaultExpression ?? '')

/** Free columns in groups that share checks: each group can be searched alone. */
function groupsOf(table: Table, names: readonly string[]): string[][] {
  const groups: string[][] = []
  for (const name of names) {
    const related = new Set([name, ...checksOf(table, name).flatMap(({ columns }) => columns)])
    const touching = groups.filter((group) =>
      group.some((one) => related.has(one) || checksOf(table, one).some(({ columns }) => columns.includes(name))),
    )
    for (const group of touching) groups.splice(groups.indexOf(group), 1)
    groups.push([...touching.flat(), name])
  }
  return groups
}

/**
 * Finds values for the free columns that satisfy all checks at once, by letting Postgres search the product of the
 * candidates.
 */
async function solve(
  session: GuardedSession,
  table: Table,
  fixed: Row,
  free: Map<string, (string | null)[]>,
  round: number,
): Promise<Row> {
  const chosen: Row = {}
  for (const [name, candidates] of free) chosen[name] = candidates[0] ?? null
  const names = [...free.keys()].filter((name) => checksOf(table, name).length > 0)
  for (const group of groupsOf(table, names)) {
    const { results, error } = await session.run(searchSql(table, group, free, { ...fixed, ...chosen }))
    const solutions = error ? [] : (results[0]?.rows ?? [])
    // Candidates that vary by round come first; only where none is left over do the solutions themselves have to
    // differ.
    const solution = solutions[isUnique(table, group) ? round % Math.max(1, solutions.length) : 0]
    group.forEach((name, i) => solution && (chosen[name] = solution[i] ?? null))
  }
  return chosen
}

const isUnique = (table: Table, names: readonly string[]): boolean =>
  table.uniques.some(({ columns }) => columns.length > 0 && columns.every((name) => names.includes(name)))

const POOL = 20_000

const literalOf = (value: string | null): string => (value === null ? 'null' : escapeLiteral(value))

/** A query whose rows are the combinations of candidates that pass every check of these columns, likely ones first. */
function searchSql(table: Table, columns: readonly string[], free: Map<string, (string | null)[]>, known: Row): string {
  const checks = table.checks.filter((check) => check.columns.some((name) => columns.includes(name)))
  const cast = (name: string): string => {
    const column = columnOf(table, name)
    return checksOf(table, name).some((check) => check.isDomain) ? (column?.base ?? 'text') : (column?.type ?? 'text')
  }
  // The whole product must stay small: many columns get few candidates each.
  const each = Math.max(3, Math.floor(POOL ** (1 / columns.length)))
  const pools = columns.map((name, i) => {
    const values = (free.get(name) ?? []).slice(0, each)
    const rows = values.map((value, n) => `(${n}, ${literalOf(value)}::${cast(name)})`)
    return `(values ${rows.join(', ')}) p${i}(i${i}, ${escapeIdentifier(name)})`
  })
  const others = table.columns.filter(
    ({ name }) => !columns.includes(name) && checks.some((check) => check.columns.includes(name)),
  )
  const given = others.map(({ name, type, defaultExpression }) => {
    const value = known[name]
    const byDefault =
      defaultExpression !== null && defaultExpression !== 'identity' ? defaultExpression : `null::${type}`
    return `${value === undefined ? byDefault : `${literalOf(value)}::${type}`} as ${escapeIdentifier(name)}`
  })
  const conditions = checks.map(
    ({ expression, isDomain, columns: [first] }) =>
      `coalesce((${isDomain ? expression.replace(/\bVALUE\b/g, escapeIdentifier(first ?? '')) : expression}), true)`,
  )
  const order = columns.map((_, i) => `i${i}`)
  const sources = [...pools, ...(given.length > 0 ? [`(select ${given.join(', ')}) g`] : [])]
  return `select ${columns.map(escapeIdentifier).join(', ')} from ${sources.join(', ')} where ${conditions.join(' and ')} order by ${order.join(' + ')}, ${order.join(', ')} limit 24`
}

async function attempt(
  session: GuardedSession,
  request: InsertRequest,
  choice: Choice,
  ids: () => number,
): Promise<{ outcome: ScriptOutcome; given: Row }> {
  const { table, fixed } = request
  const free = new Map<string, (string | null)[]>()
  const row: Row = { ...fixed }
  const keys: Row = {}
  for (const column of table.columns) {
    if (row[column.name] !== undefined || column.isGenerated) continue
    const key = table.foreignKeys.find((one) => one.columns.includes(column.name))
    if (!key && isRandomKey(column)) row[column.name] = rowId(ids())
    if (row[column.name] !== undefined || !needsValue(table, column, choice)) continue
    if (key) {
      const value = await request.foreign(column.name, { ...row, ...keys })
      keys[column.name] = value
      if (value !== null || column.notNull) free.set(column.name, column.notNull ? [value] : [value, null])
      continue
    }
    const candidates: (string | null)[] = candidatesFor(column, checksOf(table, column.name), choice.round)
    free.set(column.name, column.notNull ? candidates : [...candidates, null])
  }
  const given = { ...row, ...(await solve(session, table, row, free, choice.round)) }
  const script = `${claimsSql(request.claims[choice.claim] ?? null)}; ${insertSql(table, given)} returning *`
  const outcome = await session.run(request.isTrial ? `begin; ${script}; rollback` : script)
  if (outcome.error && request.isTrial) await session.run('rollback')
  return { outcome, given }
}

/**
 * Inserts one row and answers it as stored, with the values that were given (so that the same row can be inserted again
 * by somebody else). Refusals teach: a missing value is added, a duplicate is varied, a failed check gets other values,
 * a trigger other claims.
 */
export async function insertRow(
  session: GuardedSession,
  request: InsertRequest,
  ids: () => number,
): Promise<InsertResult> {
  const choice: Choice = { round: request.round ?? 0, more: new Set(), isFull: false, claim: 0 }
  let problem = 'no row was stored'
  let attempted: Row = {}
  for (let n = 0; n < ATTEMPTS; n++) {
    const { outcome, given } = await attempt(session, request, choice, ids)
    attempted = given
    const stored = outcome.results.find(({ command }) => command === 'INSERT')?.rows[0]
    if (!outcome.error && stored)
      return { row: Object.fromEntries(request.table.columns.map(({ name }, i) => [name, stored[i] ?? null])), given }
    const { error } = outcome
    if (error) problem = `${error.message} [${error.code}]`
    if (error?.fatal) break
    if (error?.code === '23502' && error.column && !choice.more.has(error.column)) choice.more.add(error.column)
    else if (error?.code === '23505' || error?.code === '23P01') {
      if (++choice.round > (request.round ?? 0) + 6) break
    } else if (!choice.isFull && error?.code !== 'P0001' && error?.code !== '42501') choice.isFull = true
    else if (choice.claim + 1 < request.claims.length) choice.claim++
    else if (!choice.isFull) [choice.isFull, choice.claim] = [true, 0]
    else break
  }
  return { problem, attempted }
}
