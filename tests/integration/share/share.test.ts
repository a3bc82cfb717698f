import { unzipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Ctx } from '@/lib/context'
import { createCipher } from '@/lib/core/cipher'
import { sha256 } from '@/lib/core/crypto'
import { DAY, MINUTE } from '@/lib/core/time'
import { addMessage } from '@/lib/domains/projects/internal/add-message'
import type { ShareLink } from '@/lib/domains/share/contract'
import { getShared } from '@/lib/domains/share/get-shared'
import { listShares } from '@/lib/domains/share/list-shares'
import { MAX_LINKS } from '@/lib/domains/share/policy'
import { sweepExpired } from '@/lib/domains/system/sweep-expired'
import { LIMITS } from '@/lib/http/limits/table'
import { type Answer, freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, type Person } from '../../support/people'

/* Links that show a project: to whoever has one, that project and version, until they end, and nothing else. */

let api: TestApi
let ana: Person
let id: string
beforeAll(async () => void (api = await openApi()))
afterAll(() => api?.close())
beforeEach(async () => {
  ana = await newPerson(api)
  id = (await ana.project({ name: 'Recipe box', files: [{ path: 'app/page.tsx', content: 'one' }] })).id
})

const share = async (body: object = {}): Promise<ShareLink> => {
  const answer = await ana.send('POST', `/projects/${id}/share`, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body as ShareLink
}
const tokenOf = ({ url }: ShareLink): string => url!.split('/s/')[1]!
/** Without an account, from another place each time. */
const visit = (token: string, path = '', ip = freshIp()): Promise<Answer> =>
  api.send('GET', `/shared/${token}${path}`, { ip })
const edit = (content: string, path = 'app/page.tsx'): Promise<Answer> =>
  ana.send('PUT', `/projects/${id}/files/${path}`, { body: { content } })
const at = (ms: number): Ctx => ({ ...api.ctx, clock: { now: () => new Date(Date.now() + ms) } })

test('a link shows one version to somebody without an account: its files, and no conversation', async () => {
  await addMessage(api.ctx, { projectId: id, role: 'user', text: 'A recipe box' })
  const link = await share()
  expect(link.url).toMatch(/^http:\/\/devora\.test\/s\/[\w-]{43}$/)
  expect(link).toMatchObject({ version: 1, followsNewest: false, withConversation: false, views: 0 })
  expect(Date.parse(link.expiresAt) - Date.parse(link.createdAt)).toBe(30 * DAY)
  const token = tokenOf(link)
  await edit('two')
  await edit('secret', 'later.txt')

  const shown = (await visit(token)).body
  expect(shown).toEqual({
    name: 'Recipe box',
    version: 1,
    status: null,
    asked: null,
    checks: [],
    hasConversation: false,
    expiresAt: link.expiresAt,
  })
  expect((await visit(token, '/files')).body).toMatchObject({ version: 1, items: [{ path: 'app/page.tsx' }] })
  expect((await visit(token, '/files/app/page.tsx')).body).toMatchObject({ content: 'one', version: 1 })
  const archive = await visit(token, '/archive')
  expect(archive.headers.get('content-type')).toBe('application/zip')
  expect(Object.keys(unzipSync(new Uint8Array(await archive.response.arrayBuffer())))).toEqual(['app/page.tsx'])
  for (const path of ['/files?version=2', '/files/later.txt', '/archive?version=3', '/messages', '/preview?version=2'])
    expect(problemIn(await visit(token, path)).code, path).toBe('not_found')
  expect((await visit(token, '/files/..%2Fsecret')).status).toBe(422)
  // Nothing can be written by it, and nothing else of its owner is behind it.
  expect((await api.send('PUT', `/shared/${token}/files/a.txt`, { body: { content: 'x' } })).status).toBe(405)
  expect((await api.send('GET', `/projects/${id}`, { token })).status).toBe(401)
})

test('a link to the newest version follows it, and shows none from before', async () => {
  await edit('two')
  const token = tokenOf(await share({ version: 'newest' }))
  await edit('three')
  expect((await visit(token)).body).toMatchObject({ version: 3 })
  expect((await visit(token, '/files/app/page.tsx')).body).toMatchObject({ content: 'three' })
  expect((await visit(token, '/files/app/page.tsx?version=2')).body).toMatchObject({ content: 'two' })
  expect((await visit(token, '/files?version=1')).status).toBe(404)
  expect((await visit(token, '/files?version=4')).status).toBe(404)
})

test('the conversation is shown where asked for; of a version, as it was when the link was made', async () => {
  await addMessage(at(-MINUTE), { projectId: id, role: 'user', text: 'A recipe box' })
  const [pinned, newest] = [await share({ withConversation: true }), await share({ ...NEWEST, withConversation: true })]
  await addMessage(at(MINUTE), { projectId: id, role: 'user', text: 'Said to nobody else' })
  const textsOf = async (link: ShareLink): Promise<string[]> =>
    ((await visit(tokenOf(link), '/messages')).body as { items: { text: string }[] }).items.map(({ text }) => text)
  expect(await textsOf(pinned)).toEqual(['A recipe box'])
  expect(await textsOf(newest)).toEqual(['A recipe box', 'Said to nobody else'])
})
const NEWEST = { version: 'newest' }

test('links are their owner’s: made, listed with their address, counted and withdrawn by nobody else', async () => {
  const ben = await newPerson(api)
  const other = await ben.project({ files: [{ path: 'a.txt', content: 'x' }] })
  const [first, second] = [await share(), await share({ days: 1, version: 1 })]
  await ben.send('GET', `/shared/${tokenOf(first)}`)
  await visit(tokenOf(first))
  await ana.send('GET', `/shared/${tokenOf(first)}`)
  const { items } = (await ana.send('GET', `/projects/${id}/share`)).body as { items: ShareLink[] }
  expect(items.map((link) => [link.id, link.url, link.views])).toEqual([
    [second.id, second.url, 0],
    [first.id, first.url, 2],
  ])
  expect(items[1]!.lastOpenedAt).not.toBeNull()

  for (const [method, address] of [
    ['GET', `/projects/${id}/share`],
    ['POST', `/projects/${id}/share`],
    ['DELETE', `/projects/${id}/share`],
    ['DELETE', `/projects/${id}/share/${first.id}`],
    ['DELETE', `/projects/${other.id}/share/${first.id}`],
  ] as const)
    expect((await ben.send(method, address, method === 'POST' ? { body: {} } : {})).status, address).toBe(404)
  expect((await api.send('GET', `/projects/${id}/share`)).status).toBe(401)
  expect((await visit(tokenOf(first))).status).toBe(200)
})

test('a link that has ended says the same as one that never was, whatever ended it', async () => {
  const [revoked, all, timed] = [await share(), await share(), await share({ days: 2 })]
  const never = problemIn(await visit('A'.repeat(43)))
  const gone = async (link: ShareLink): Promise<void> => {
    for (const path of ['', '/files', '/files/app/page.tsx', '/archive', '/preview', '/messages']) {
      const { requestId: _, ...said } = problemIn(await visit(tokenOf(link), path))
      expect(said).toEqual({ ...never, requestId: undefined })
    }
  }
  expect((await ana.send('DELETE', `/projects/${id}/share/${revoked.id}`)).status).toBe(204)
  await gone(revoked)
  expect((await ana.send('DELETE', `/projects/${id}/share/${revoked.id}`)).status).toBe(404)

  expect((await visit(tokenOf(all))).status).toBe(200)
  await ana.send('DELETE', `/projects/${id}`)
  await gone(all)
  await ana.send('PATCH', `/projects/${id}`, { body: { deleted: false } })
  expect((await visit(tokenOf(all))).status).toBe(200)

  expect((await getShared(at(2 * DAY - MINUTE), null, tokenOf(timed))).version).toBe(1)
  const late = getShared(at(2 * DAY + MINUTE), null, tokenOf(timed))
  await expect(late).rejects.toMatchObject({ code: 'not_found' })
  expect((await listShares(at(2 * DAY + MINUTE), ana.who, { id, origin: '' })).items).toHaveLength(1)
  await sweepExpired(at(4 * DAY), 'links to projects')
  expect(await api.ctx.db.shareLink.count({ where: { projectId: id } })).toBe(1)

  expect((await ana.send('DELETE', `/projects/${id}/share`)).status).toBe(204)
  await gone(all)
})

test('the table of links lets nobody in', async () => {
  const link = await share()
  const row = await api.ctx.db.shareLink.findUniqueOrThrow({ where: { id: link.id } })
  expect(row.tokenHash).toBe(sha256(tokenOf(link)))
  expect(Buffer.from(row.sealedToken).includes(tokenOf(link))).toBe(false)
  // Sealed for this row: moved to another it does not open; nor under another key.
  const moved = await share()
  await api.ctx.db.shareLink.update({ where: { id: moved.id }, data: { sealedToken: row.sealedToken } })
  const { items } = (await ana.send('GET', `/projects/${id}/share`)).body as { items: ShareLink[] }
  expect(items.map(({ url }) => url)).toEqual([null, link.url])
  const cipher = createCipher(Buffer.alloc(32, 9).toString('base64'))
  const other = await listShares({ ...api.ctx, cipher }, ana.who, { id, origin: 'https://x' })
  expect(other.items.map(({ url }) => url)).toEqual([null, null])
})

test('what a link may be is bounded', async () => {
  const refused = async (body: object): Promise<string> =>
    problemIn(await ana.send('POST', `/projects/${id}/share`, { body })).code
  const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString()
  for (const body of [
    { days: 0 },
    { days: 366 },
    { expiresAt: inDays(366) },
    { expiresAt: inDays(-1) },
    { days: 3, expiresAt: inDays(3) },
    { version: 0 },
    { version: 'latest' },
    { password: 'x' },
  ])
    expect(await refused(body), JSON.stringify(body)).toBe('invalid_input')
  expect(await refused({ version: 9 })).toBe('not_found')
  expect(Date.parse((await share({ expiresAt: inDays(3) })).expiresAt)).toBeLessThanOrEqual(Date.now() + 3 * DAY)
  for (let count = 1; count < MAX_LINKS; count += 1) await share()
  expect(await refused({})).toBe('quota_exceeded')
  const empty = await ana.project({})
  const nothing = await ana.send('POST', `/projects/${empty.id}/share`, { body: {} })
  expect(problemIn(nothing).code).toBe('conflict')
})

test('whoever tries links is stopped, and then learns nothing even from a right one', async () => {
  const token = tokenOf(await share())
  const ip = freshIp()
  const most = LIMITS.sharedMiss.requests
  const tries = Array.from({ length: most }, (_, n) => visit(String(n).padStart(43, 'x'), '', ip))
  for (const answer of await Promise.all(tries)) expect([404, 429]).toContain(answer.status)
  for (const one of [token, 'y'.repeat(43)]) {
    const answer = await visit(one, '', ip)
    expect(problemIn(answer)).toMatchObject({ status: 429, code: 'rate_limited' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await visit(token)).status).toBe(200)
})
