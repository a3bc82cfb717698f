import type { Actor, Database } from '../database.ts'
import { checkBucketName } from './names.ts'
import { fileOf, textArray, type StoredObject } from './objects.ts'
import { readBody } from './read-body.ts'
import { invalidMimeType, invalidRequest, noBucket, StorageError, tooLarge } from './storage-error.ts'
import { ownerOf, SERVICE, type Verb, type Work } from './work.ts'

export type Bucket = {
  id: string
  name: string
  owner: string | null
  public: boolean | null
  file_size_limit: number | null
  allowed_mime_types: string[] | null
  created_at: string
  updated_at: string
}

const told = ({ id, name, owner, public: isPublic, ...bucket }: Bucket): Record<string, unknown> => ({
  id,
  name,
  owner: owner ?? '',
  public: isPublic ?? false,
  file_size_limit: bucket.file_size_limit,
  allowed_mime_types: bucket.allowed_mime_types,
  created_at: bucket.created_at,
  updated_at: bucket.updated_at,
  type: 'STANDARD',
})

/** A bucket as somebody sees it. */
export async function findBucket(database: Database, actor: Actor, id: string): Promise<Bucket | null> {
  const { rows } = await database.query<{ bucket: Bucket }>(
    `select to_jsonb(b) as bucket from storage.buckets b where b.id = $1`,
    [id],
    actor,
  )
  return rows[0]?.bucket ?? null
}

/** A bucket as it is, whoever asks: its limits hold for everybody. @throws StorageError */
export async function requireBucket({ database }: Work, id: string): Promise<Bucket> {
  const bucket = await findBucket(database, SERVICE, checkBucketName(id))
  if (!bucket) throw noBucket()
  return bucket
}

const SORTABLE = ['id', 'name', 'created_at', 'updated_at']

/** GET /bucket */
export const listBuckets: Verb = async ({ database, actor, url }) => {
  const { searchParams } = url
  const column = SORTABLE.find((name) => name === searchParams.get('sortColumn')) ?? 'name'
  const order = searchParams.get('sortOrder') === 'desc' ? 'desc' : 'asc'
  const number = (name: string, fallback: number): number => {
    const value = Number(searchParams.get(name) ?? fallback)
    return Number.isSafeInteger(value) && value >= 0 ? value : fallback
  }
  const { rows } = await database.query<{ bucket: Bucket }>(
    `select to_jsonb(b) as bucket from storage.buckets b
     where strpos(lower(b.name), lower($1)) > 0 order by b.${column} ${order} limit $2 offset $3`,
    [searchParams.get('search') ?? '', number('limit', 10_000), number('offset', 0)],
    actor,
  )
  // `strpos` of nothing is 1: without a search all of them.
  return Response.json(rows.map(({ bucket }) => told(bucket)))
}

/** GET /bucket/:id */
export const readBucket: Verb = async ({ database, actor }, id) => {
  const bucket = await findBucket(database, actor, id)
  if (!bucket) throw noBucket()
  return Response.json(told(bucket))
}

type Limits = { isPublic: boolean | null; maxBytes: number | null | undefined; types: string[] | null | undefined }

const UNITS: Readonly<Record<string, number>> = { GB: 1e9, MB: 1e6, KB: 1e3, B: 1 }

function readLimits(work: Work, body: Readonly<Record<string, unknown>>): Limits {
  const types = body['allowed_mime_types']
  if (types !== undefined && types !== null && !isTexts(types)) throw invalidRequest('allowed_mime_types must be array')
  for (const type of types ?? []) if (!/^[\w.+-]+\/(?:[\w.+-]+|\*)$/.test(type)) throw invalidMimeType(type)
  const isPublic = body['public'] ?? null
  if (isPublic !== null && typeof isPublic !== 'boolean') throw invalidRequest('body/public must be boolean')
  return { isPublic, maxBytes: readSize(work, body['file_size_limit']), types }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string')

function readSize({ maxBytes }: Work, value: unknown): number | null | undefined {
  if (value === undefined || value === null) return value
  const [, count = '', unit = 'B'] = /^(\d+(?:\.\d+)?)(gb|mb|kb|b)?$/i.exec(String(value)) ?? []
  const size = Math.floor(Number(count === '' ? 'none' : count) * (UNITS[unit.toUpperCase()] ?? 1))
  if (!Number.isSafeInteger(size) || size < 0) {
    throw invalidRequest('Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B')
  }
  if (size > maxBytes) throw tooLarge()
  return size
}

/** POST /bucket */
export const createBucket: Verb = async (work) => {
  const body = await readBody(work.request)
  const name = body['name'] ?? body['id']
  const id = body['id'] ?? name
  if (typeof name !== 'string' || typeof id !== 'string') {
    throw invalidRequest("body must have required property 'name'")
  }
  checkBucketName(name)
  const { isPublic, maxBytes, types } = readLimits(work, body)
  const owner = ownerOf(work.caller)
  await work.database.query(
    `insert into storage.buckets
       (id, name, owner, owner_id, public, file_size_limit, allowed_mime_types, created_at, updated_at)
     values ($1, $2, $3::uuid, $4, $5::boolean, $6::bigint, $7::text[], $8::timestamptz, $8::timestamptz)`,
    [
      checkBucketName(id),
      name,
      owner,
      owner,
      isPublic ?? false,
      maxBytes ?? null,
      types ? textArray(types) : null,
      work.now.toISOString(),
    ],
    work.actor,
  )
  return Response.json({ name })
}

/** PUT /bucket/:id */
export const changeBucket: Verb = async (work, id) => {
  const { isPublic, maxBytes, types } = readLimits(work, await readBody(work.request))
  const { rowCount } = await work.database.query(
    `update storage.buckets set
       public = coalesce($2::boolean, public),
       file_size_limit = case when $3::boolean then $4::bigint else file_size_limit end,
       allowed_mime_types = case when $5::boolean then $6::text[] else allowed_mime_types end,
       updated_at = $7::timestamptz
     where id = $1`,
    [
      id,
      isPublic,
      maxBytes !== undefined,
      maxBytes ?? null,
      types !== undefined,
      types ? textArray(types) : null,
      work.now.toISOString(),
    ],
    work.actor,
  )
  if (rowCount === 0) throw noBucket()
  return Response.json({ message: 'Successfully updated' })
}

/** POST /bucket/:id/empty: takes away what whoever asks may take away. */
export const emptyBucket: Verb = async (work, id) => {
  if (!(await findBucket(work.database, work.actor, id))) throw noBucket()
  const { rows } = await work.database.query<{ object: StoredObject }>(
    `delete from storage.objects o where o.bucket_id = $1 returning to_jsonb(o) as object`,
    [id],
    work.actor,
  )
  for (const { object } of rows) await work.files.remove(fileOf(object) ?? '')
  return Response.json({ message: 'Successfully emptied' })
}

/** DELETE /bucket/:id */
export const deleteBucket: Verb = async (work, id) => {
  await requireBucket(work, id)
  const { rows } = await work.database.query(
    `select 1 from storage.objects where bucket_id = $1 limit 1`,
    [id],
    SERVICE,
  )
  if (rows.length > 0) {
    throw new StorageError(409, 'ResourceNotEmpty', 'The bucket you tried to delete is not empty')
  }
  const { rowCount } = await work.database.query(`delete from storage.buckets where id = $1`, [id], work.actor)
  if (rowCount === 0) throw noBucket()
  return Response.json({ message: 'Successfully deleted' })
}
