import { ModelError } from './port'
import type { GuardedFetch } from './guarded-fetch'

export type CallTimeouts = {
  /** Until the model says its first word; a thought that it shows counts as one. */
  firstTokenMs: number
  betweenTokensMs: number
  /** From the start of an attempt to its end, whatever happens in between. */
  totalMs: number
}

export const DEFAULT_TIMEOUTS: CallTimeouts = { firstTokenMs: 30_000, betweenTokensMs: 20_000, totalMs: 1_200_000 }

export type Call = {
  /** Aborted by the caller's own signal, by a timeout or by `close`. */
  signal: AbortSignal
  /** The model gave a sign of life. */
  touch(): void
  /** Waits for `promise` as long as the model may be silent; only this time counts, not what the reader of the answer needs. */
  wait<T>(promise: PromiseLike<T>): Promise<T>
  /** Ends the call and its connection, if it has not ended yet. */
  close(): void
}

/** The clocks and the signal of one attempt. A timeout rejects with ModelError `timeout`, a cancel with the caller's own reason. */
export function startCall(cancel: AbortSignal, timeouts: CallTimeouts): Call {
  cancel.throwIfAborted()
  const controller = new AbortController()
  const giveUp = (detail: string): void => controller.abort(new ModelError('timeout', { detail }))
  const seconds = (ms: number): string => `${ms / 1000} seconds`
  const onCancel = (): void => controller.abort(cancel.reason)
  cancel.addEventListener('abort', onCancel, { once: true })
  const total = setTimeout(() => giveUp(`It was not complete after ${seconds(timeouts.totalMs)}.`), timeouts.totalMs)

  let isFirst = true
  let waited = 0
  let since: number | null = null
  let timer: NodeJS.Timeout | undefined
  const arm = (): void => {
    clearTimeout(timer)
    const limit = isFirst ? timeouts.firstTokenMs : timeouts.betweenTokensMs
    const complaint = isFirst ? `No word came within ${seconds(limit)}.` : `No further word came within ${seconds(limit)}.`
    since = Date.now()
    timer = setTimeout(() => giveUp(complaint), Math.max(0, limit - waited))
  }
  const disarm = (): void => {
    clearTimeout(timer)
    if (since !== null) waited += Date.now() - since
    since = null
  }

  const { signal } = controller
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
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
    close() {
      clearTimeout(total)
      clearTimeout(timer)
      cancel.removeEventListener('abort', onCancel)
      if (!signal.aborted) controller.abort(new Error('closed'))
    },
  }
}

/** What an answer must look like before the SDK gets to see it. */
export type Expectation = {
  type: 'text/event-stream' | 'application/json'
  maxBytes: number
  /** The server accepted the request: from here on it may cost something. */
  onAccepted?: () => void
  observe?: (bytes: Uint8Array) => void
}

/** Named in a message; anything else is the server's own text and might say what it should not. */
const TOLD_TYPES = new Set([
  'text/html',
  'text/plain',
  'application/json',
  'text/event-stream',
  'application/x-ndjson',
  'application/octet-stream',
])
const ERROR_BYTES = 64 * 1024

function limited(body: ReadableStream<Uint8Array>, maxBytes: number, observe?: (bytes: Uint8Array) => void): ReadableStream<Uint8Array> {
  let seen = 0
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        seen += bytes.length
        if (seen > maxBytes) throw new ModelError('bad-answer', { detail: `It is longer than ${maxBytes} bytes.` })
        observe?.(bytes)
        controller.enqueue(bytes)
      },
    }),
  )
}

/** The beginning of an error's body: enough to say what it was, however long it is. */
async function shortened(response: Response): Promise<Response> {
  const reader = response.body?.getReader()
  const parts: Uint8Array[] = []
  let size = 0
  while (reader && size < ERROR_BYTES) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    size += value.length
  }
  await reader?.cancel().catch(() => undefined)
  return new Response(Buffer.concat(parts), { status: response.status, statusText: response.statusText, headers: response.headers })
}

/** Some gateways answer a stream's error with status 200 and `{"error": …}`; it gets the status that it tells of. */
async function errorInDisguise(response: Response): Promise<Response | null> {
  const short = await shortened(response)
  const text = await short.text()
  try {
    const { error } = JSON.parse(text) as { error?: { code?: unknown } }
    if (!error) return null
    const code = Number(error.code)
    return new Response(text, { status: code >= 400 && code < 600 ? code : 502, headers: response.headers })
  } catch {
    return null
  }
}

/** `fetch` that lets through only what was asked for: the content type, no more than so many bytes, an error no longer than useful. */
export function expecting(fetch: GuardedFetch, { type, maxBytes, onAccepted, observe }: Expectation): GuardedFetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok) return shortened(response)
    const given = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    const isEncoded = !['', 'identity'].includes(response.headers.get('content-encoding') ?? '')
    if (given === type && !isEncoded && response.body) {
      onAccepted?.()
      return new Response(limited(response.body, maxBytes, observe), { status: response.status, headers: response.headers })
    }
    const disguised = given === 'application/json' ? await errorInDisguise(response) : null
    await response.body?.cancel().catch(() => undefined)
    if (disguised) return disguised
    const named = TOLD_TYPES.has(given) ? given : 'another content type'
    throw new ModelError('bad-answer', { status: response.status, detail: `It sent ${isEncoded ? 'compressed data' : named} instead of ${type}; is the address right?` }) // prettier-ignore
  }
}
