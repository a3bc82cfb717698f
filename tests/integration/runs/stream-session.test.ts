import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { appendEvents } from '@/lib/domains/runs/store'
import { QUOTAS } from '@/lib/domains/projects/quotas'
import { openApi, problemIn, type TestApi } from '../../support/api'
import { logIn, newPerson } from '../../support/people'

/* Streams that stay open: while their reader signs out, and too many of them. */

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

test('a stream ends with the session that opened it, and goes on in the others', async () => {
  const ana = await newPerson(api)
  const other = await logIn(api, ana.email, ana.ip)
  const runId = await insertRun(api.ctx.db, { ownerId: ana.id, kind: 'test.nobody-runs-it', input: {} }, new Date())
  const streams = [
    await ana.send('GET', `/runs/${runId}/events`),
    await api.send('GET', `/runs/${runId}/events`, { token: other.accessToken, ip: ana.ip }),
  ]
  expect((await ana.send('POST', '/auth/logout')).status).toBeLessThan(300)

  const text = await streams[0]!.response.text()
  expect(text).not.toContain('[DONE]')
  await appendEvents(api.ctx.db, runId, [{ type: 'attempt', stage: 'context', attempt: 'att_said_after_the_end' }])
  expect(text).not.toContain('att_said_after_the_end')
  const reader = streams[1]!.response.body!.getReader()
  let heard = ''
  while (!heard.includes('att_said_after_the_end')) {
    const { value, done } = await reader.read()
    if (done) break
    heard += new TextDecoder().decode(value)
  }
  await reader.cancel()
  expect(heard).toContain('att_said_after_the_end')
  expect((await ana.send('GET', `/runs/${runId}/events`)).status).toBe(401)
})

test('a person may have so many streams open at once, whatever session they come from, and no more', async () => {
  const [ana, bob] = [await newPerson(api), await newPerson(api)]
  const other = await logIn(api, ana.email, ana.ip)
  const newRun = (ownerId: string) =>
    insertRun(api.ctx.db, { ownerId, kind: 'test.nobody-runs-it', input: {} }, new Date())
  const [runId, ofBob] = [await newRun(ana.id), await newRun(bob.id)]
  const open = () => ana.send('GET', `/runs/${runId}/events`)
  const streams = await Promise.all(Array.from({ length: QUOTAS.openStreams }, open))
  expect(new Set(streams.map(({ status }) => status))).toEqual(new Set([200]))

  for (const answer of [
    await open(),
    await api.send('GET', `/runs/${runId}/events`, { token: other.accessToken, ip: ana.ip }),
  ]) {
    const problem = problemIn(answer)
    expect(problem).toMatchObject({ status: 429, code: 'too_many_streams' })
    expect(problem.detail, 'says the limit').toContain(String(QUOTAS.openStreams))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  // Everything else goes on for her, and streams for everybody else.
  expect((await ana.send('GET', `/runs/${runId}`)).status).toBe(200)
  const his = await bob.send('GET', `/runs/${ofBob}/events`)
  expect(his.status).toBe(200)
  // What does not exist takes no place.
  expect((await bob.send('GET', `/runs/${runId}/events`)).status).toBe(404)

  await streams[0]!.response.body!.cancel()
  await expect.poll(async () => (streams[0] = await open()).status).toBe(200)
  expect((await open()).status).toBe(429)
  for (const { response } of [...streams, his]) await response.body!.cancel()
})
