import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GenerationInput } from '@/lib/domains/generation/start-generation'
import { openApi, type TestApi } from '../../support/api'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

/*
 * What a call of the API leaves out is as its caller's settings say. No worker: what was decided stands in the run's
 * row.
 */

let api: TestApi
let server: ModelServer
beforeAll(async () => {
  server = await startModelServer(() => ({ models: [{ id: 'gpt-5-mini' }, { id: 'gpt-4.1' }] }))
  api = await openApi()
})
afterAll(async () => {
  await api?.close()
  await server?.stop()
})

async function decided(person: Person, body: object): Promise<GenerationInput> {
  const answer = await person.send('POST', '/generate', { body: { prompt: 'A recipe box', ...body } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  const { runId } = answer.body as { runId: string }
  return (await api.ctx.db.run.findUniqueOrThrow({ where: { id: runId } })).input as unknown as GenerationInput
}

test('planFirst of the settings holds unless the call says otherwise', async () => {
  const ana = await newPerson(api)
  expect((await decided(ana, {})).planFirst).toBe(false)
  expect((await decided(ana, { planFirst: true })).planFirst).toBe(true)
  await ana.send('PATCH', '/settings', { body: { preferences: { planFirst: true } } })
  expect((await decided(ana, {})).planFirst).toBe(true)
  expect((await decided(ana, { planFirst: false })).planFirst).toBe(false)
  expect((await decided(await newPerson(api), {})).planFirst, 'nobody else’s').toBe(false)
})

test('the default model of the settings holds in the same way', async () => {
  const ana = await newPerson(api)
  expect((await decided(ana, {})).model).toBeNull()
  await ana.send('PATCH', '/settings', { body: { model: { baseUrl: server.url, defaultModel: 'gpt-4.1' } } })
  expect((await decided(ana, {})).model).toBe('gpt-4.1')
  expect((await decided(ana, { model: 'gpt-5-mini' })).model).toBe('gpt-5-mini')
  expect((await decided(ana, { model: 'builtin' })).model).toBeNull()
  await ana.send('PATCH', '/settings', { body: { model: { defaultModel: 'builtin' } } })
  expect((await decided(ana, {})).model).toBeNull()
})

test('an answer has no plan to wait with', async () => {
  const ana = await newPerson(api)
  await ana.send('PATCH', '/settings', {
    body: { model: { baseUrl: server.url, defaultModel: 'gpt-4.1' }, preferences: { planFirst: true } },
  })
  expect((await decided(ana, { mode: 'simple' })).planFirst).toBe(false)
})
