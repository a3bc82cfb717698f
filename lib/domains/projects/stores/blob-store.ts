import type { DbLike } from '../../../core/db/db'
import { sha256 } from '../../../core/crypto'
import type { FileRef } from '../../spec/manifest'

/** The bytes of files, once each, under their SHA-256. */

/**
 * Bytes per insert: one statement of 20 MB would hold a connection and three copies of the text for its whole length.
 */
const BATCH_BYTES = 2 * 1024 * 1024
const BATCH_ROWS = 200

/**
 * Stores what is not stored yet. Done before the transaction that names the blobs: blobs nobody names are harmless, a
 * version that names a missing blob is not. What is stored already is marked as used under its row's lock: the sweep
 * deletes only what nobody has stored for long, and would otherwise take it away between this and its naming.
 */
export async function insertBlobs(
  db: DbLike,
  files: ReadonlyMap<string, Uint8Array>,
  now: Date,
): Promise<Map<string, FileRef>> {
  const refs = new Map<string, FileRef>()
  const bytesOf = new Map<string, Uint8Array>()
  for (const [path, bytes] of files) {
    const hash = sha256(bytes)
    refs.set(path, { sha256: hash, size: bytes.byteLength })
    bytesOf.set(hash, bytes)
  }
  const stored = await db.fileBlob.updateManyAndReturn({
    where: { sha256: { in: [...bytesOf.keys()] } },
    data: { usedAt: now },
    select: { sha256: true },
  })
  for (const { sha256: hash } of stored) bytesOf.delete(hash)

  let batch: Array<{ sha256: string; bytes: Uint8Array<ArrayBuffer>; size: number; createdAt: Date; usedAt: Date }> = []
  let size = 0
  const flush = async () => {
    if (batch.length > 0) await db.fileBlob.createMany({ data: batch, skipDuplicates: true })
    batch = []
    size = 0
  }
  for (const [hash, bytes] of bytesOf) {
    batch.push({ sha256: hash, bytes: new Uint8Array(bytes), size: bytes.byteLength, createdAt: now, usedAt: now })
    size += bytes.byteLength
    if (size >= BATCH_BYTES || batch.length >= BATCH_ROWS) await flush()
  }
  await flush()
  return refs
}

/**
 * SHA-256 → bytes.
 * @throws when a blob is missing: the database has lost something, and an incomplete answer must not look complete
 */
export async function selectBlobs(db: DbLike, hashes: Iterable<string>): Promise<Map<string, Uint8Array>> {
  const wanted = [...new Set(hashes)]
  const rows = await db.fileBlob.findMany({ where: { sha256: { in: wanted } }, select: { sha256: true, bytes: true } })
  const found = new Map(rows.map((row) => [row.sha256, row.bytes as Uint8Array]))
  for (const hash of wanted) if (!found.has(hash)) throw new Error(`blob ${hash} is missing`)
  return found
}
