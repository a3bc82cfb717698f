import { toModelError } from '../failures/failures'
import { delayBefore, pause, type RetryPolicy } from '../failures/retry'
import { addUsage, type ChatRequest, type Usage } from '../port'

/** Trying again on passing trouble, and what the lost attempts cost. */

export type Repeating = { apiKey: string | null; retry: RetryPolicy; now: () => number }
/** What of a request decides about further attempts. */
export type Asked = Pick<ChatRequest, 'signal' | 'onRest' | 'mayRetry'>

/** After a failure: waits and returns what was lost so far, or throws it with what all attempts together cost. */
export async function waitOrThrow(
  with_: Repeating,
  asked: Asked,
  failed: { error: unknown; attempt: number; lost: Usage | null; mayRepeat: boolean },
): Promise<Usage | null> {
  if (asked.signal.aborted) throw asked.signal.reason
  const { attempt, lost } = failed
  const failure = toModelError(failed.error, with_.apiKey, with_.now())
  const total = failure.usage && lost ? addUsage(failure.usage, lost) : (failure.usage ?? lost)
  const delay = failed.mayRepeat ? delayBefore(failure, attempt, with_.retry) : null
  failure.usage = total
  if (delay === null || (await asked.mayRetry?.(failure)) === false) throw failure
  if (failure.retryAfter !== null) asked.onRest?.(delay)
  await pause(delay, asked.signal)
  return total
}

/** @param finish adds what lost attempts cost */
export async function repeating<T>(
  with_: Repeating,
  asked: Asked,
  once: () => Promise<T>,
  finish: (value: T, lost: Usage | null) => T = (value) => value,
): Promise<T> {
  let lost: Usage | null = null
  for (let attempt = 1; ; attempt++) {
    try {
      return finish(await once(), lost)
    } catch (error) {
      lost = await waitOrThrow(with_, asked, { error, attempt, lost, mayRepeat: true })
    }
  }
}
