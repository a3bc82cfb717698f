import { AppError, refusal } from '../errors'
import { within } from '../time'

/**
 * A database that does not answer: stopped, starting, unreachable, or without a connection to spare. Nothing is broken
 * that a caller could report, and asking again helps.
 */

/** What the socket, pg and Prisma say of it (https://www.prisma.io/docs/orm/reference/error-reference). */
const CONNECTION = [
  'ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN',
  'Connection terminated|Connection ended|server closed the connection|server has closed the connection',
  "Can't reach database server|terminating connection|ConnectionClosed|timeout exceeded when trying to connect",
  '\\bP100[128]\\b|\\bP1017\\b|\\b08(?:000|001|003|006)\\b',
]
/** Starting, stopping or recovering after a crash (https://www.postgresql.org/docs/18/errcodes-appendix.html). */
const SERVER = [
  'the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)',
  '\\b57P0[1-5]\\b|\\b53300\\b',
]
const AWAY = new RegExp([...CONNECTION, ...SERVER].join('|'), 'i')

/** True when the error, or what caused it, says that the database is away. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (AWAY.test(`${at.message} ${String((at as { code?: unknown }).code ?? '')}`)) return true
  return false
}

/** Seconds after which a caller should ask again: Postgres restarts in fewer. */
const RETRY_SECONDS = 5

/** The refusal while it is away; every problem document of it says `database: "down"`. */
export const databaseAway = (cause?: unknown): AppError =>
  refusal(
    'unavailable',
    'detail.databaseAway',
    {},
    { retryAfter: RETRY_SECONDS, members: { database: 'down' } },
    { cause },
  )

/** @throws unavailable when `work` has not answered after so long: a frozen database says nothing at all */
export const orAway = <T>(work: Promise<T>, ms: number): Promise<T> =>
  within(work, ms, () => databaseAway(new Error(`no answer within ${ms} ms`)))
