import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ModelPort } from '../../../lib/integrations/models/port'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import { chatRequest, failureOf, TEST_KEY } from '../../support/model-requests'
import { type Answer, inFences, inOrder, PROSE, type Script } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

let server: ModelServer
afterEach(() => server.stop())
/** Nobody waits so long, however busy the machine is; a server that falls silent is waited for less. */
const PATIENT = { firstTokenMs: 60_000, betweenTokensMs: 60_000 }
const SHORT = { firstTokenMs: 300, betweenTokensMs: 200 }
const serve = async (script: Script, timeouts = PATIENT): Promise<ModelPort> => {
  server = await startModelServer(script)
  return createOpenAiCompatible(
    { baseUrl: server.url, apiKey: TEST_KEY, provider: 'openai' },
    {
      policy: { allowLocal: true },
      retry: { attempts: 3, baseMs: 1 },
      timeouts,
    },
  )
}

const Plan = z.object({
  name: z.string().min(1),
  pages: z.array(z.object({ path: z.string().startsWith('/') })).min(1),
})
const plan = { name: 'Recipes', pages: [{ path: '/' }, { path: '/recipes' }] }
/** One that keeps to schemas, and one that nobody knows and that is therefore not expected to. */
const structured = chatRequest({ model: 'gpt-4o-mini' })
const weak = chatRequest({ model: 'house-model' })

const schemaSent = (index = 0): Record<string, unknown> =>
  (server.requests[index]!.body['response_format'] as { json_schema: Record<string, unknown> }).json_schema

describe('a model that keeps to a schema', () => {
  it('gets it, strict where every property is required', async () => {
    const port = await serve(() => ({ object: plan }))
    expect(await port.generateObject(structured, Plan)).toMatchObject({ value: plan, repaired: false })
    expect(server.requests[0]).toMatchObject({ wantsSchema: true, system: 'You are brief.' })
    expect(schemaSent()).toMatchObject({
      strict: true,
      schema: { type: 'object', required: ['name', 'pages'], additionalProperties: false },
    })
  })

  it('is not misled by a property whose name is a word of JSON Schema', async () => {
    const port = await serve(() => ({ object: { default: 'a', type: 'b', not: 'c' } }))
    await port.generateObject(structured, z.object({ default: z.string(), type: z.string(), not: z.string() }))
    expect(schemaSent()['strict']).toBe(true)
  })

  it.each([
    ['an optional property', z.object({ name: z.string(), note: z.string().optional() })],
    ['a default', z.object({ name: z.string().default('x') })],
    [
      'a union by a property',
      z.object({
        name: z.string(),
        of: z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })]).nullish(),
      }),
    ],
    ['a record', z.object({ name: z.string(), more: z.record(z.string(), z.number()).optional() })],
    [
      'one deep inside',
      z.object({ name: z.string(), list: z.array(z.object({ a: z.string().optional() })).optional() }),
    ],
  ])('gets it loosely where strict mode would refuse it: %s', async (_, schema) => {
    const port = await serve(() => ({ object: { name: 'a' } }))
    expect(await port.generateObject(structured, schema)).toMatchObject({ value: { name: 'a' } })
    expect(schemaSent()['strict']).toBe(false)
  })

  it('is asked in words when its server refuses schemas', async () => {
    const refusal = {
      kind: 'status',
      status: 400,
      message: "'response_format' of type 'json_schema' is not supported",
    } as const
    const port = await serve(({ wantsSchema }) =>
      wantsSchema ? { fault: refusal } : { text: inFences(JSON.stringify(plan)) },
    )
    expect(await port.generateObject(structured, Plan)).toMatchObject({ value: plan, repaired: true })
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]!.system).toMatch(/You are brief\.[\s\S]*JSON Schema[\s\S]*"pages"/)
  })

  it('is asked in words for a list, which no strict mode takes at the top', async () => {
    const port = await serve(() => ({ text: '["a","b"]' }))
    expect(await port.generateObject(structured, z.array(z.string()))).toMatchObject({
      value: ['a', 'b'],
      repaired: false,
    })
    expect(server.requests[0]).toMatchObject({ wantsSchema: false })
  })

  it('gives what the schema makes of its answer', async () => {
    const port = await serve(() => ({ object: { at: '2026-01-02' } }))
    const schema = z.object({ at: z.iso.date().transform((text) => new Date(`${text}T00:00:00Z`)) })
    const { value } = await port.generateObject(structured, schema)
    expect(value.at.getUTCFullYear()).toBe(2026)
  })
})

