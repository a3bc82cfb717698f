import type { Told } from '../core/told'
import { invalid, invalidParam, refusal } from '../core/errors'
import { isStorable } from '../core/text'
import type { Endpoint } from './endpoint'
import { JsonBounds, type JsonShape } from './json-bounds'

/** What a route reads when its contract names no bounds of its own: one that knows who asks, and one that does not. */
const SIGNED_IN = { bytes: 1024 * 1024, shape: { depth: 32, items: 20_000 } }
const ANYBODY = { bytes: 4 * 1024, shape: { depth: 4, items: 64 } }
/** Of `/api/auth/*`: next-auth's forms, which carry a token and an address to return to. */
export const BROWSER_AUTH_BYTES = 8 * 1024

export type BodyBounds = { bytes: number; shape: JsonShape }

/** How much of a body a route reads. Before somebody signed in it is a few kilobytes, whatever the contract. */
export const bodyBoundsOf = ({ auth, bodyLimit }: Pick<Endpoint, 'auth' | 'bodyLimit'>): BodyBounds =>
  auth === 'public' ? ANYBODY : { ...SIGNED_IN, bytes: bodyLimit ?? SIGNED_IN.bytes }

/**
 * Reads at most `limit` bytes; one more is a refusal, whatever `Content-Length` claimed.
 * @param watch sees each part as it arrives, and may refuse the rest by throwing
 */
export async function readBytes(
  request: Request,
  limit: number,
  watch: (part: Uint8Array) => void = () => undefined,
): Promise<Uint8Array> {
  const tooLarge = refusal('body_too_large', 'detail.bodyLarge', { limit })
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      size += value.byteLength
      if (size > limit) throw tooLarge
      watch(value)
      chunks.push(value)
    }
  } finally {
    reader.releaseLock()
  }
  return Buffer.concat(chunks)
}

/** So much of a refused body is let in and thrown away, and for so long. */
const MAX_DISCARDED = 32 * 1024 * 1024
const DISCARD_MS = 3_000

/**
 * Takes in what is left of a body that was refused, and keeps nothing of it: a caller who is still sending would find
 * the connection closed, and never read why.
 */
export async function discardBody(request: Request): Promise<void> {
  if (request.body === null || request.body.locked) return
  const reader = request.body.getReader()
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), DISCARD_MS)
  try {
    for (let size = 0; size <= MAX_DISCARDED;) {
      const { done, value } = await reader.read()
      if (done) return
      size += value.byteLength
    }
    await reader.cancel()
  } catch {
    // The caller is gone.
  } finally {
    clearTimeout(timer)
  }
}

/** A JSON body. Anything but UTF-8 `application/json` is refused by name; an absent body is `undefined`. */
export async function readJson(request: Request, { bytes: limit, shape }: BodyBounds): Promise<unknown> {
  const bounds = new JsonBounds(shape)
  const bytes = await readBytes(request, limit, (part) => bounds.push(part))
  if (bytes.byteLength === 0) return undefined
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type))
    throw refusal('unsupported_media_type', 'detail.sendJson')
  const value = parseJson(bytes)
  requireStorableText(value, 'body')
  return value
}

/** Where the parser stopped, of what V8 says; the rest of its message quotes the body. */
const PLACE = /at position (\d+)/

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const message = cause instanceof SyntaxError ? cause.message : null
    const place = PLACE.exec(message ?? '')?.[1]
    const why: Told =
      message === null
        ? { key: 'reason.notUtf8' }
        : place === undefined
          ? { key: 'reason.notJson' }
          : { key: 'reason.notJsonAt', values: { place } }
    throw refusal('malformed_json', why.key, why.values, { invalidParams: [invalidParam('body', why)] }, { cause })
  }
}

/**
 * NUL and half surrogate pairs can be written in JSON and in addresses, but are no text: Postgres stores neither.
 * Refused here for every field of every route, by name. Iterative, so that no depth can overflow the stack.
 * @param part what the root is called when it is at fault itself
 */
export function requireStorableText(root: unknown, part: 'body' | 'query'): void {
  const open: Array<[value: unknown, name: string]> = [[root, '']]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, name] = next
    if (typeof value === 'string') {
      if (!isStorable(value)) throw invalid(name || part, 'reason.textNul')
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (!isStorable(key)) throw invalid(name || part, 'reason.fieldNul')
        open.push([inner, name === '' ? key : `${name}.${key}`])
      }
    }
  }
}
