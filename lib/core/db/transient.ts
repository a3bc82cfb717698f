/**
 * Errors that say nothing about the work itself: the database went away for a moment, so the step is worth another try.
 */
const TRANSIENT = new RegExp(
  [
    // The connection: by the socket, by pg, and by Prisma (https://www.prisma.io/docs/orm/reference/error-reference).
    'ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection terminated|Connection ended|server closed the connection|server has closed the connection',
    "Can't reach database server|terminating connection|ConnectionClosed|\\bP100[128]\\b|\\bP1017\\b|\\b08(?:000|001|003|006)\\b",
    // The server: starting, stopping or recovering after a crash
    // (https://www.postgresql.org/docs/18/errcodes-appendix.html).
    'the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)|\\b57P0[1-5]\\b',
    // The transaction: it waited too long for a busy or frozen other one, or was the victim of a deadlock; nothing of
    // it was written.
    '\\bP2024\\b|\\bP2028\\b|\\bP2034\\b|\\b40(?:001|P01)\\b|\\b25P0[34]\\b|idle-in-transaction timeout',
  ].join('|'),
  'i',
)
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (TRANSIENT.test(`${at.message} ${String((at as { code?: unknown }).code ?? '')}`)) return true
  return false
}
