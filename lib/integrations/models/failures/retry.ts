import { setTimeout as sleep } from 'node:timers/promises'
import { ModelError } from '../port'

export type RetryPolicy = {
  /** How often a call is made at most, the first time included. */
  attempts: number
  baseMs: number
  maxMs: number
  /** A server that wants a longer rest than this is not waited for: the caller is told and may come back. */
  longestRetryAfterMs: number
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseMs: 500, maxMs: 8_000, longestRetryAfterMs: 60_000 }

/** Passing trouble. Not a timeout: whoever waited for 30 seconds should decide whether to wait for 30 more. */
const PASSING = new Set(['rate-limited', 'overloaded', 'unreachable', 'cut'])

/**
 * Milliseconds until the next attempt; null when there must be none. What the server asks for is kept to; otherwise
 * exponential backoff with full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
 * @param attempt the one that failed, from 1
 */
export function delayBefore(
  error: ModelError,
  attempt: number,
  policy: RetryPolicy,
  random: () => number = Math.random,
): number | null {
  if (!PASSING.has(error.kind) || attempt >= policy.attempts) return null
  if (error.retryAfter !== null) {
    const asked = error.retryAfter * 1000
    return asked > policy.longestRetryAfterMs ? null : asked
  }
  return Math.round(random() * Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 1)))
}

/** Waits, unless cancelled; rejects with the signal's own reason. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch {
    signal.throwIfAborted()
  }
}
