import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx } from '@/lib/context'
import { HOUR, MINUTE } from '@/lib/core/time'
import { readFile } from '@/lib/domains/files/internal/read-file'
import { giveUpFiles } from '@/lib/domains/files/internal/remove-files'
import { type FileToStore, storeFile } from '@/lib/domains/files/internal/store-file'
import { QUOTAS } from '@/lib/domains/projects/quotas'
import { sweepExpired } from '@/lib/domains/system/sweep-expired'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* Files that are no part of a version: whose they are, what they count, and that none is left when they go. */

let api: TestApi
let ana: Person
const NOW = new Date()
const at = (ms: number): Ctx => ({ ...api.ctx, clock: { now: () => new Date(NOW.getTime() + ms) } })
beforeAll(async () => void (api = await openApi()))
afterAll(() => api?.close())
beforeEach(async () => void (ana = await newPerson(api)))

const picture = (more: Partial<FileToStore> = {}): FileToStore => ({
  ownerId: ana.id,
  projectId: null,
  namespace: 'pictures',
  contentType: 'image/webp',
  content: randomBytes(40_000),
  maxBytes: 50_000,
  expiresAt: null,
  ...more,
})
const nothing = () => Promise.resolve()
const objects = () => api.ctx.db.storageObject.count()
const rows = () => api.ctx.db.storedFile.count({ where: { ownerId: ana.id } })

test('a file is kept with what names it, or not at all', async () => {
  const content = randomBytes(300_000)
  const kept = await storeFile(api.ctx, picture({ content, maxBytes: 400_000 }), nothing)
  expect(kept).toMatchObject({ size: 300_000, contentType: 'image/webp' })
  const { file, body } = await readFile(api.ctx, kept.id)
  expect(file).toEqual(kept)
  expect(Buffer.from(await new Response(body).arrayBuffer()).equals(content)).toBe(true)

  const before = await objects()
  const failing = storeFile(api.ctx, picture(), () => Promise.reject(new Error('it cannot be named')))
  await expect(failing).rejects.toThrow('it cannot be named')
  const tooLarge = storeFile(api.ctx, picture({ content: randomBytes(50_001) }), nothing)
  await expect(tooLarge).rejects.toMatchObject({ code: 'body_too_large' })
  expect(await rows()).toBe(3)
  await sweepExpired(at(MINUTE), 'stored files')
  expect([await rows(), await objects()]).toEqual([1, before])
})

test('what a process left behind while it wrote is swept, and cannot be completed afterwards', async () => {
  const row = { namespace: 'pictures', contentType: 'image/webp', size: 0, sha256: '', isOfProject: false }
  await api.ctx.storage.put('pictures/left', randomBytes(10), { contentType: 'image/webp', maxBytes: 10 })
  await api.ctx.db.storedFile.create({
    data: { id: 'fil_left', key: 'pictures/left', ownerId: ana.id, expiresAt: new Date(NOW.getTime() + HOUR), ...row },
  })
  await expect(readFile(api.ctx, 'fil_left')).rejects.toMatchObject({ code: 'not_found' })
  await sweepExpired(at(HOUR - MINUTE), 'stored files')
  expect(await rows()).toBe(1)
  await sweepExpired(at(HOUR + MINUTE), 'stored files')
  expect([await rows(), await api.ctx.storage.head('pictures/left')]).toEqual([0, null])

  const late = storeFile({ ...api.ctx, clock: lateClock() }, picture(), nothing)
  await expect(late).rejects.toMatchObject({ code: 'unavailable' })
})

/** Two hours pass between the first look at it and the second. */
function lateClock(): Ctx['clock'] {
  let looks = 0
  return { now: () => new Date(NOW.getTime() + (looks++ === 0 ? 0 : 2 * HOUR)) }
}

test('files end at their time, when they are given up, and with their project or their owner', async () => {
  const ben = await newPerson(api)
  const project = (await ana.send('POST', '/projects', { body: { name: 'P' } })).body as { id: string }
  await sweepExpired(at(HOUR - MINUTE), 'stored files')
  const before = await objects()
  const timed = await storeFile(at(0), picture({ expiresAt: new Date(NOW.getTime() + HOUR) }), nothing)
  const [given, ofProject, ofBen] = [
    await storeFile(api.ctx, picture(), nothing),
    await storeFile(api.ctx, picture({ projectId: project.id }), nothing),
    await storeFile(api.ctx, picture({ ownerId: ben.id }), nothing),
  ]
  await sweepExpired(at(HOUR - MINUTE), 'stored files')
  expect(await objects()).toBe(before + 4)

  await giveUpFiles(api.ctx.db, [given.id], new Date(NOW.getTime() - 1))
  await expect(readFile(api.ctx, given.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(readFile(at(2 * HOUR), timed.id)).rejects.toMatchObject({ code: 'not_found' })
  await api.ctx.db.project.delete({ where: { id: project.id } })
  await api.ctx.db.user.delete({ where: { id: ben.id } })
  expect(await sweepExpired(at(2 * HOUR), 'stored files')).toBe(4)
  expect(await objects()).toBe(before)
  const ids = [timed, given, ofProject, ofBen].map(({ id }) => id)
  expect(await api.ctx.db.storedFile.count({ where: { id: { in: ids } } })).toBe(0)
})

test('one person keeps so much and no more, also when they store side by side', async () => {
  const room = 100_000
  const held = await storeFile(api.ctx, picture(), nothing)
  await api.ctx.db.storedFile.update({ where: { id: held.id }, data: { size: QUOTAS.fileBytes - room } })
  const tries = await Promise.allSettled(Array.from({ length: 4 }, () => storeFile(api.ctx, picture(), nothing)))
  const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []))
  expect(refused.map(({ code }) => code)).toEqual(['quota_exceeded', 'quota_exceeded'])
  expect((await storeFile(api.ctx, picture({ ownerId: (await newPerson(api)).id }), nothing)).size).toBe(40_000)
})

test('a file whose bytes are lost is said to be missing, and the log says which', async () => {
  const kept = await storeFile(api.ctx, picture(), nothing)
  await api.ctx.storage.remove([kept.key])
  await expect(readFile(api.ctx, kept.id)).rejects.toMatchObject({ code: 'not_found' })
})
