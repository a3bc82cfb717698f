import type { Actor } from '../database.ts'
import { requireBucket } from './buckets.ts'
import { checkKey, splitPath } from './names.ts'
import { fileOf, findObject, newVersion, writeObject, type NewObject } from './objects.ts'
import { readUpload, type Upload } from './read-upload.ts'
import { noObject } from './storage-error.ts'
import { ownerOf, SERVICE, type Verb, type Work } from './work.ts'

/** POST /object/:bucket/…: a new file, or over an old one with `x-upsert`. */
export const uploadObject: Verb = (work, path) => upload(work, path, work.request.headers.get('x-upsert') === 'true')

/** PUT /object/:bucket/… */
export const updateObject: Verb = (work, path) => upload(work, path, true)

async function upload(work: Work, path: string, isUpsert: boolean): Promise<Response> {
  const { bucket, key } = splitPath(path)
  const file = await readUpload(work, await requireBucket(work, bucket))
  checkKey(key)
  const id = await storeFile(work, { bucket, key, file, owner: ownerOf(work.caller), isUpsert, actor: work.actor })
  return Response.json({ Id: id, Key: `${bucket}/${key}` })
}

export type Storing = {
  bucket: string
  key: string
  file: Upload
  owner: string | null
  isUpsert: boolean
  /** As whom the row is written. */
  actor: Actor
}

/**
 * Writes a file; answers the object's id. The bytes are there before the row can be seen, have a place of their own so
 * that readers of the old file are not disturbed, and go when the row is refused.
 */
export async function storeFile(work: Work, storing: Storing): Promise<string> {
  const { bucket, key, file } = storing
  return await work.turns.run(`${bucket}/${key}`, async () => {
    const replaced = storing.isUpsert ? await findObject(work.database, SERVICE, bucket, key) : null
    const version = newVersion()
    const made: NewObject = {
      bucket,
      key,
      version,
      owner: storing.owner,
      metadata: file.metadata,
      userMetadata: file.userMetadata,
      now: work.now,
    }
    try {
      await work.database.transaction(storing.actor, async (query) => {
        await writeObject(query, made, storing.isUpsert)
        await work.files.put(version, file.bytes)
      })
    } catch (error) {
      await work.files.remove(version)
      throw error
    }
    const old = replaced && fileOf(replaced)
    if (old) await work.files.remove(old)
    const written = await findObject(work.database, SERVICE, bucket, key)
    if (!written) throw noObject()
    return written.id
  })
}
