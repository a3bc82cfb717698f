import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MAX_PICTURE_BYTES } from '@/lib/domains/files/contract'
import type { ListedProject } from '@/lib/domains/projects/contract'
import { sweepExpired } from '@/lib/domains/system/sweep-expired'
import type { Page } from '@/lib/http/page'
import { type Answer, openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* The picture on a project's card: whatever is sent, what is kept is a picture, small, and its owner's alone. */

let api: TestApi
let ana: Person
let id: string
beforeAll(async () => void (api = await openApi()))
afterAll(() => api?.close())
beforeEach(async () => {
  ana = await newPerson(api)
  id = (await ana.project({ files: [{ path: 'a.txt', content: 'one' }] })).id
})

const drawn = (width = 1_200, height = 750) => sharp({ create: { width, height, channels: 3, background: '#336699' } })
const put = (body: Uint8Array, version = 1, person = ana): Promise<Answer> =>
  person.send('PUT', `/projects/${id}/thumbnail?version=${version}`, { body })
const get = (version = 1, person = ana): Promise<Answer> =>
  person.send('GET', `/projects/${id}/thumbnail?version=${version}`)
const pictured = async (): Promise<number | null | undefined> =>
  ((await ana.send('GET', '/projects')).body as Page<ListedProject>).items[0]?.pictured

test('a picture is made anew: smaller, as WebP, without what a camera wrote', async () => {
  expect(await pictured()).toBeNull()
  expect((await get()).status).toBe(404)
  const photo = await drawn()
    .jpeg()
    .withExif({ IFD0: { Copyright: 'Ana, at home' } })
    .toBuffer()
  const kept = await put(photo)
  expect(kept.body).toMatchObject({ version: 1, width: 800, height: 500 })
  const answer = await get()
  expect(answer.headers.get('content-type')).toBe('image/webp')
  expect(answer.headers.get('cache-control')).toContain('private')
  const bytes = Buffer.from(await answer.response.arrayBuffer())
  expect(bytes.includes('at home')).toBe(false)
  const { format, width, exif } = await sharp(bytes).metadata()
  expect([format, width, exif]).toEqual(['webp', 800, undefined])
  expect(await pictured()).toBe(1)
})

test('what is no picture, too large or of too many pixels is refused, and nothing of it kept', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  const png = await drawn(100, 100).png().toBuffer()
  for (const [what, bytes] of Object.entries({
    svg: Buffer.from(svg),
    gif: await drawn(20, 20).gif().toBuffer(),
    page: Buffer.from('<!doctype html><script>alert(1)</script>'),
    cut: png.subarray(0, 60),
    'a bomb': await drawn(1_001, 1_000).png().toBuffer(),
    nothing: Buffer.from(' '),
  }))
    expect(problemIn(await put(bytes)).code, what).toBe('unsupported_media_type')
  expect(problemIn(await put(Buffer.alloc(MAX_PICTURE_BYTES + 1))).code).toBe('body_too_large')
  // A picture with something behind it: the rest does not come along.
  await put(Buffer.concat([png, Buffer.from('<script>alert(1)</script>')]))
  const kept = Buffer.from(await (await get()).response.arrayBuffer())
  expect(kept.includes('script')).toBe(false)
  expect(await api.ctx.db.storedFile.count({ where: { ownerId: ana.id } })).toBe(1)
})

test('a picture is its owner’s, of a version that is there', async () => {
  const ben = await newPerson(api)
  const png = await drawn(100, 100).png().toBuffer()
  expect((await put(png)).status).toBe(200)
  for (const answer of [await put(png, 1, ben), await get(1, ben), await put(png, 2), await get(2)])
    expect(answer.status).toBe(404)
  expect((await api.send('GET', `/projects/${id}/thumbnail?version=1`)).status).toBe(401)
  await ana.send('DELETE', `/projects/${id}`)
  expect((await get()).status).toBe(404)
})

test('one picture is kept of a version, of the last three versions; the others go, and all go with the project', async () => {
  const png = await drawn(100, 100).png().toBuffer()
  for (let version = 1; version <= 4; version += 1) {
    await put(png, version)
    await put(png, version)
    await ana.send('PUT', `/projects/${id}/files/a.txt`, { body: { content: String(version) } })
  }
  const statuses = await Promise.all([1, 2, 3, 4].map(async (version) => (await get(version)).status))
  expect(statuses).toEqual([404, 200, 200, 200])
  const soon = { ...api.ctx, clock: { now: () => new Date(Date.now() + 1_000) } }
  const left = () => api.ctx.db.storedFile.findMany({ where: { ownerId: ana.id }, select: { key: true } })
  await sweepExpired(soon, 'stored files')
  const keys = (await left()).map(({ key }) => key)
  expect(keys).toHaveLength(3)
  await api.ctx.db.project.delete({ where: { id } })
  await sweepExpired(soon, 'stored files')
  expect(await left()).toEqual([])
  for (const key of keys) expect(await api.ctx.storage.head(key)).toBeNull()
})
