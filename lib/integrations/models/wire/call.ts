import { ModelError } from '../port'
import type { GuardedFetch } from '../guarded-fetch'
import { eventsOf } from './normalise-stream'

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
  /**
   * Waits for `promise` as long as the model may be silent; only this time counts, not what the reader of the answer
   * needs.
   */
  wait<T>(promise: PromiseLike<T>): Promise<T>
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
    const complaint = isFirst
      ? `No word came within ${seconds(limit)}.`
      : `No further word came within ${seconds(limit)}.`
    since = Date.now()
    timer = setTimeout(() => giveUp(complaint), Math.max(0, limit - waited))
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

const watched = (body: ReadableStream<Uint8Array>, look: (bytes: Uint8Array) => void): ReadableStream<Uint8Array> =>
  body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        look(bytes)
        controller.enqueue(bytes)
      },
    }),
  )

function limited(body: ReadableStream<Uint8Array>, maxBytes: number): ReadableStream<Uint8Array> {
  let seen = 0
  return watched(body, (bytes) => {
    seen += bytes.length
    if (seen > maxBytes) throw new ModelError('bad-answer', { detail: `It is longer than ${maxBytes} bytes.` })
  })
}

const observed = (
  body: ReadableStream<Uint8Array>,
  observe?: (bytes: Uint8Array) => void,
): ReadableStream<Uint8Array> => (observe ? watched(body, observe) : body)

/** The beginning of an error's body: enough to say what it was, however long it is. */
export async function shortened(response: Response): Promise<Response> {
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
  return new Response(Buffer.concat(parts), {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  })
}

/** Some gateways answer a stream's error with status 200 and `{"error": …}`; it gets the status that it tells of. */
function errorInDisguise(whole: unknown, text: string, headers: Headers): Response | null {
  const error =
    typeof whole === 'object' && whole !== null ? (whole as { error?: { code?: unknown } }).error : undefined
  if (!error) return null
  const code = Number(error.code)
  return new Response(text.slice(0, ERROR_BYTES), { status: code >= 400 && code < 600 ? code : 502, headers })
}

/** What a proxy may have compressed although it was asked not to; null for what cannot be undone here. */
function decoded(body: ReadableStream<Uint8Array>, encoding: string): ReadableStream<Uint8Array> | null {
  if (encoding === '' || encoding === 'identity') return body
  const format = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }[encoding] as CompressionFormat | undefined
  return format
    ? body.pipeThrough(new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>)
    : null
}

/** The body again, with the first character in it that is not white space; '' when there is none. */
async function peek(body: ReadableStream<Uint8Array>): Promise<{ first: string; body: ReadableStream<Uint8Array> }> {
  const reader = body.getReader()
  const seen: Uint8Array[] = []
  let first = ''
  for (let isDone = false; first === '' && !isDone && seen.length < 64;) {
    const { done, value } = await reader.read()
    isDone = done
    if (value) seen.push(value)
    first = new TextDecoder().decode(value).replace(/^[\s\uFEFF]+/, '')[0] ?? ''
  }
  const again = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const value = seen.shift() ?? (await reader.read()).value
      if (value) controller.enqueue(value)
      else controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { first, body: again }
}

/** Types under which a stream, or a whole answer instead of one, comes from servers that do not say what they send. */
const VAGUE = new Set([
  '',
  'application/json',
  'text/plain',
  'application/octet-stream',
  'application/x-ndjson',
  'text/x-event-stream',
])

/**
 * The stream that was asked for although the server calls it something else, or gives the answer in one piece; null
 * when it is neither.
 */
async function streamInDisguise(body: ReadableStream<Uint8Array>, headers: Headers): Promise<Response | null> {
  const seen = await peek(body)
  if (/^[:deir]$/.test(seen.first)) return new Response(seen.body, { headers })
  if (seen.first !== '{') return (await seen.body.cancel().catch(() => undefined), null)
  const text = await new Response(seen.body).text()
  try {
    const whole = JSON.parse(text) as unknown
    const events = eventsOf(whole)
    return errorInDisguise(whole, text, headers) ?? (events === null ? null : new Response(events, { headers }))
  } catch {
    return null
  }
}

/**
 * `fetch` that lets through only what was asked for: the content type, no more than so many bytes, an error no longer
 * than useful.
 */
export function expecting(fetch: GuardedFetch, { type, maxBytes, onAccepted, observe }: Expectation): GuardedFetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok) return shortened(response)
    const given = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    const plain =
      response.body && decoded(response.body, (response.headers.get('content-encoding') ?? '').trim().toLowerCase())
    if (plain) {
      const body = limited(plain, maxBytes)
      const headers = new Headers(response.headers)
      for (const name of ['content-encoding', 'content-length']) headers.delete(name)
      const isVague = type === 'text/event-stream' && VAGUE.has(given)
      const found =
        given === type ? new Response(body, { headers }) : isVague ? await streamInDisguise(body, headers) : null
      if (found && !found.ok) return found
      if (found?.body) {
        onAccepted?.()
        return new Response(observed(found.body, observe), {
          status: response.status,
          headers: new Headers({ ...Object.fromEntries(headers), 'content-type': type }),
        })
      }
      await body.cancel().catch(() => undefined)
    }
    await response.body?.cancel().catch(() => undefined)
    const named = TOLD_TYPES.has(given) ? given : 'another content type'
    throw new ModelError('bad-answer', {
      status: response.status,
      detail: `It sent ${plain || !response.body ? named : 'compressed data'} instead of ${type}; is the address right?`,
    })
  }
}
