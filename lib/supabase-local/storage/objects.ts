import type { Actor, Database, Query } from '../database.ts'

/** What storage.objects keeps of a file besides its bytes. */
export type Metadata = {
  eTag: string
  size: number
  mimetype: string
  cacheControl: string
  lastModified: string
  contentLength: number
  httpStatusCode: 200
}

/** A row of storage.objects, as `to_jsonb` writes it. */
export type StoredObject = {
  id: string
  bucket_id: string
  name: string
  owner: string | null
  owner_id: string | null
  version: string | null
  metadata: Metadata | null
  user_metadata: Record<string, unknown> | null
  created_at: string
  updated_at: string
  last_accessed_at: string
}

/** One object as somebody sees it; null when there is none or a policy hides it. */
export async function findObject(
  database: Database,
  actor: Actor,
  bucket: string,
  key: string,
): Promise<StoredObject | null> {
  const { rows } = await database.query<{ object: StoredObject }>(
    `select to_jsonb(o) as object from storage.objects o where o.bucket_id = $1 and o.name = $2`,
    [bucket, key],
    actor,
  )
  return rows[0]?.object ?? null
}

export type NewObject = {
  bucket: string
  key: string
  owner: string | null
  version: string
  metadata: Metadata
  userMetadata: Record<string, unknown> | null
  now: Date
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Writes an object's row, over another of that name only when `isUpsert`. */
export async function writeObject(query: Query, made: NewObject, isUpsert: boolean): Promise<void> {
  const onConflict = isUpsert
    ? `on conflict (bucket_id, name) do update set owner = excluded.owner, owner_id = excluded.owner_id,
         metadata = excluded.metadata, user_metadata = excluded.user_metadata, version = excluded.version,
         updated_at = excluded.updated_at`
    : ''
  // Nothing is returned: that would need a policy for reading, and uploading needs none.
  await query(
    `insert into storage.objects
       (bucket_id, name, owner, owner_id, version, metadata, user_metadata, created_at, updated_at, last_accessed_at)
     values ($1, $2, $3::uuid, $4, $5, $6::jsonb, $7::jsonb, $8::timestamptz, $8::timestamptz, $8::timestamptz)
     ${onConflict}`,
    [
      made.bucket,
      made.key,
      made.owner !== null && isUuid(made.owner) ? made.owner : null,
      made.owner,
      made.version,
      JSON.stringify(made.metadata),
      made.userMetadata === null ? null : JSON.stringify(made.userMetadata),
      made.now.toISOString(),
    ],
  )
}

/** Where the bytes of an object are; null for a row that a seed wrote, which has none. */
export const fileOf = ({ version }: StoredObject): string | null =>
  version !== null && isUuid(version) ? version.toLowerCase() : null

/** A version 4 UUID; `crypto.randomUUID` is missing where the page is no secure context. */
export function newVersion(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A list as Postgres' text form of `text[]`. */
export const textArray = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replaceAll(/["\\]/g, (sign) => `\\${sign}`)}"`).join(',')}}`
