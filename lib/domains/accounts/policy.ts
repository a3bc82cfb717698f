import { DAY, MINUTE } from '../../core/time'

/** How long signed-in places last, and when guessing ends. */

/** Seconds an access token is valid. */
export const ACCESS_SECONDS = 30 * 60
/**
 * A bearer session ends when its refresh token was not used for so long; a browser session when the browser was not
 * seen.
 */
export const SESSION_MS = { bearer: 7 * DAY, browser: 30 * DAY } as const
export type SessionKind = keyof typeof SESSION_MS

/** `lastSeenAt` is written at most this often: one write a request would make every read a write. */
export const TOUCH_MS = MINUTE

/** So many failed sign-ins of one account from one address … */
export const MAX_FAILURES = 5
/** … lock that pair for so long. Failures older than this are forgotten. */
export const LOCK_MS = 15 * MINUTE
