import { type Db, type DbTx, transaction } from '../../core/db/db'
import { newId } from '../../core/ids'
import type { Clock } from '../../core/time'
import { type ByteRange, type FileStorage, requireKey, type StoredInfo } from './port'
import { type Spooled, withSpooled } from './spool'

/** So much is held of a file while it is read or written, and sent in one statement. */
const CHUNK_BYTES = 256 * 1024

type ObjectRow = StoredInfo & { id: string; chunkBytes: number }

/** Files in the database that is there anyway: `storage_object`, and their bytes in rows of `storage_chunk`. */
export function postgresStorage(db: Db, clock: Clock): FileStorage {
  const find = (key: string): Promise<ObjectRow | null> => db.storageObject.findUnique({ where: { key } })
  return {
    name: 'postgres',
    put(key, content, { contentType, maxBytes }) {
      requireKey(key)
      return withSpooled(content, maxBytes, (spooled) => {
        const { size, sha256 } = spooled
        const info = { key, contentType, size, sha256, storedAt: clock.now() }
        return transaction(db, (tx) => write(tx, info, spooled))
      })
    },
    async get(key, range) {
      requireKey(key)
      const row = await find(key)
      return row === null ? null : { info: infoOf(row), body: readChunks(db, row, range) }
    },
    async head(key) {
      requireKey(key)
      const row = await find(key)
      return row === null ? null : infoOf(row)
    },
    async remove(keys) {
      for (const key of keys) requireKey(key)
      await db.storageObject.deleteMany({ where: { key: { in: [...keys] } } })
    },
    async list({ prefix, after = '', limit }) {
      // By bytes, as S3 does, and not by the language of the database.
      const rows = await db.$queryRaw<{ key: string; size: number; storedAt: Date }[]>`
        select key, size, "storedAt" from storage_object
        where starts_with(key, ${prefix}) and key collate "C" > ${after}
        order by key collate "C" limit ${limit + 1}`
      const files = rows.slice(0, limit)
      return { files, next: rows.length > limit ? (files.at(-1)?.key ?? null) : null }
    },
  }
}

const infoOf = ({ key, contentType, size, sha256, storedAt }: ObjectRow): StoredInfo => ({
  key,
  contentType,
  size,
  sha256,
  storedAt,
})

/** Under an id of its own: whoever still reads what was there before finds it gone, and never half of each. */
async function write(tx: DbTx, info: StoredInfo, spooled: Spooled): Promise<StoredInfo> {
  await tx.$queryRaw`select 1 from (select pg_advisory_xact_lock(hashtextextended(${info.key}, 0))) locked`
  await tx.storageObject.deleteMany({ where: { key: info.key } })
  const id = newId('object')
  await tx.storageObject.create({ data: { ...info, id, chunkBytes: CHUNK_BYTES }, select: { id: true } })
  let number = 0
  for await (const bytes of chunksOf(spooled.read()))
    await tx.storageChunk.create({ data: { objectId: id, number: number++, bytes }, select: { number: true } })
  return info
}

/** The same bytes in parts of one size; the last is what is left. */
async function* chunksOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let chunk = new Uint8Array(CHUNK_BYTES)
  let filled = 0
  for await (const part of content) {
    for (let at = 0; at < part.byteLength;) {
      const taken = Math.min(CHUNK_BYTES - filled, part.byteLength - at)
      chunk.set(part.subarray(at, at + taken), filled)
      at += taken
      filled += taken
      if (filled < CHUNK_BYTES) continue
      yield chunk
      chunk = new Uint8Array(CHUNK_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.slice(0, filled)
}

/** One chunk a pull, so a slow reader holds no connection and no memory. */
function readChunks(db: Db, row: ObjectRow, range: ByteRange = { offset: 0 }): ReadableStream<Uint8Array> {
  const { id, size, chunkBytes } = row
  let at = range.offset
  const end = Math.min(size, range.length === undefined ? size : range.offset + range.length)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at >= end) return controller.close()
        const number = Math.floor(at / chunkBytes)
        const chunk = await db.storageChunk.findUnique({ where: { objectId_number: { objectId: id, number } } })
        if (chunk === null) throw new Error('The file was removed while it was read.')
        const from = at - number * chunkBytes
        const part = chunk.bytes.subarray(from, Math.min(chunk.bytes.byteLength, from + end - at))
        at += part.byteLength
        controller.enqueue(part)
      },
    },
    { highWaterMark: 0 },
  )
}
