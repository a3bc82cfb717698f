import { isDatabaseAway } from './away'

/**
 * A transaction that waited too long for a busy or frozen other one, or was the victim of a deadlock: nothing of it was
 * written.
 */
const UNDONE = /\bP2024\b|\bP2028\b|\bP2034\b|\b40(?:001|P01)\b|\b25P0[34]\b|idle-in-transaction timeout/i

/**
 * Errors that say nothing about the work itself: the database went away for a moment, so the step is worth another try.
 */
export function isTransient(error: unknown): boolean {
  if (isDatabaseAway(error)) return true
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (UNDONE.test(`${at.message} ${String((at as { code?: unknown }).code ?? '')}`)) return true
  return false
}
