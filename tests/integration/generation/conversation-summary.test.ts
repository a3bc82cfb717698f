import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { SUMMARISER } from '@/lib/domains/generation/agents/summariser/instructions'
import { openApi, type TestApi } from '../../support/api'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'
import { startWorkerProcess, type WorkerProcess } from '../../support/worker-process'

/* A long conversation, told to a model in short: by a model, kept, and carried on. */

const SECRET = 'the shelf is called Kasimir'
let server: ModelServer
let minutes: () => Answer
let api: TestApi
let worker: WorkerProcess
let ana: Person

const asksForSummary = ({ system }: ModelRequest): boolean => system.startsWith(SUMMARISER.slice(0, 40))
const chats = (isOfSummary: boolean): ModelRequest[] =>
  server.requests.filter(
    (request) => request.path.endsWith('/chat/completions') && asksForSummary(request) === isOfSummary,
  )

beforeAll(async () => {
  server = await startModelServer((request) => (asksForSummary(request) ? minutes() : { text: 'Fine.' }))
  const more = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-test-minutes-0000' }
  Object.assign(process.env, more)
  api = await openApi()
  worker = await startWorkerProcess(env().DATABASE_URL, env().DEVORA_HOME, more)
  ana = await newPerson(api)
})
afterAll(async () => {
  await worker?.stop()
  await api?.close()
  await server?.stop()
})
afterEach(() => {
  server.requests.length = 0
})

type Run = { status: string; costMicros: number }
/** Asks in a conversation; answers the run, and what the model that answered was told. */
async function ask(body: Record<string, unknown>): Promise<{ projectId: string; run: Run; told: string }> {
  const answer = await ana.send('POST', '/generate', {
    body: { prompt: 'And now?', mode: 'simple', model: 'gpt-5-mini', ...body },
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  const { runId, projectId } = answer.body as { runId: string; projectId: string }
  await (await ana.send('GET', `/runs/${runId}/events`)).response.text()
  const run = (await ana.send('GET', `/runs/${runId}`)).body as Run
  expect(run.status).toBe('completed')
  return { projectId, run, told: chats(false).at(-1)!.prompt }
}
/** A project whose conversation has so many messages, the oldest of which says what only minutes keep. */
async function talked(count: number): Promise<string> {
  const { projectId } = await ask({ prompt: 'Hello' })
  await api.ctx.db.message.deleteMany({ where: { projectId } })
  for (let at = 0; at < count; at++) {
    const said =
      at === 0 ? `Hello there. Nice weather. By the way, ${SECRET}. See you.` : `Message ${at} about shelves.`
    await api.ctx.db.message.create({
      data: { id: newId('message'), projectId, role: at % 2 === 0 ? 'user' : 'assistant', text: said },
    })
  }
  server.requests.length = 0
  return projectId
}
const keptFor = (projectId: string) => api.ctx.db.conversationSummary.findUnique({ where: { projectId } })

test('older messages are summarised by the model once, billed, and carried on', { tags: ['deep'] }, async () => {
  minutes = () => ({ text: `<think>What matters here?</think>\n- Decided: ${SECRET}` })
  const projectId = await talked(20)
  const first = await ask({ projectId })
  expect(chats(true)).toHaveLength(1)
  expect(chats(true)[0]!.prompt).toMatch(/BEGIN DATA [0-9a-f]{24} "conversation"\nUser: Hello there/)
  expect(first.told).toContain(`- Decided: ${SECRET}`)
  expect(first.told).not.toContain('What matters here?')
  const calls = await api.ctx.db.modelCall.findMany({
    where: { run: { projectId }, stage: { in: ['context', 'answer'] } },
  })
  const paid = calls.filter((call) => call.stage === 'context').reduce((sum, call) => sum + Number(call.costMicros), 0)
  expect(paid).toBeGreaterThan(0)

  // Two messages more are no reason to ask again.
  const second = await ask({ projectId })
  expect(chats(true)).toHaveLength(1)
  expect(second.told).toContain(`- Decided: ${SECRET}`)
  expect(second.told).toContain('Message 12')

  // Whoever clears the conversation clears its minutes.
  expect(await keptFor(projectId)).not.toBeNull()
  expect((await ana.send('DELETE', `/projects/${projectId}/messages`)).status).toBeLessThan(300)
  expect(await keptFor(projectId)).toBeNull()
  expect((await ask({ projectId })).told).not.toContain('Kasimir')
})

test('a model that cannot summarise leaves extracts, and the run goes on', { tags: ['deep'] }, async () => {
  minutes = () => ({ fault: { kind: 'status', status: 400, message: 'no minutes today' } })
  const projectId = await talked(20)
  const { told } = await ask({ projectId })
  expect(chats(true).length).toBeGreaterThan(0)
  expect(told).toContain('- User: Hello there.')
  expect(await keptFor(projectId)).toBeNull()
})

test('a short conversation is told as it was', { tags: ['deep'] }, async () => {
  minutes = () => ({ text: 'never asked for' })
  const { told } = await ask({ projectId: await talked(8) })
  expect(chats(true)).toHaveLength(0)
  expect(told).toContain(SECRET)
})
