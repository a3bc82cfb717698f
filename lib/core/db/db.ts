import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client'

export type Db = ReturnType<typeof createDb>
/** The client inside `transaction`. Store functions take either, so that they can take part in a larger write. */
export type DbTx = Omit<Db, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>
export type DbLike = Db | DbTx
export type Json = Prisma.InputJsonValue

/**
 * A process that freezes inside a transaction must not hold its locks for ever. Longer than a transaction of ours
 * pauses, shorter than the ten seconds after which a worker counts as gone: who takes over finds nothing locked.
 */
export const IDLE_IN_TRANSACTION_MS = 8_000

/**
 * The same for a connection that somebody else opens: node-postgres reads it from the address
 * (https://node-postgres.com/apis/client).
 */
export const withoutFrozenLocks = (url: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`

/** @param url `postgresql://…`; @param poolSize most connections this process may hold */
export function createDb(url: string, poolSize = 10) {
  return new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: poolSize,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    }),
    // Hashes leave the database only where a query asks for them by name.
    omit: { user: { passwordHash: true }, session: { refreshHash: true }, settings: { modelKey: true } },
  })
}

/**
 * One short transaction. No network call inside: a slow one would hold row locks for everybody.
 * @param maxWait milliseconds until a connection must be free; more for what nobody waits for at a page, and would be
 * dear to lose
 */
export const transaction = <T>(db: Db, work: (tx: DbTx) => Promise<T>, maxWait = 5_000): Promise<T> =>
  db.$transaction((tx) => work(tx as unknown as DbTx), { maxWait, timeout: 10_000 })

/** True when a write failed because a unique value exists already (Prisma P2002). */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

/** Marks a JSON column as SQL NULL. */
export const dbNull = Prisma.DbNull
