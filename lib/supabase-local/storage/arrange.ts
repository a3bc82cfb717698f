import { requireBucket } from './buckets.ts'
import { readFile } from './download.ts'
import { checkKey, splitPath } from './names.ts'
import { fileOf, findObject, textArray, type StoredObject } from './objects.ts'
import { readBody, textOf } from './read-body.ts'
import { accessDenied, invalidRequest, noObject } from './storage-error.ts'
import { storeFile } from './upload.ts'
import { ownerOf, SERVICE, type Verb, type Work } from './work.ts'

type Ends = { bucket: string; key: string; toBucket: string; toKey: string; body: Readonly<Record<string, unknown>> }

async function readEnds(work: Work): Promise<Ends> {
  const body = await readBody(work.request)
  const bucket = textOf(body, 'bucketId')
  const to = body['destinationBucket']
  const toBucket = typeof to === 'string' && to !== '' ? to : bucket
  const toKey = checkKey(textOf(body, 'destinationKey'))
  await requireBucket(work, bucket)
  await requireBucket(work, toBucket)
  return { bucket, key: textOf(body, 'sourceKey'), toBucket, toKey, body }
}

/** POST /object/move: the bytes stay where they are, only the row gets another name. */
export const moveObject: Verb = async (work) => {
  const { bucket, key, toBucket, toKey } = await readEnds(work)
  const object = await findObject(work.database, work.actor, bucket, key)
  if (!object) throw noObject()
  const owner = ownerOf(work.caller)
  const { rowCount } = await work.database.query(
    `update storage.objects set bucket_id = $3, name = $4, updated_at = $5::timestamptz,
       owner = coalesce($6::text::uuid, owner), owner_id = coalesce($6::text, owner_id)
     where bucket_id = $1 and name = $2`,
    [bucket, key, toBucket, toKey, work.now.toISOString(), owner],
    work.actor,
  )
  if (rowCount === 0) throw accessDenied('Access denied')
  return Response.json({ message: 'Successfully moved', Id: object.id, Key: toKey })
}

/** POST /object/copy */
export const copyObject: Verb = async (work) => {
  const { bucket, key, toBucket, toKey, body } = await readEnds(work)
  const { object, bytes } = await readFile(work, work.actor, bucket, key)
  if (!object.metadata) throw noObject()
  const metadata = { ...object.metadata, ...given(body), lastModified: work.now.toISOString() }
  const isCopied = body['copyMetadata'] !== false
  const id = await storeFile(work, {
    bucket: toBucket,
    key: toKey,
    file: { bytes, metadata: isCopied ? { ...object.metadata } : metadata, userMetadata: object.user_metadata },
    owner: ownerOf(work.caller),
    isUpsert: work.request.headers.get('x-upsert') === 'true',
    actor: work.actor,
  })
  const copy = await findObject(work.database, SERVICE, toBucket, toKey)
  return Response.json({ ...copy, Id: id, Key: `${toBucket}/${toKey}` })
}

function given({ metadata }: Ends['body']): { cacheControl?: string } {
  const value = typeof metadata === 'object' && metadata !== null && 'cacheControl' in metadata && metadata.cacheControl
  return typeof value === 'string' && /^[\w =,.-]{1,200}$/.test(value) ? { cacheControl: value } : {}
}

const MAX_REMOVED = 1000

/** DELETE /object/:bucket: the files that whoever asks may delete; of the others nothing is said. */
export const removeObjects: Verb = async (work, bucket) => {
  const { prefixes } = await readBody(work.request)
  const isList = Array.isArray(prefixes) && prefixes.length > 0
  const names = isList ? prefixes.flatMap((entry: unknown) => nameOf(entry) ?? []) : []
  if (!isList || names.length < prefixes.length) throw invalidRequest('body/prefixes must be a list of paths')
  if (names.length > MAX_REMOVED) {
    throw invalidRequest(`Bulk object requests are limited to ${MAX_REMOVED} objects per request.`)
  }
  return Response.json(await remove(work, bucket, names))
}

function nameOf(entry: unknown): string | null {
  if (typeof entry === 'string') return entry
  const path = typeof entry === 'object' && entry !== null && 'path' in entry ? entry.path : null
  return typeof path === 'string' ? path : null
}

/** DELETE /object/:bucket/… */
export const removeObject: Verb = async (work, path) => {
  const { bucket, key } = splitPath(path)
  const removed = await remove(work, bucket, [key])
  if (removed.length === 0) throw noObject()
  return Response.json({ message: 'Successfully deleted' })
}

async function remove(work: Work, bucket: string, names: readonly string[]): Promise<StoredObject[]> {
  const { rows } = await work.database.query<{ object: StoredObject }>(
    `delete from storage.objects o where o.bucket_id = $1 and o.name = any($2::text[]) returning to_jsonb(o) as object`,
    [bucket, textArray(names)],
    work.actor,
  )
  for (const { object } of rows) await work.files.remove(fileOf(object) ?? '')
  return rows.map(({ object }) => object)
}
