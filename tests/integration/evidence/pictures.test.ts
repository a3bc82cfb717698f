import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AskedView } from '@/lib/domains/evidence/contract'
import { keepPictures } from '@/lib/domains/evidence/pictures/keep-pictures'
import type { Pictures } from '@/lib/domains/evidence/pictures/picture'
import { openApi, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* Pictures of scenarios: kept for the newest versions, told beside the asks, and shown to their owner alone. */

let api: TestApi
let ana: Person
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => api?.close())

const PLAN = {
  devora: 1,
  prompts: [{ text: 'My books', context: [], notUnderstood: [] }],
  asks: [
    {
      id: 'a1',
      prompt: 0,
      spans: [{ from: 0, text: 'My books' }],
      meaning: 'A person keeps books.',
      kind: 'data',
      state: 'planned',
      scenarios: [{ title: 'Ana sees books', steps: [{ do: 'see', as: 'ana', text: 'Books' }] }],
    },
  ],
}
const album = (words: string): Pictures => ({
  styles: ['h1{color:red}', 'p{color:blue}'],
  pictures: [
    {
      ask: 'a1',
      scenario: 0,
      path: '/books',
      html: `<html><head></head><body inert><h1>${words}</h1></body></html>`,
      styles: [1],
    },
    { ask: 'a1', scenario: 1, path: '/books/all', html: null, styles: [] },
  ],
})
const keep = (projectId: string, version: number, words = 'Books'): Promise<void> =>
  keepPictures(api.ctx, { projectId, version, pictures: album(words) })
const get = (id: string, version = 1, at = 'asks/a1/pictures/0', who = ana): ReturnType<Person['send']> =>
  who.send('GET', `/projects/${id}/versions/${version}/${at}`)
const begin = async (): Promise<string> =>
  (await ana.project({ files: [{ path: 'devora.json', content: JSON.stringify(PLAN) }] })).id

test('stand beside their ask, each a document with its own styles that may do nothing', async () => {
  const id = await begin()
  const asked = async (): Promise<unknown> =>
    ((await ana.send('GET', `/projects/${id}/asks`)).body as AskedView).asks.map(({ pictures }) => pictures)
  expect(await asked()).toEqual([[]])
  expect((await get(id)).status).toBe(404)
  await keep(id, 1)
  expect(await asked()).toEqual([
    [
      { scenario: 0, path: '/books', isTooLarge: false },
      { scenario: 1, path: '/books/all', isTooLarge: true },
    ],
  ])
  const { status, headers, response } = await get(id)
  const text = await response.text()
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-store',
  ])
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; " +
      "frame-ancestors 'self'; sandbox",
  )
  expect(text).toContain('<h1>Books</h1>')
  expect(text).toContain('p{color:blue}')
  expect(text).not.toContain('h1{color:red}')
})

test('are of no concern to anybody else, and what is not there is missing', async () => {
  const id = await begin()
  await keep(id, 1)
  const ben = await newPerson(api)
  const missing = [
    await get(id, 1, 'asks/a1/pictures/0', ben),
    await get(id, 1, 'asks/a1/pictures/1'),
    await get(id, 1, 'asks/a1/pictures/2'),
    await get(id, 1, 'asks/a2/pictures/0'),
    await get(id, 2),
  ]
  expect(missing.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404])
})

test('are replaced when they are taken again, and those of versions of long ago go', async () => {
  const id = await begin()
  const files = (): Promise<number> =>
    api.ctx.db.storedFile.count({
      where: { projectId: id, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    })
  await keep(id, 1, 'Old')
  await keep(id, 1, 'New')
  expect(await (await get(id)).response.text()).toContain('<h1>New</h1>')
  expect(await files()).toBe(1)
  for (const version of [2, 3, 4]) {
    await ana.send('PUT', `/projects/${id}/files/notes.txt`, { body: { content: `${version}` } })
    await keep(id, version)
  }
  expect(await Promise.all([1, 2, 4].map(async (version) => (await get(id, version)).status))).toEqual([404, 200, 200])
  expect(await files()).toBe(3)
})
