import { AppError, invalid } from '../core/errors'
import { isStorable } from '../core/text'

export const DEFAULT_BODY_LIMIT = 1024 * 1024

/** Reads at most `limit` bytes; one more is a refusal, whatever `Content-Length` claimed. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = new AppError('body_too_large', `The body may have ${limit} bytes at most.`)
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw tooLarge
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

/** A JSON body. Anything but UTF-8 `application/json` is refused by name; an absent body is `undefined`. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit)
  if (bytes.byteLength === 0) return undefined
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|[\w.+-]+\+json)\s*(;|$)/i.test(type)) {
    throw new AppError(
      'unsupported_media_type',
      `Send the body as application/json, not ${type === '' ? 'without a Content-Type' : type.slice(0, 100)}.`,
    )
  }
  const value = parseJson(bytes)
  requireStorableText(value, 'body')
  return value
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? cause.message.slice(0, 200) : 'not UTF-8'
    throw new AppError(
      'malformed_json',
      `The body is not valid JSON: ${reason}`,
      { invalidParams: [{ name: 'body', reason }] },
      { cause },
    )
  }
}

/**
 * NUL and half surrogate pairs can be written in JSON and in addresses, but are no text: Postgres stores neither.
 * Refused here for every field of every route, by name. Iterative, because JSON may be nested deeper than the stack.
 * @param part what the root is called when it is at fault itself
 */
export function requireStorableText(root: unknown, part: 'body' | 'query'): void {
  const open: Array<[value: unknown, name: string]> = [[root, '']]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, name] = next
    if (typeof value === 'string') {
      if (!isStorable(value)) throw invalid(name || part, 'Text cannot contain NUL or half a surrogate pair.')
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (!isStorable(key)) throw invalid(name || part, 'A field name cannot contain NUL or half a surrogate pair.')
        open.push([inner, name === '' ? key : `${name}.${key}`])
      }
    }
  }
}
