import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { meteredPort } from '@/lib/domains/generation/metering/metered-port'
import { insertRun } from '@/lib/domains/runs/internal/create-run'
import type { ModelError } from '@/lib/integrations/models/port'
import { openApi, type TestApi } from '../../support/api'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

/* A run and its model server: one that fails for good is not asked again by each stage. */

let api: TestApi
let server: ModelServer
let ana: Person
let script: (request: ModelRequest) => Answer
beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  api = await openApi()
})
afterAll(() => Promise.all([api?.close(), server?.stop()]))
// Somebody else each time: nobody may have many runs at once.
beforeEach(async () => {
  server.requests.length = 0
  ana = await newPerson(api)
})

const begin = (): Promise<string> =>
  insertRun(api.ctx.db, { ownerId: ana.id, kind: 'generation', input: {} }, api.ctx.clock.now())
/** What a stage of the run hears: text, or why not. */
async function ask(runId: string, stage: string): Promise<string> {
  const port = portTo(server)
  const info = port.describeModel('test-model')
  const metered = meteredPort(api.ctx, {
    runId,
    stage,
    attempt: () => 'att',
    port,
    info,
    payer: 'maker',
    budgetMicros: 9e9,
    reuse: null,
  })
  const { text, error } = await collect(
    metered.streamText(chatRequest({ maxOutputTokens: 100, messages: [{ role: 'user', content: stage }] })),
  )
  return error === null ? text : (error as ModelError).message
}
const inOrder = async (runId: string, stages: number): Promise<string[]> => {
  const heard: string[] = []
  for (let stage = 0; stage < stages; stage++) heard.push(await ask(runId, `stage ${stage}`))
  return heard
}
const status = (code: number, message: string): Answer => ({ fault: { kind: 'status', status: code, message } })

describe('ten stages, one after the other', () => {
  it.each<[string, Answer, number]>([
    ['a key that is wrong', status(401, 'no such key'), 1],
    ['an account that is empty', status(402, 'nothing left'), 1],
    ['a model that is not there', status(404, 'The model `test-model` does not exist'), 1],
    ['a day that is used up', status(429, 'Rate limit reached on requests per day (RPD). Try again in 7h2m.'), 1],
    ['a refusal of whatever is asked', status(400, 'Something odd'), 2],
    ['a web page', { fault: { kind: 'content-type', type: 'text/html', body: '<h1>Hello</h1>' } }, 2],
    ['a server that is down', status(503, 'down'), 8],
  ])('ask no more after %s, and all say the same', async (_, answer, requests) => {
    script = () => answer
    const heard = await inOrder(await begin(), 10)
    expect(server.requests).toHaveLength(requests)
    expect(new Set(heard).size).toBe(1)
    // Another run begins with hope.
    script = () => ({ text: 'Green.' })
    expect(await ask(await begin(), 'a')).toBe('Green.')
  })

  it.each([
    ['a question that is too long', status(400, 'maximum context length exceeded')],
    ['a stumble', status(400, 'Something odd')],
  ])('go on after %s', async (_, fault) => {
    const start = server.requests.length
    script = () => ((server.requests.length - start) % 2 === 1 ? fault : { text: 'Green.' })
    const heard = await inOrder(await begin(), 6)
    expect(heard.filter((one) => one === 'Green.')).toHaveLength(3)
  })
})

describe('ten calls side by side', () => {
  it('may each stumble once', async () => {
    const stumbled = new Set<string>()
    script = ({ prompt }) => (stumbled.has(prompt) ? { text: 'Green.' } : (stumbled.add(prompt), status(503, 'busy')))
    const runId = await begin()
    const heard = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(runId, `stage ${n}`)))
    expect(heard.filter((one) => one === 'Green.')).toHaveLength(10)
  })

  it('do not ask forty times a server that is down', async () => {
    script = () => status(503, 'down')
    const runId = await begin()
    await Promise.all(Array.from({ length: 10 }, (_, n) => ask(runId, `stage ${n}`)))
    await inOrder(runId, 5)
    expect(server.requests.length).toBeLessThanOrEqual(22)
  })
})
