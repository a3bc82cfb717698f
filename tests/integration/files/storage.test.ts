import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '@/lib/core/crypto'
import { createDb, type Db } from '@/lib/core/db/db'
import { systemClock } from '@/lib/core/time'
import { createStorage } from '@/lib/integrations/storage/create-storage'
import type { FileStorage } from '@/lib/integrations/storage/port'
import { createTestDatabase, type TestDatabase } from '../../support/database'
import { openS3Server, type S3Server } from '../../support/s3-server'

/* One suite for every file storage: Postgres, and S3 by its own client against a server that checks signatures. */

let database: TestDatabase
let db: Db
let server: S3Server
const storages: Record<'postgres' | 's3', FileStorage | null> = { postgres: null, s3: null }
beforeAll(async () => {
  ;[database, server] = await Promise.all([createTestDatabase(), openS3Server()])
  db = createDb(database.url, 4)
  storages.postgres = await createStorage({ db, clock: systemClock, s3: null })
  storages.s3 = await createStorage({ db, clock: systemClock, s3: server.env })
})
afterAll(async () => {
  await db?.$disconnect()
  await Promise.all([database?.drop(), server?.close()])
})

const bytesOf = async (body: ReadableStream<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const part of body) parts.push(part)
  return Buffer.concat(parts)
}
async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const PLAIN = { contentType: 'text/plain', maxBytes: 1_000 }

