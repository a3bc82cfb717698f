import type { ErrorKey } from '../../../core/told'
import { ModelError } from '../port'

export type CallTimeouts = {
  /** Until the model says its first word; a thought that it shows counts as one. */
  firstTokenMs: number
  betweenTokensMs: number
  /** From the start of an attempt to its end, whatever happens in between. */
  totalMs: number
  /** Until an answer in one piece is there. */
  wholeMs: number
}

export const DEFAULT_TIMEOUTS: CallTimeouts = {
  firstTokenMs: 30_000,
  betweenTokensMs: 20_000,
  totalMs: 1_200_000,
  wholeMs: 300_000,
}

export type Call = {
  /** Aborted by the caller's own signal, by a timeout or by `close`. */
  signal: AbortSignal
  /** The model gave a sign of life. */
  touch(): void
  /**
   * Waits for `promise` as long as the model may be silent; only this time counts, not what the reader of the answer
   * needs.
   */
  wait<T>(promise: PromiseLike<T>): Promise<T>
  /** The answer comes in one piece: its first word is its last, and silence until then says nothing. */
  expectWhole(): void
  /** Ends the call and its connection, if it has not ended yet. */
  close(): void
}

/**
 * The clocks and the signal of one attempt. A timeout rejects with ModelError `timeout`, a cancel with the caller's own
 * reason.
 */
export function startCall(cancel: AbortSignal, timeouts: CallTimeouts): Call {
  cancel.throwIfAborted()
  const controller = new AbortController()
  const giveUp = (key: ErrorKey, ms: number): void =>
    controller.abort(new ModelError('timeout', { about: { key, values: { seconds: ms / 1000 } } }))
  const onCancel = (): void => controller.abort(cancel.reason)
  cancel.addEventListener('abort', onCancel, { once: true })
  const total = setTimeout(() => giveUp('model.notComplete', timeouts.totalMs), timeouts.totalMs)

  let isFirst = true
  let isWhole = false
  let waited = 0
  let since: number | null = null
  let timer: NodeJS.Timeout | undefined
  const arm = (): void => {
    clearTimeout(timer)
    const first = isWhole ? Math.max(timeouts.firstTokenMs, timeouts.wholeMs) : timeouts.firstTokenMs
    const limit = isFirst ? first : timeouts.betweenTokensMs
    const complaint = isFirst ? 'model.noWord' : 'model.noFurtherWord'
    since = Date.now()
    timer = setTimeout(() => giveUp(complaint, limit), Math.max(0, limit - waited))
  }
  const disarm = (): void => {
    clearTimeout(timer)
    if (since !== null) waited += Date.now() - since
    since = null
  }

  const { signal } = controller
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  )
  aborted.catch(() => undefined)
  return {
    signal,
    touch() {
      isFirst = false
      waited = 0
      if (since !== null) arm()
    },
    async wait(promise) {
      arm()
      try {
        return await Promise.race([promise, aborted])
      } finally {
        disarm()
      }
    },
    expectWhole() {
      isWhole = true
      if (since !== null) arm()
    },
    close() {
      clearTimeout(total)
      clearTimeout(timer)
      cancel.removeEventListener('abort', onCancel)
      if (!signal.aborted) controller.abort(new Error('closed'))
    },
  }
}
