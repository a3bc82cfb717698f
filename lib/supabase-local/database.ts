/**
 * The one thing a local Supabase needs of the world: a Postgres that runs a statement as somebody. Two implementations,
 * `postgres.ts` and `pglite.ts`; one suite (tests/contract/supabase-local) holds both to this.
 */

/** As whom a statement runs: a role of the database, and the settings that its policies read. */
export type Actor = {
  role: string
  /** For `current_setting`, by name: `request.jwt.claims`, `request.headers`, `search_path`, … */
  settings?: Readonly<Record<string, string>>
}

/**
 * A value of a parameter. Postgres reads it by the type that the statement wants there, so numbers, dates, JSON and
 * arrays go as Postgres' own text form.
 */
export type Parameter = string | number | boolean | null

/**
 * Rows by column name. Booleans, `int2`, `int4`, floats, JSON and `text[]` come as JavaScript's own, everything else
 * (bigint, numeric, times, uuid) as Postgres' text, which loses no digit.
 */
export type Result<R> = { rows: R[]; rowCount: number }

export type Query = <R = Record<string, unknown>>(sql: string, params?: readonly Parameter[]) => Promise<Result<R>>

export type TransactionOptions = {
  isReadOnly?: boolean
  /** Undone at the end although it went well (`Prefer: tx=rollback`). */
  isUndone?: boolean
}

export interface Database {
  /** One statement in a transaction of its own. @throws DatabaseError */
  query<R = Record<string, unknown>>(sql: string, params: readonly Parameter[], actor: Actor): Promise<Result<R>>
  /** Several statements, all or none. @throws DatabaseError, and whatever `work` throws */
  transaction<T>(actor: Actor, work: (query: Query) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Calls `onPayload` for each `notify` on the channel, until the answered function is called. */
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** What Postgres said of a statement (https://www.postgresql.org/docs/17/protocol-error-fields.html). */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  /** SQLSTATE, five characters; `08006` when the connection broke. */
  readonly code: string
  readonly detail: string | null
  readonly hint: string | null
  readonly table: string | null
  readonly column: string | null
  readonly constraint: string | null

  constructor(error: Error & Partial<Record<string, unknown>>) {
    super(error.message, { cause: error })
    const field = (name: string): string | null => (typeof error[name] === 'string' ? error[name] : null)
    this.code = field('code')?.length === 5 ? String(error['code']) : '08006'
    this.detail = field('detail')
    this.hint = field('hint')
    this.table = field('table')
    this.column = field('column')
    this.constraint = field('constraint')
  }
}

/** Object identifiers of the types that become JavaScript's own (`select oid, typname from pg_type`). */
export const OWN_TYPES: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't' || text === 'true',
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  114: (text) => JSON.parse(text) as unknown,
  3802: (text) => JSON.parse(text) as unknown,
}

/**
 * `'…'` of SQL. With a backslash in it as `E'…'`, which means the same whatever a function of the project has made of
 * `standard_conforming_strings` in this session.
 */
export const quoteLiteral = (text: string): string => {
  const quoted = text.replaceAll("'", "''")
  return quoted.includes('\\') ? ` E'${quoted.replaceAll('\\', '\\\\')}'` : `'${quoted}'`
}

/** `"…"` of SQL. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** `select set_config(…)` for everything an actor brings, in force until the end of the transaction. */
export function configure(settings: Readonly<Record<string, string>>): string {
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
  )
  return calls.length === 0 ? '' : `select ${calls.join(', ')}`
}