describe.each(['postgres', 's3'] as const)('files in %s', (name) => {
  const storage = (): FileStorage => storages[name]!

  it('keeps bytes with their type, size and hash, and replaces them as a whole', async () => {
    expect(storage().name).toBe(name)
    const put = await storage().put('notes/fil_1', Buffer.from('first'), PLAIN)
    expect(put).toMatchObject({ key: 'notes/fil_1', size: 5, contentType: 'text/plain', sha256: sha256('first') })
    await storage().put('notes/fil_1', Buffer.from('the second'), { ...PLAIN, contentType: 'text/x-note' })
    const found = await storage().get('notes/fil_1')
    expect(found?.info).toMatchObject({ size: 10, contentType: 'text/x-note', sha256: sha256('the second') })
    expect((await bytesOf(found!.body)).toString()).toBe('the second')
    expect(await storage().head('notes/fil_1')).toEqual(found?.info)
  })

  it('takes a stream, larger than it holds in memory, and gives any part of it', async () => {
    const all = randomBytes(2_500_000)
    const put = await storage().put('big/fil_2', inParts(all, 70_001), { ...PLAIN, maxBytes: 3_000_000 })
    expect(put).toMatchObject({ size: all.length, sha256: sha256(all) })
    expect((await bytesOf((await storage().get('big/fil_2'))!.body)).equals(all)).toBe(true)
    for (const [offset, length] of [
      [0, 1],
      [262_143, 2],
      [1_000_000, 900_000],
      [2_499_999, 10],
    ] as const) {
      const part = await storage().get('big/fil_2', { offset, length })
      expect(part?.info.size).toBe(all.length)
      expect((await bytesOf(part!.body)).equals(all.subarray(offset, offset + length))).toBe(true)
    }
    const rest = await storage().get('big/fil_2', { offset: 2_400_000 })
    expect((await bytesOf(rest!.body)).equals(all.subarray(2_400_000))).toBe(true)
    const behind = await storage().get('big/fil_2', { offset: all.length })
    expect([behind?.info.size, (await bytesOf(behind!.body)).length]).toEqual([all.length, 0])
    expect((await readdir(tmpdir())).filter((one) => one.startsWith('devora-spool-'))).toEqual([])
  })

  it('refuses what is too large, or breaks off, and keeps nothing of it', async () => {
    const tooLarge = storage().put('big/fil_3', inParts(randomBytes(5_000), 700), { ...PLAIN, maxBytes: 4_999 })
    await expect(tooLarge).rejects.toMatchObject({ code: 'body_too_large' })
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half of')
      throw new Error('the connection is gone')
    }
    await expect(storage().put('big/fil_3', broken(), PLAIN)).rejects.toThrow('the connection is gone')
    expect(await storage().head('big/fil_3')).toBeNull()
    expect(await storage().get('big/fil_3')).toBeNull()
  })

  it('keeps an empty file', async () => {
    await storage().put('notes/empty', new Uint8Array(), PLAIN)
    const found = await storage().get('notes/empty')
    expect(found?.info).toMatchObject({ size: 0, sha256: sha256('') })
    expect(await bytesOf(found!.body)).toHaveLength(0)
  })

  it('lists by the bytes of the keys, page by page, and removes what is there and what is not', async () => {
    const keys = ['pages/B', 'pages/_a', 'pages/a', 'pages/a-1', 'pages/a.1']
    for (const key of keys.toReversed()) await storage().put(key, Buffer.from(key), PLAIN)
    const first = await storage().list({ prefix: 'pages/', limit: 3 })
    expect(first.files.map(({ key }) => key)).toEqual(['pages/B', 'pages/_a', 'pages/a'])
    expect(first.next).toBe('pages/a')
    const second = await storage().list({ prefix: 'pages/', limit: 3, after: first.next! })
    expect(second).toMatchObject({ files: [{ key: 'pages/a-1', size: 9 }, { key: 'pages/a.1' }], next: null })
    await storage().remove([...keys, 'pages/never'])
    expect(await storage().list({ prefix: 'pages/', limit: 3 })).toEqual({ files: [], next: null })
    expect(await storage().get('pages/a')).toBeNull()
  })

  it.each(['', '/etc/passwd', 'notes/../x', 'notes/a b', 'Notes/x', 'notes', 'notes/a\0b', `n/${'x'.repeat(101)}`])(
    'takes no key that is not ours: %j',
    async (key) => {
      for (const work of [
        async () => storage().put(key, Buffer.from('x'), PLAIN),
        async () => storage().get(key),
        async () => storage().remove([key]),
      ])
        await expect(work()).rejects.toThrow(TypeError)
    },
  )

  it('keeps one whole of two that are put at once', async () => {
    const [one, two] = [randomBytes(600_000), randomBytes(300_000)]
    const options = { ...PLAIN, maxBytes: 1_000_000 }
    await Promise.all([one, two].map((bytes) => storage().put('notes/race', bytes, options)))
    const found = await storage().get('notes/race')
    const left = await bytesOf(found!.body)
    expect([sha256(one), sha256(two)]).toContain(found!.info.sha256)
    expect(sha256(left)).toBe(found!.info.sha256)
  })
})

describe('a server of S3 that fails', () => {
  it('is asked again where that can help', async () => {
    server.failures.push({ status: 503, code: 'SlowDown' }, { status: 500, code: 'InternalError' })
    await storages.s3!.put('notes/again', inParts(Buffer.from('once more'), 3), PLAIN)
    expect(server.objects.get('notes/again')?.bytes.toString()).toBe('once more')
    server.failures.push({ status: 503, code: 'SlowDown' })
    expect((await storages.s3!.head('notes/again'))?.size).toBe(9)
  })

  it('is said to be away when it refuses, has no such bucket, or is not there', async () => {
    server.failures.push({ status: 403, code: 'AccessDenied' })
    const away = { code: 'unavailable', status: 503 }
    await expect(storages.s3!.put('notes/no', Buffer.from('x'), PLAIN)).rejects.toMatchObject(away)
    const wrong = { S3_SECRET_ACCESS_KEY: 'another' }
    const bucket = { S3_BUCKET: 'somebody-elses' }
    const nowhere = { S3_ENDPOINT: 'http://127.0.0.1:9' }
    for (const change of [wrong, bucket, nowhere]) {
      const storage = await createStorage({ db, clock: systemClock, s3: { ...server.env, ...change } })
      await expect(storage.get('notes/again')).rejects.toMatchObject(away)
    }
  })
})
