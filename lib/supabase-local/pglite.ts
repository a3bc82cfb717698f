import type { PGlite, Transaction } from '@electric-sql/pglite'
import { configure, DatabaseError, OWN_TYPES } from './database.ts'
import type { Actor, Database, Parameter, Query, Result, TransactionOptions } from './database.ts'

/** Scalar types that PGlite would turn into objects or numbers, from its own list (`types.parsers`). */
const TURNED = [17, 20, 25, 26, 700, 701, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1266, 1700]
const asText = (value: string): string => value
/** Types of which PGlite refuses a parameter's text before Postgres could read it: boolean and bytea. */
const serializers = { 16: asText, 17: asText }
const parsers = { ...Object.fromEntries(TURNED.map((oid) => [oid, asText])), ...OWN_TYPES }

/**
 * Has `copy … to program` refused, which Postgres lets a superuser do. PGlite can start none, and a statement that asks
 * for one leaves it in a loop that takes memory until whoever holds it is ended.
 */
export function refusePrograms(db: PGlite): PGlite {
  // Answers a stream; none is what `popen` says of a program that cannot be started.
  return Object.assign(db, { handleExternalCmd: () => 0 })
}

/**
 * PGlite behind the port: one session, of a superuser, in which each transaction becomes the role for as long as it
 * lasts. What runs in it is the project's own code on data of its own; against a hostile script this is no boundary,
 * and need not be one: the whole database belongs to whoever sees it.
 */
export function openPGlite(db: PGlite): Database {
  const transaction = async <T>(
    { role, settings = {} }: Actor,
    work: (query: Query) => Promise<T>,
    { isReadOnly = false, isUndone = false }: TransactionOptions = {},
  ): Promise<T> => {
    const run = async (inside: Transaction): Promise<T> => {
      await inside.exec(`${isReadOnly ? 'set transaction read only;' : ''}${configure({ ...settings, role })}`)
      const answer = await work((sql, params = []) => ask(inside, sql, params))
      if (isUndone) await inside.rollback()
      return answer
    }
    try {
      return await db.transaction(run)
    } catch (error) {
      throw toDatabaseError(error)
    }
  }
  return {
    query: (sql, params, actor) => transaction(actor, (query) => query(sql, params)),
    transaction,
    listen: (channel, onPayload) => db.listen(channel, onPayload),
    close: () => db.close(),
  }
}

async function ask<R>(inside: Transaction, sql: string, params: readonly Parameter[]): Promise<Result<R>> {
  try {
    const { rows, affectedRows = 0 } = await inside.query<R>(
      sql,
      params.map((value) => (value === null ? null : String(value))),
      { parsers, serializers },
    )
    return { rows, rowCount: Math.max(affectedRows, rows.length) }
  } catch (error) {
    throw toDatabaseError(error)
  }
}

/** Errors of `work` itself are no matter of the database's and pass as they are. */
const toDatabaseError = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof DatabaseError) && 'severity' in error
    ? new DatabaseError(error as Error & Record<string, unknown>)
    : error
