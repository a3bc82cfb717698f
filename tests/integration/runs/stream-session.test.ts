import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import { appendEvents } from '@/lib/domains/runs/store'
import { openApi, type TestApi } from '../../support/api'
import { logIn, newPerson } from '../../support/people'

/* A stream that is open while its reader signs out. */

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
