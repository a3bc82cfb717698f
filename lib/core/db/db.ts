import { PrismaPg } from '@prisma/adapter-pg'
import { asSuperseded, covered, type Fence, unaskedFence } from './fence'
import { Prisma, PrismaClient } from './generated/client'

export type Db = ReturnType<typeof openClient>
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

const openClient = (url: string, poolSize: number, connectMs: number | undefined) =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: poolSize,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      ...(connectMs !== undefined && { connectionTimeoutMillis: connectMs }),
    }),
    // Hashes leave the database only where a query asks for them by name.
    omit: { user: { passwordHash: true }, session: { refreshHash: true }, settings: { modelKey: true } },
  })

/**
 * @param url `postgresql://…`; @param poolSize most connections this process may hold
 * @param connectMs how long a connection may take to be free; without an end when nobody waits for the answer
 * @returns a client whose writes inside a workflow are fenced, whoever makes them: no store has to think of it. Raw
 * statements are left alone; those that write name `requireAttempt` themselves.
 */
export function createDb(url: string, poolSize = 10, connectMs?: number): Db {
  const client = openClient(url, poolSize, connectMs)
  const fenced = client.$extends({
    query: {
      $allModels: {
        async $allOperations({ operation, args, query }) {
          const fence = READS.test(operation) ? null : unaskedFence()
          if (fence === null) return query(args)
          const [, result] = await fencedWrite(client.$transaction([holdFence(client, fence), query(args)]))
          return result
        },
      },
    },
  })
  // The extension changes no type; the type of an extended client is another one all the same.
  return fenced as unknown as Db
}

const READS = /^(?:find|count|aggregate|groupBy)/

/** The SQL that refuses, with an error, to go on under a fence that is not the newest; true where there is none. */
export const requireAttempt = (fence: Fence | null): Prisma.Sql =>
  Prisma.sql`require_attempt(${fence?.workflowId ?? null}, ${fence?.attempt ?? null}::int)`

const holdFence = (db: DbLike, fence: Fence) => db.$queryRaw(Prisma.sql`select ${requireAttempt(fence)}`)

/** Says `Superseded` where the database refused a fence. */
async function fencedWrite<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw asSuperseded(error)
  }
}

/** One statement that writes, and asks for the fence itself by `requireAttempt`. @throws Superseded */
export const writeRaw = <T>(db: DbLike, sql: Prisma.Sql): Promise<T> => fencedWrite(db.$queryRaw<T>(sql))

/** For statements that are composed: see `writeRaw`. */
export const { sql } = Prisma

/**
 * One short transaction. No network call inside: a slow one would hold row locks for everybody.
 * @param maxWait milliseconds until a connection must be free; more for what nobody waits for at a page, and would be
 * dear to lose
 * @throws Superseded in a workflow that another execution has taken over
 */
export function transaction<T>(db: Db, work: (tx: DbTx) => Promise<T>, maxWait = 5_000): Promise<T> {
  const fence = unaskedFence()
  const inside = async (tx: DbTx): Promise<T> => {
    if (fence !== null) await holdFence(tx, fence)
    return covered(() => work(tx))
  }
  return fencedWrite(db.$transaction((tx) => inside(tx as unknown as DbTx), { maxWait, timeout: 10_000 }))
}

/** True when a write failed because a unique value exists already (Prisma P2002). */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'

/** Marks a JSON column as SQL NULL. */
export const dbNull = Prisma.DbNull
