import { ApiError } from '@/lib/http/client'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000

/** Whether a refusal with this status may be gone on the next try; 0: no answer came at all. */
export const mayPass = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500

/** Waits longer after each failure, but not when the network just came back or the page is leaving. */
export function backOff(failures: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      globalThis.removeEventListener?.('online', go)
      resolve()
    }
    const timer = setTimeout(go, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures))
    globalThis.addEventListener?.('online', go, { once: true })
    signal.addEventListener('abort', go, { once: true })
  })
}

/**
 * Tries until the server answers: a page that lost the network at the wrong moment must not stay behind. Refusals for
 * good are thrown.
 */
export async function untilAnswered<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError) || !mayPass(error.problem.status)) throw error
      await backOff(failures, signal)
    }
  }
}
