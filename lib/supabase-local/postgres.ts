import type { Duplex } from 'node:stream'
import pg from 'pg'
import { configure, DatabaseError, OWN_TYPES } from './database.ts'
import type { Actor, Database, Parameter, Query, Result, TransactionOptions } from './database.ts'

export type PostgresOptions = {
  /**
   * Where to log in as a role. Each role logs in itself: SQL of the project that runs in a session can become whatever
   * that session's login is a member of.
   */
  url: (role: string) => string
  /** Connections per role. */
  max?: number
  /** A statement that answers more is ended, with its connection; without it nothing is. */
  maxAnswerBytes?: number
}

/** Postgres' own text, so that both databases answer the same. */
const asText = (value: string): string => value
/** `text[]` has no name in pg's list of types. */
const ARRAY_OF_TEXT = 1009
const arrayOfText = pg.types.getTypeParser(ARRAY_OF_TEXT as number, 'text') as (value: string) => unknown
const types = {
  getTypeParser: (oid: number) => (oid === ARRAY_OF_TEXT ? arrayOfText : (OWN_TYPES[oid] ?? asText)),
} as pg.CustomTypesConfig

/** A real Postgres behind the port, one pool per role. */
export function openPostgres({ url, max = 4, maxAnswerBytes }: PostgresOptions): Database {
  const pools = new Map<string, pg.Pool>()
  const poolOf = (role: string): pg.Pool => {
    const known = pools.get(role)
    if (known !== undefined) return known
    const pool = new pg.Pool({ connectionString: url(role), max, types, idleTimeoutMillis: 10_000 })
    // A session that ends while nobody uses it is made anew by the next who asks.
    pool.on('error', () => undefined)
    pool.on('connect', (client) => {
      // One that ends while it is used says so to its statement, too; unheard, this would end the whole process.
      client.on('error', () => undefined)
      if (maxAnswerBytes !== undefined) limitAnswers(client, maxAnswerBytes)
    })
    pools.set(role, pool)
    return pool
  }
  const transaction = <T>(actor: Actor, work: (query: Query) => Promise<T>, options?: TransactionOptions): Promise<T> =>
    inTransaction(poolOf(actor.role), actor, work, options)
  return {
    query: (sql, params, actor) => transaction(actor, (query) => query(sql, params)),
    transaction,
    listen: (channel, onPayload) => listenOn(url('service_role'), channel, onPayload),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.end()))
    },
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  { settings = {} }: Actor,
  work: (query: Query) => Promise<T>,
  { isReadOnly = false, isUndone = false }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect().catch(rethrow)
  let isBroken: boolean | Error = false
  try {
    // One round trip: only simple queries may hold two statements, and those have no parameters.
    await client.query(`begin${isReadOnly ? ' read only' : ''};${configure(settings)}`).catch(rethrow)
    const answer = await work((sql, params = []) => ask(client, sql, params))
    await client.query(isUndone ? 'rollback' : 'commit').catch(rethrow)
    return answer
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => (isBroken = reason))
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** Bytes that came for the statement that a session works on. */
const received = new WeakMap<pg.ClientBase, number>()

function limitAnswers(client: pg.ClientBase, maxBytes: number): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  stream.on('data', (chunk: Uint8Array) => {
    const bytes = (received.get(client) ?? 0) + chunk.length
    received.set(client, bytes)
    if (bytes > maxBytes) stream.destroy(new Error(`The answer has more than ${maxBytes} bytes.`))
  })
}

async function ask<R>(client: pg.ClientBase, sql: string, params: readonly Parameter[]): Promise<Result<R>> {
  received.set(client, 0)
  const { rows, rowCount } = await client.query({ text: sql, values: params.map(toText), types }).catch(rethrow)
  return { rows: rows as R[], rowCount: rowCount ?? 0 }
}

export const toText = (value: Parameter): string | null => (value === null ? null : String(value))

function rethrow(error: unknown): never {
  throw error instanceof Error ? new DatabaseError(error as Error & Record<string, unknown>) : error
}

async function listenOn(
  connectionString: string,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  client.on('notification', ({ payload = '' }) => onPayload(payload))
  await client.connect().catch(rethrow)
  await client.query(`listen ${pg.escapeIdentifier(channel)}`).catch(rethrow)
  return () => client.end()
}
