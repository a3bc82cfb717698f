import type { Actor } from '../database.ts'
import { findBucket } from './buckets.ts'
import { splitPath } from './names.ts'
import { fileOf, findObject, type StoredObject } from './objects.ts'
import { isUnchanged, objectHeaders, readRange } from './object-headers.ts'
import { noBucket, noObject } from './storage-error.ts'
import { SERVICE, type Verb, type Work } from './work.ts'

export type Found = { object: StoredObject; bytes: Uint8Array }

/** An object with its bytes; written over in between, it is read once more. @throws StorageError */
export async function readFile(work: Work, actor: Actor, bucket: string, key: string): Promise<Found> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const object = await findObject(work.database, actor, bucket, key)
    if (!object) throw noObject()
    const file = fileOf(object)
    const bytes = file === null ? null : await work.files.get(file)
    if (bytes) return { object, bytes }
  }
  throw noObject()
}

/** As whom a bucket's objects are read: a public one by everybody. @throws StorageError */
async function readerOf(work: Work, bucket: string, isPublicOnly: boolean): Promise<Actor> {
  const found = await findBucket(work.database, SERVICE, bucket)
  if (!found || (isPublicOnly && !found.public)) throw noBucket()
  return found.public ? SERVICE : work.actor
}

const download =
  (isPublicOnly: boolean): Verb =>
  async (work, path) => {
    const { bucket, key } = splitPath(path)
    const actor = await readerOf(work, bucket, isPublicOnly)
    return answerFile(work, await readFile(work, actor, bucket, key))
  }

/** GET and HEAD /object/:bucket/… and /object/authenticated/:bucket/… */
export const downloadObject = download(false)
/** GET and HEAD /object/public/:bucket/…: without a key or a token. */
export const downloadPublicObject = download(true)

/** The file, or the part of it that was asked for; `expires` is when a signed address ends. */
export function answerFile({ request, url }: Work, { object, bytes }: Found, expires?: Date): Response {
  const headers = objectHeaders(object, url.searchParams.get('download'))
  if (expires) headers.set('expires', expires.toUTCString())
  if (isUnchanged(request, object)) return new Response(null, { status: 304, headers })
  const range = readRange(request.headers.get('range'), bytes.length)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${bytes.length}`)
    return new Response(null, { status: 416, headers })
  }
  const part = range ? bytes.subarray(range.from, range.to + 1) : bytes
  headers.set('content-length', String(part.length))
  if (range) headers.set('content-range', `bytes ${range.from}-${range.to}/${bytes.length}`)
  const body = request.method === 'HEAD' ? null : new Uint8Array(part)
  return new Response(body, { status: range ? 206 : 200, headers })
}

const info =
  (isPublicOnly: boolean): Verb =>
  async (work, path) => {
    const { bucket, key } = splitPath(path)
    const actor = await readerOf(work, bucket, isPublicOnly)
    const object = await findObject(work.database, actor, bucket, key)
    if (!object) throw noObject()
    return Response.json(infoBody(object))
  }

/** GET /object/info/:bucket/… */
export const readInfo = info(false)
/** GET /object/info/public/:bucket/… */
export const readPublicInfo = info(true)

const infoBody = (object: StoredObject): Record<string, unknown> => ({
  id: object.id,
  name: object.name,
  version: object.version,
  bucket_id: object.bucket_id,
  size: object.metadata?.size ?? null,
  content_type: object.metadata?.mimetype ?? null,
  cache_control: object.metadata?.cacheControl ?? null,
  etag: object.metadata?.eTag ?? null,
  metadata: object.user_metadata,
  last_modified: object.updated_at,
  created_at: object.created_at,
})
