import type { StoredObject } from './objects.ts'

/** Documents that run scripts; they come as they are, but in a box in which nothing runs. */
const ACTIVE = /^(?:image\/svg\+xml|application\/xhtml\+xml|(?:application|text)\/xml)\b/i

/** Pages are shown as text, as Supabase does: a file of a user must not become a page of this address. */
const typeOf = (object: StoredObject): string => {
  const type = object.metadata?.mimetype ?? 'application/octet-stream'
  return /html/i.test(type) && !/^application\/xhtml\+xml/i.test(type) ? 'text/plain' : type
}

/** Headers of a file. `download` is the name to save it under, '' for its own, null to show it. */
export function objectHeaders(object: StoredObject, download: string | null): Headers {
  const type = typeOf(object)
  const headers = new Headers({
    'accept-ranges': 'bytes',
    'cache-control': object.metadata?.cacheControl ?? 'no-cache',
    'content-type': type,
    'last-modified': new Date(object.updated_at).toUTCString(),
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'none',
  })
  if (object.metadata?.eTag) headers.set('etag', object.metadata.eTag)
  if (ACTIVE.test(type)) {
    headers.set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox")
  }
  if (download === '') headers.set('content-disposition', 'attachment;')
  else if (download !== null) {
    // Encoded, so that nothing of it ends the header or begins another parameter.
    const name = encodeURIComponent(download.toWellFormed()).replaceAll("'", '%27')
    headers.set('content-disposition', `attachment; filename=${name}; filename*=UTF-8''${name}`)
  }
  return headers
}

/** Whether who asks has this version already. */
export function isUnchanged(request: Request, object: StoredObject): boolean {
  const known = request.headers.get('if-none-match')
  if (known !== null) {
    const tags = known.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
    return tags.includes('*') || tags.includes(object.metadata?.eTag ?? '')
  }
  const since = Date.parse(request.headers.get('if-modified-since') ?? '')
  return !Number.isNaN(since) && Math.floor(Date.parse(object.updated_at) / 1000) * 1000 <= since
}

/** The one range of `bytes=from-to`; null for the whole, which is also the answer to what cannot be read. */
export function readRange(
  header: string | null,
  length: number,
): { from: number; to: number } | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '') {
    const count = Math.min(Number(last), length)
    return count === 0 ? 'unsatisfiable' : { from: length - count, to: length - 1 }
  }
  const from = Number(first)
  const to = last === '' ? length - 1 : Math.min(Number(last), length - 1)
  if (last !== '' && Number(last) < from) return null
  return from >= length ? 'unsatisfiable' : { from, to }
}
