import type { Actor, Database } from '../database.ts'
import { DatabaseError, quoteIdentifier, type Parameter } from '../database.ts'
import type { Caller } from '../part.ts'
import { filterSql } from './filters.ts'
import { rowOf, type Binding } from './subscriptions.ts'

type Json = Record<string, unknown>
type Column = { name: string; type: string; isKey: boolean }

/** A change that a trigger recorded, with what has to be known of its table. */
export type Change = {
  type: 'INSERT' | 'UPDATE' | 'DELETE'
  schema: string
  table: string
  relation: string
  record: Json | null
  old_record: Json | null
  at: string
  /** Whether the row as it was before may be told: no policies, and `replica identity full`. */
  isFull: boolean
  columns: Column[]
}

const SERVICE: Actor = { role: 'service_role' }
export const CHANNEL = 'realtime_changes'

/** A recorded change; null when it is no longer kept. */
export async function readChange(database: Database, id: string): Promise<Change | null> {
  const { rows } = await database.query<{ change: Change }>(
    `select jsonb_build_object(
       'type', ch.type, 'schema', n.nspname, 'table', c.relname, 'relation', c.oid::text, 'record', ch.record,
       'old_record', ch.old_record, 'at', ch.at, 'isFull', c.relreplident = 'f' and not c.relrowsecurity,
       'columns', (
         select jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname,
           'isKey', coalesce(a.attnum = any(i.indkey), false)) order by a.attnum)
         from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) as change
     from realtime.changes ch
     join pg_catalog.pg_class c on c.oid = ch.relation
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     left join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary
     where ch.id = $1::bigint`,
    [id],
    SERVICE,
  )
  return rows[0]?.change ?? null
}

/**
 * Has triggers put on the tables of the publication that have none yet. Only who owns the tables may do that: in PGlite
 * this session; elsewhere whoever applies migrations calls `realtime.watch()` after them, and is left alone here.
 */
export async function watchTables(database: Database): Promise<void> {
  try {
    await database.query(`select realtime.watch()`, [], { role: 'postgres' })
  } catch {
    // Nobody to log in as, or not the owner.
  }
}

const keysOf = (change: Change): Column[] => change.columns.filter(({ isKey }) => isKey)

function onlyKeys(change: Change, row: Json | null): Json {
  const keys = new Set(keysOf(change).map(({ name }) => name))
  return Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => keys.has(name)))
}

export type Seen = { ids: number[]; data: Json }

/**
 * What one listener hears of a change: which of its bindings it fits, and the columns that it may read; nothing when a
 * policy hides the row. Of a row that is gone nobody can ask the policies: only its key is told.
 */
export async function seenBy(
  database: Database,
  caller: Caller,
  change: Change,
  bindings: readonly Binding[],
): Promise<Seen[]> {
  const old = change.isFull ? change.old_record : onlyKeys(change, change.old_record)
  const told = change.record ?? old ?? {}
  const params: Parameter[] = [JSON.stringify(told), change.relation]
  const conditions = bindings.map((binding) => conditionOf(binding, told, params))
  const { rows } = await ask(database, caller, visibilitySql(change, conditions), params)
  const row = rows[0]
  if (!row) return []
  const fitting = bindings.filter((_, at) => row.fits[at] === 'true')
  const groups = Map.groupBy(fitting, ({ select }) => JSON.stringify(select))
  return [...groups.values()].map((group) => ({
    ids: group.map(({ id }) => id),
    data: dataOf(change, columnsOf(change, row.readable, group[0]?.select ?? null), old),
  }))
}

/** What of the row is told: what may be read, and of that what was asked for. The key always is. */
function columnsOf(change: Change, readable: readonly string[], select: readonly string[] | null): Set<string> {
  const keys = new Set(keysOf(change).map(({ name }) => name))
  return new Set(readable.filter((name) => select === null || select.includes(name) || keys.has(name)))
}

/** Columns that are not told of a row that is gone cannot be compared, and stand in nobody's way. */
function conditionOf(binding: Binding, told: Json, params: Parameter[]): string {
  const known = binding.filters.filter(({ column }) => Object.hasOwn(told, column))
  return known.length === 0 ? 'true' : (filterSql(known, params) ?? 'false')
}

function visibilitySql(change: Change, conditions: readonly string[]): string {
  const table = rowOf(change.schema, change.table)
  const fits = conditions.map((condition) => `coalesce(${condition}, false)::text`).join(', ')
  const readable = `array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = $2::oid
    and a.attnum > 0 and not a.attisdropped and pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'select'))`
  const isThere = keysOf(change).map(({ name }) => `t.${quoteIdentifier(name)} = r.${quoteIdentifier(name)}`)
  const row = `pg_catalog.jsonb_populate_record(null::${table}, $1::jsonb) r`
  const from =
    change.type === 'DELETE'
      ? `${row} where pg_catalog.has_any_column_privilege($2::oid, 'select')`
      : `${table} t, ${row} where ${isThere.join(' and ') || 'false'}`
  return `select array[${fits}]::text[] as fits, ${readable} as readable from ${from} limit 1`
}

type Visible = { fits: string[]; readable: string[] }

async function ask(database: Database, caller: Caller, sql: string, params: readonly Parameter[]) {
  try {
    const actor = { role: caller.role, settings: { 'request.jwt.claims': JSON.stringify(caller.claims) } }
    return await database.query<Visible>(sql, params, actor)
  } catch (error) {
    // No right to the table or a column of its key, or a policy that fails: they hear nothing.
    if (error instanceof DatabaseError) return { rows: [] }
    throw error
  }
}

function dataOf(change: Change, readable: ReadonlySet<string>, old: Json | null): Json {
  const only = (row: Json): Json => Object.fromEntries(Object.entries(row).filter(([name]) => readable.has(name)))
  return {
    schema: change.schema,
    table: change.table,
    commit_timestamp: new Date(change.at).toISOString(),
    type: change.type,
    columns: change.columns.filter(({ name }) => readable.has(name)).map(({ name, type }) => ({ name, type })),
    ...(change.record ? { record: only(change.record) } : {}),
    ...(change.type === 'INSERT' ? {} : { old_record: only(old ?? {}) }),
    errors: null,
  }
}
