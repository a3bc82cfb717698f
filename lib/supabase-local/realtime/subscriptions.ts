import { DatabaseError, quoteIdentifier, type Database, type Parameter } from '../database.ts'
import type { Caller } from '../part.ts'
import { filterSql, parseFilters, type Filter } from './filters.ts'
import { isJson } from './frames.ts'

/** What a client wants to hear of: `event`, `schema`, `table`, `filter` of `postgres_changes`. */
export type Binding = {
  id: number
  event: string
  schema: string
  /** Null for every table of the schema. */
  table: string | null
  filter: string | null
  filters: readonly Filter[]
  /** Columns that are told besides the key; null for all. */
  select: readonly string[] | null
}

const MAX_FILTER_LENGTH = 2000

/** What a client asked for; a text that says what is wrong with it. */
export function readBinding(value: unknown, id: number): Binding | string {
  if (!isJson(value)) return 'a subscription has to be an object'
  const { event, schema, table, filter, select } = value
  if (typeof event !== 'string' || !/^(?:\*|insert|update|delete)$/i.test(event)) return 'event is none'
  const text = typeof filter === 'string' && filter !== '' ? filter : null
  const filters = text === null ? [] : text.length > MAX_FILTER_LENGTH ? null : parseFilters(text)
  if (!filters) return `Error parsing \`filter\` params: ${JSON.stringify(text)}`
  if (filters.length > 0 && typeof table !== 'string') return 'a filter needs a table'
  return {
    id,
    event,
    schema: typeof schema === 'string' ? schema : 'public',
    table: typeof table === 'string' && table !== '*' ? table : null,
    filter: text,
    filters,
    select: Array.isArray(select) ? select.filter((name) => typeof name === 'string') : null,
  }
}

/** What a client is told to recognise its own binding by. */
export const bindingBody = ({ id, event, schema, table, filter }: Binding, asked: unknown): object => ({
  ...(isJson(asked) ? asked : { event, schema, table, filter }),
  id,
})

export const isMeant = (binding: Binding, change: { type: string; schema: string; table: string }): boolean =>
  (binding.event === '*' || binding.event.toUpperCase() === change.type) &&
  (binding.schema === '*' || binding.schema === change.schema) &&
  (binding.table === null || binding.table === change.table)

export const rowOf = (schema: string, table: string): string => `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`

/** Tries a binding's filter on no row; null when the database takes it, otherwise what it says. */
export async function tryBinding(database: Database, caller: Caller, binding: Binding): Promise<string | null> {
  if (binding.filters.length === 0 || binding.table === null) return null
  const params: Parameter[] = []
  const condition = filterSql(binding.filters, params)
  if (condition === null) return 'invalid value for `is`'
  const table = rowOf(binding.schema, binding.table)
  try {
    await database.query(
      `select 1 from pg_catalog.jsonb_populate_record(null::${table}, '{}') r where ${condition}`,
      params,
      { role: caller.role, settings: { 'request.jwt.claims': JSON.stringify(caller.claims) } },
    )
    return null
  } catch (error) {
    if (error instanceof DatabaseError) return error.message
    throw error
  }
}
