import { statusOfError } from '../failures/kind-of-answer'
import { errorIn, readError, type Said } from '../failures/said-in'
import type { GuardedFetch } from '../guarded-fetch'
import type { Told } from '../../../core/told'
import { ModelError } from '../port'
import { eventsOf } from './normalise-stream'

/** What an answer must look like before the SDK gets to see it. */
export type Expectation = {
  type: 'text/event-stream' | 'application/json'
  maxBytes: number
  /** The server accepted the request: from here on it may cost something. */
  onAccepted?: () => void
  observe?: (bytes: Uint8Array) => void
  /** The answer came in one piece although a stream was asked for. */
  onWhole?: () => void
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
    if (seen > maxBytes)
      throw new ModelError('bad-answer', { about: { key: 'model.tooLong', values: { bytes: maxBytes } } })
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

/** An error that came with status 200 gets the status that it tells of. */
const asRefusal = (said: Said, text: string, headers: Headers): Response =>
  new Response(text.slice(0, ERROR_BYTES), { status: statusOfError(said), headers })

/** What a proxy may have compressed although it was asked not to; null for what cannot be undone here. */
function decoded(body: ReadableStream<Uint8Array>, encoding: string): ReadableStream<Uint8Array> | null {
  if (encoding === '' || encoding === 'identity') return body
  const format = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' }[encoding] as CompressionFormat | undefined
  return format
    ? body.pipeThrough(new DecompressionStream(format) as ReadableWritablePair<Uint8Array, Uint8Array>)
    : null
}

/** The body again, with its beginning, read until `isEnough` of it is there, or it ends. */
async function peek(
  body: ReadableStream<Uint8Array>,
  isEnough: (beginning: string) => boolean,
): Promise<{ beginning: string; body: ReadableStream<Uint8Array> }> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const seen: Uint8Array[] = []
  let beginning = ''
  for (let isDone = false; !isDone && !isEnough(beginning) && seen.length < 64;) {
    const { done, value } = await reader.read()
    isDone = done
    if (value) seen.push(value)
    beginning = (beginning + decoder.decode(value, { stream: !done })).replace(/^[\s\uFEFF]+/, '')
  }
  const again = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const value = seen.shift() ?? (await reader.read()).value
      if (value) controller.enqueue(value)
      else controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { beginning, body: again }
}

/** The first line that is more than a comment, once it is whole. */
const FIRST_DATA = /^(?:(?!data:|error:)[^\r\n]*[\r\n])*((?:data|error):[^\r\n]*)[\r\n]/

/** An error that stands where the first words should be: as good as an error status, and as well answered. */
async function refusedAtOnce(
  body: ReadableStream<Uint8Array>,
  headers: Headers,
): Promise<{ refusal: Response } | { refusal: null; body: ReadableStream<Uint8Array> }> {
  const seen = await peek(body, (beginning) => FIRST_DATA.test(beginning) || beginning.length > ERROR_BYTES)
  const line = FIRST_DATA.exec(seen.beginning)?.[1] ?? ''
  if (/"error"|^error:|\bevent: ?error/.test(seen.beginning)) {
    try {
      const text = line.replace(/^\w+:/, '')
      const chunk = JSON.parse(text) as { choices?: unknown } | null
      const isError = line.startsWith('error:') || /(^|[\r\n])event: ?error/.test(seen.beginning)
      const said = errorIn(chunk) ?? (isError ? readError(chunk) : null)
      if (said !== null && !Array.isArray(chunk?.choices)) {
        await seen.body.cancel().catch(() => undefined)
        return { refusal: asRefusal(said, text, headers) }
      }
    } catch {
      // Damaged: whoever reads the stream reports it.
    }
  }
  return { refusal: null, body: seen.body }
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
async function streamInDisguise(
  body: ReadableStream<Uint8Array>,
  headers: Headers,
  onWhole?: () => void,
): Promise<Response | null> {
  const seen = await peek(body, (beginning) => beginning !== '')
  if (/^[:deir]/.test(seen.beginning)) return new Response(seen.body, { headers })
  if (!/^[{[]/.test(seen.beginning)) return (await seen.body.cancel().catch(() => undefined), null)
  const text = await new Response(seen.body).text()
  try {
    const given = JSON.parse(text) as unknown
    // Google's door wraps an error into a list of one.
    const whole = Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given
    const said = errorIn(whole)
    if (said !== null) return asRefusal(said, text, headers)
    const events = eventsOf(whole)
    if (events !== null) onWhole?.()
    return events === null ? null : new Response(events, { headers })
  } catch {
    return null
  }
}

const isVague = (given: string): boolean => VAGUE.has(given) || /^(application|text)\/([\w.-]+\+)?json$/.test(given)

/** What came instead of an answer, and what to do about it. */
function notAnAnswer(response: Response, given: string, type: string, isReadable: boolean): ModelError {
  const { status } = response
  if (given === 'text/html') return new ModelError('bad-answer', { status, about: 'model.webPage' })
  const values = { wanted: type }
  if (!isReadable) return new ModelError('bad-answer', { status, about: { key: 'model.compressed', values } })
  // A type that is none may hold whatever the request held, its key too.
  const isTold = TOLD_TYPES.has(given)
  const about: Told = isTold
    ? { key: 'model.otherType', values: { ...values, type: given } }
    : { key: 'model.someType', values }
  return new ModelError('bad-answer', { status, about })
}

/** The answer in the form that was asked for; null when it is none. */
async function found(body: ReadableStream<Uint8Array>, given: string, headers: Headers, want: Expectation) {
  const isStream = want.type === 'text/event-stream'
  if (!isStream) return given === want.type || isVague(given) ? new Response(body, { headers }) : null
  const stream =
    given === want.type
      ? new Response(body, { headers })
      : isVague(given)
        ? await streamInDisguise(body, headers, want.onWhole)
        : null
  if (!stream?.ok || !stream.body) return stream
  const first = await refusedAtOnce(stream.body, headers)
  return first.refusal ?? new Response(first.body, { headers })
}

/**
 * `fetch` that lets through only what was asked for: the content type, no more than so many bytes, an error no longer
 * than useful. An error inside of a good status comes out as one.
 */
export function expecting(fetch: GuardedFetch, want: Expectation): GuardedFetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok) return shortened(response)
    const given = (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    const encoding = (response.headers.get('content-encoding') ?? '').trim().toLowerCase()
    const plain = response.body && decoded(response.body, encoding)
    if (plain) {
      const body = limited(plain, want.maxBytes)
      const headers = new Headers(response.headers)
      for (const name of ['content-encoding', 'content-length']) headers.delete(name)
      const answer = await found(body, given, headers, want).catch((error: unknown) => {
        // It had begun to answer, and broke off before its first word.
        want.onAccepted?.()
        throw error
      })
      if (answer && !answer.ok) return answer
      if (answer?.body) {
        want.onAccepted?.()
        return new Response(observed(answer.body, want.observe), {
          status: response.status,
          headers: new Headers({ ...Object.fromEntries(headers), 'content-type': want.type }),
        })
      }
      await body.cancel().catch(() => undefined)
    }
    await response.body?.cancel().catch(() => undefined)
    throw notAnAnswer(response, given, want.type, plain !== null || !response.body)
  }
}
