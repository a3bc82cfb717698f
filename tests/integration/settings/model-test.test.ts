import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelTest } from '@/lib/domains/accounts/contract'
import { openApi, problemIn, type TestApi } from '../../support/api'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'
import { newPerson, type Person } from '../../support/people'

/* POST /settings/model/test: what a server can do, in plain sentences; what it teaches is kept. */

let api: TestApi
let server: ModelServer
let ana: Person
let script: (request: ModelRequest) => Answer
beforeAll(async () => {
  server = await startModelServer((request) => script(request))
  api = await openApi()
  ana = await newPerson(api)
})
afterAll(() => Promise.all([api?.close(), server?.stop()]))

async function test(model: string, answer: typeof script): Promise<Record<string, string>> {
  script = answer
  server.requests.length = 0
  const saved = await ana.send('PATCH', '/settings', { body: { model: { baseUrl: server.url, defaultModel: model } } })
  expect(saved.status).toBe(200)
  const tested = await ana.send('POST', '/settings/model/test', { body: {} })
  expect(tested.status, JSON.stringify(tested.body)).toBe(200)
  return Object.fromEntries(
    (tested.body as ModelTest).lines.map(({ what, state, text }) => [what, `${state}: ${text}`]),
  )
}
const ready = ({ wantsSchema }: ModelRequest): Answer =>
  wantsSchema ? { object: { word: 'ready' } } : { text: '{"word":"ready"}' }

describe('a test of the connection', () => {
  it('says what a good server can do, with three questions', async () => {
    const lines = await test('gpt-4o-mini', ready)
    expect(Object.values(lines).every((line) => line.startsWith('yes'))).toBe(true)
    expect(lines).toMatchObject({
      output: expect.stringContaining('16,384'),
      context: expect.stringContaining('128,000'),
    })
    expect(server.requests).toHaveLength(3)
  })

  it('finds out what another one does not take, keeps it, and asks few questions', async () => {
    const refuse = (message: string): Answer => ({ fault: { kind: 'status', status: 400, message } })
    const poor = (request: ModelRequest): Answer => {
      if (request.system !== '') return refuse('System role not supported')
      if (request.wantsStream) return refuse('stream is not supported')
      if (Number(request.body['max_tokens']) > 2_048) return refuse('max_tokens is too large: at most 2048')
      if (request.images > 0) return refuse('image_url is not supported')
      return ready(request)
    }
    const lines = await test('house-model', poor)
    expect(lines).toMatchObject({
      answers: expect.stringMatching(/^yes/),
      system: expect.stringMatching(/^other.*first message/),
      stream: expect.stringMatching(/^other.*whole/),
      json: expect.stringMatching(/^other/),
      images: expect.stringMatching(/^no.*Choose a model/),
      output: expect.stringMatching(/^yes.*2,048/),
    })
    expect(server.requests.length).toBeLessThanOrEqual(8)
    await test('house-model', poor)
    expect(server.requests).toHaveLength(3)
    expect(await api.ctx.db.modelCapability.count()).toBeGreaterThan(0)
  })

  it.each<[string, Answer, string, RegExp]>([
    [
      'the key',
      { fault: { kind: 'status', status: 401, message: 'no such key' } },
      'key',
      /did not accept the key.*no such key/,
    ],
    [
      'the model',
      { fault: { kind: 'status', status: 404, message: 'model "m" not found, pull it' } },
      'model',
      /pull it/,
    ],
    ['the address', { fault: { kind: 'status', status: 404, body: '404 page not found' } }, 'answers', /\/v1/],
    ['a web page', { fault: { kind: 'content-type', type: 'text/html', body: '<h1>' } }, 'answers', /web page/],
  ])('says that it is %s', async (name, answer, what, said) => {
    const lines = await test(`wrong ${name}`, () => answer)
    expect(lines[what]).toMatch(/^no/)
    expect(lines[what]).toMatch(said)
    expect(lines['stream']).toMatch(/^unknown/)
  })

  it('speaks the language of the caller, around what the server says itself', async () => {
    script = () => ({ fault: { kind: 'status', status: 401, message: 'no such key' } })
    const headers = { 'accept-language': 'es' }
    const tested = await ana.send('POST', '/settings/model/test', { body: { model: 'una-clave-mala' }, headers })
    const texts = (tested.body as ModelTest).lines.map(({ text }) => text)
    expect(texts).toContain('El servidor de modelos no aceptó la clave. Dice: no such key')
    expect(texts).toContain('Sin probar: primero tiene que responder.')
    const list = await ana.send('GET', '/models', { headers })
    expect(JSON.stringify((list.body as { unavailable: unknown }).unavailable)).toContain('no aceptó la clave')
    const wrong = await ana.send('PATCH', '/settings', { body: { model: { baseUrl: 'mi servidor' } }, headers })
    expect(problemIn(wrong).invalidParams?.[0]?.reason).toContain('Debe ser una sola dirección sin espacios')
  })

  it('is refused where no server is set, and bounded', async () => {
    const bob = await newPerson(api)
    const refused = await bob.send('POST', '/settings/model/test', { body: {} })
    expect(refused.status).toBe(422)
    expect(problemIn(refused)).toMatchObject({ code: 'invalid_input' })
    const more = await Promise.all(
      Array.from({ length: 12 }, () => bob.send('POST', '/settings/model/test', { body: {} })),
    )
    expect(more.map((one) => one.status)).toContain(429)
  })
})