describe('a model that does not', () => {
  const json = JSON.stringify(plan)
  it.each<[string, string]>([
    ['in fences', inFences(json)],
    ['in fences with another label', inFences(json, 'javascript')],
    ['in fences without a label', inFences(json, '')],
    ['with CRLF', inFences(JSON.stringify(plan, null, 2)).replaceAll('\n', '\r\n')],
    ['in prose', `The plan {as you asked} is ${json}. Enjoy!`],
    ['in a fence that is never closed', `\`\`\`json\n${json}`],
    ['after thinking', `<think>Maybe {"name": "wrong", "pages": [{"path": "/no"}]}?</think>\n${json}`],
    [
      'with comments and trailing commas',
      `{ // plan\n "name": "Recipes", /* two */ "pages": [{"path": "/"}, {"path": "/recipes"},], }`,
    ],
    ['in JavaScript', `{name: 'Recipes', pages: [{path: '/'}, {path: '/recipes'}]}`],
  ])('may write the object %s', async (_, text) => {
    const port = await serve(() => ({ text }))
    expect(await port.generateObject(weak, Plan)).toMatchObject({ value: plan, repaired: true })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]!.system).toContain('JSON Schema')
  })

  it.each<[string, string, RegExp]>([
    ['prose', PROSE, /no complete JSON/],
    ['half an object', json.slice(0, -6), /no complete JSON/],
    ['half an object around a whole one', `{"plans": [${json}, {"name"`, /no complete JSON/],
    ['another object', '{"name": ""}', /name[\s\S]*pages|pages[\s\S]*name/],
    ['nothing', '', /no complete JSON/],
  ])('is asked once more after %s, with what was wrong', async (_, text, complaint) => {
    const port = await serve(inOrder({ text }, { text: json }))
    const answer = await port.generateObject(weak, Plan)
    expect(answer).toMatchObject({ value: plan, repaired: true })
    expect(server.requests[1]!.prompt).toMatch(complaint)
    expect(server.requests[1]!.body['messages']).toMatchObject([
      { role: 'system' },
      { role: 'user' },
      { role: 'assistant' },
      { role: 'user' },
    ])
  })
})

describe('it fails', () => {
  it.each<[string, Answer, string, number]>([
    ['with bad-answer after prose twice', { text: PROSE }, 'bad-answer', 2],
    [
      'with bad-answer at the limit, without asking again',
      { text: JSON.stringify({ ...plan, name: 'x'.repeat(9_000) }) },
      'bad-answer',
      1,
    ],
    ['with bad-answer when the model declines', { refusal: 'No.' }, 'bad-answer', 1],
    [
      'with cut, having tried again: nothing was delivered',
      { object: plan, fault: { kind: 'cut', afterBytes: 900 } },
      'cut',
      3,
    ],
    ['with timeout', { object: plan, fault: { kind: 'stall', afterTokens: 2 } }, 'timeout', 1],
    ['with unauthorized', { fault: { kind: 'status', status: 401 } }, 'unauthorized', 1],
    [
      'with bad-answer for a web page',
      { fault: { kind: 'content-type', type: 'text/html', body: '<h1>' } },
      'bad-answer',
      1,
    ],
  ])('%s', async (_, answer, kind, requests) => {
    const port = await serve(() => answer, kind === 'timeout' ? SHORT : PATIENT)
    const failure = await failureOf(port.generateObject(structured, Plan))
    expect(failure.kind).toBe(kind)
    expect(server.requests).toHaveLength(requests)
    // What was begun is paid for, so it must be told; what was refused at the door is not.
    const isRefused = answer.fault?.kind === 'status' || answer.fault?.kind === 'content-type'
    expect((failure.usage?.inputTokens ?? 0) > 0).toBe(!isRefused)
  })

  it('at the limit before half an object could pass for a whole one', async () => {
    const port = await serve(() => ({
      text: '{"name":"Recipes","pages":[{"path":"/"}]} and so on and on',
      finish: 'length',
    }))
    expect(await failureOf(port.generateObject(weak, Plan))).toMatchObject({
      kind: 'bad-answer',
      message: expect.stringContaining('limit'),
    })
  })
})
