import { DAY, HOUR, MINUTE } from '../../core/time'

/** How long signed-in places last, and when guessing ends. */

/** Seconds an access token is valid. */
export const ACCESS_SECONDS = 30 * 60
/**
 * A bearer session ends when its refresh token was not used for so long; a browser session when the browser was not
 * seen.
 */
export const SESSION_MS = { bearer: 7 * DAY, browser: 30 * DAY } as const
export type SessionKind = keyof typeof SESSION_MS

/** However much it is used, a session ends this long after the sign-in that began it (OWASP ASVS 5.0, 7.3.2). */
export const MAX_SESSION_MS = 90 * DAY

/** `lastSeenAt` is written at most this often: one write a request would make every read a write. */
export const TOUCH_MS = MINUTE

/** So many wrong passwords within `windowMs` lock what is counted for `lockMs`. */
export type TryLimit = { tries: number; windowMs: number; lockMs: number }
/** Of one account from one network. */
export const PLACE_TRIES: TryLimit = { tries: 5, windowMs: 15 * MINUTE, lockMs: 15 * MINUTE }
/** Of one account from everywhere: however many addresses a guesser has, it is one account. */
export const ACCOUNT_TRIES: TryLimit = { tries: 20, windowMs: HOUR, lockMs: HOUR }
