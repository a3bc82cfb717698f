import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { NOTHING_LEARNT } from '../../../lib/integrations/models/learning/capabilities'
import type { CapabilityStore } from '../../../lib/integrations/models/learning/memory'
import type { Adaptation, ModelPort } from '../../../lib/integrations/models/port'
import {
  limitOf,
  NO_DEVELOPER,
  NO_PARAMETER,
  NO_STREAM,
  NO_SYSTEM,
  type Refusal,
  SMALL_LIMIT,
  SMALL_WINDOW,
} from '../../support/answers/refusals'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import type { Answer, ModelRequest } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

/* Servers that do not take what OpenAI takes: asked again in the form that they take, and in no other from then on. */

let server: ModelServer
let script: (request: ModelRequest) => Answer
beforeAll(async () => {
  server = await startModelServer((request) => script(request))
})
afterAll(() => server.stop())
beforeEach(() => {
  server.requests.length = 0
})

function refusing({ says, status = 400, minds }: Refusal): ModelPort {
  script = (request) => {
    if (!minds(request)) return { text: 'Blue.', object: undefined }
    if (status !== 200) return { fault: { kind: 'status', status, body: says } }
    return typeof says === 'string'
      ? { fault: { kind: 'wire', pieces: [says] } }
      : { fault: { kind: 'content-type', type: 'application/json', body: JSON.stringify(says) } }
  }
  return portTo(server, { retry: { attempts: 1 } })
}
const asked = (more: object = {}) => {
  const told: Adaptation[] = []
  const onAdapted = (one: Adaptation): void => void told.push(one)
  return { request: chatRequest({ maxOutputTokens: 4_096, temperature: 0.2, onAdapted, ...more }), told }
}
/** Asks twice: the second time it is known. */
async function twice(port: ModelPort, more: object = {}): Promise<{ told: Adaptation[]; second: ModelRequest }> {
  const { request, told } = asked(more)
  expect(await collect(port.streamText(request))).toMatchObject({ text: 'Blue.', reason: 'stop', error: null })
  const before = server.requests.length
  expect(await collect(port.streamText(request))).toMatchObject({ text: 'Blue.', error: null })
  expect(server.requests.length - before, 'it is kept').toBe(1)
  return { told, second: server.requests.at(-1)! }
}

describe('a server that refuses', () => {
  it.each(NO_SYSTEM)('a system role gets the instructions with the first message: %s', async (_, refusal) => {
    const { told, second } = await twice(refusing(refusal))
    expect(server.requests).toHaveLength(3)
    expect(second.body['messages']).toEqual([{ role: 'user', content: 'You are brief.\n\nName a colour.' }])
    expect(told).toContainEqual({ what: 'instructions' })
  })

  it.each(NO_DEVELOPER)('the role developer is asked with system: %s', async (_, refusal) => {
    const { second } = await twice(refusing(refusal), { model: 'gpt-5' })
    expect(second.body['messages']).toMatchObject([{ role: 'system' }, { role: 'user' }])
    expect(server.requests).toHaveLength(3)
  })

  it.each(NO_STREAM)('a stream is asked for the whole answer: %s', async (_, refusal) => {
    const { told, second } = await twice(refusing(refusal))
    expect(second.body).toMatchObject({ stream: false })
    expect(second.body).not.toHaveProperty('stream_options')
    expect(server.requests).toHaveLength(3)
    expect(told).toContainEqual({ what: 'stream' })
  })

  it.each(NO_PARAMETER)('a parameter is asked without it: %s', async (_, refusal) => {
    const { second } = await twice(refusing(refusal))
    expect(limitOf(second), 'the limit is never left out').toBe(4_096)
  })

  it.each(SMALL_LIMIT)('so long an answer is asked for a shorter one: %s', async (_, refusal) => {
    const port = refusing(refusal)
    const { told, second } = await twice(port)
    expect(limitOf(second)).toBeGreaterThanOrEqual(2_000)
    expect(limitOf(second)).toBeLessThanOrEqual(2_049)
    expect(server.requests).toHaveLength(3)
    expect(port.describeModel('test-model').maxOutputTokens).toBe(limitOf(second))
    expect(told).toContainEqual({ what: 'output-limit', tokens: limitOf(second) })
  })

  it.each(SMALL_WINDOW)('so long an answer beside this question is asked for what fits: %s', async (_, refusal) => {
    const { request } = asked()
    expect(await collect(refusing(refusal).streamText(request))).toMatchObject({ text: 'Blue.', error: null })
    expect(server.requests.map(limitOf)).toHaveLength(2)
    expect(limitOf(server.requests[1]!)).toBeGreaterThan(3_000)
  })

  it('almost everything is asked in the one form that it takes', async () => {
    const all = [NO_SYSTEM[1]![1], NO_STREAM[0]![1], NO_PARAMETER[0]![1], SMALL_LIMIT[0]![1]]
    script = (request) => {
      const refusal = all.find(({ minds }) => minds(request))
      return refusal ? { fault: { kind: 'status', status: 400, body: refusal.says } } : { text: 'Blue.' }
    }
    const { told } = await twice(portTo(server, { retry: { attempts: 1 } }))
    expect(server.requests).toHaveLength(6)
    expect([...new Set(told.map(({ what }) => what))]).toEqual(['instructions', 'stream', 'parameter', 'output-limit'])
  })

  it('pictures is asked without them', async () => {
    const port = refusing({
      says: { error: { message: 'unknown variant `image_url`, expected `text`' } },
      minds: ({ images }) => images > 0,
    })
    const image = { type: 'image', data: new Uint8Array([1]), mediaType: 'image/png' } as const
    const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'What is it?' }, image] }]
    const { told, second } = await twice(port, { messages })
    expect(second.prompt).toMatch(/^What is it\?\n\n\(A picture stood here/)
    expect(told).toContainEqual({ what: 'images' })
    expect(port.describeModel('test-model').vision).toBe(false)
  })

  it('turns that are none gets them joined', async () => {
    const port = refusing({
      says: { error: 'roles must alternate between user and assistant' },
      minds: ({ body }) =>
        (body['messages'] as { role: string }[]).map(({ role }) => role).join() !== 'user,assistant,user',
    })
    const user = (content: string) => ({ role: 'user' as const, content })
    const messages = [user('a'), user('b'), { role: 'assistant' as const, content: 'c' }, user('d')]
    const { second } = await twice(port, { messages, instructions: '' })
    expect(second.body['messages']).toMatchObject([{ content: 'a\n\nb' }, { content: 'c' }, { content: 'd' }])
  })
})

describe('an answer in another form than was asked for', () => {
  it('is heard when it comes in one piece, and waited for in one piece from then on', async () => {
    script = () => ({
      fault: {
        kind: 'content-type',
        type: 'application/json',
        body: JSON.stringify({ error: null, choices: [{ message: { content: 'Blue.' }, finish_reason: 'stop' }] }),
      },
    })
    const { second } = await twice(portTo(server))
    expect(second.wantsStream).toBe(false)
  })

  it('is streamed again where only that is taken, whatever was learnt before', async () => {
    let isFirst = true
    script = ({ wantsStream }) => {
      if (wantsStream && !isFirst) return { text: 'Blue.' }
      if (!wantsStream)
        return { fault: { kind: 'status', status: 400, message: 'This model only support stream mode' } }
      isFirst = false
      const body = '{"choices":[{"message":{"content":"Blue."},"finish_reason":"stop"}]}'
      return { fault: { kind: 'content-type', type: 'application/json', body } }
    }
    const port = portTo(server, { retry: { attempts: 1 } })
    for (let time = 0; time < 3; time++)
      expect(await collect(port.streamText(chatRequest()))).toMatchObject({ text: 'Blue.', error: null })
    expect(server.requests.map(({ wantsStream }) => wantsStream)).toEqual([true, false, true, true])
  })

  it.each(['""', 'null', '{}', '{"message":"","code":null}'])(
    'is words although an error of %s stands in it',
    async (none) => {
      const chunk = (delta: string, end: string): string =>
        `data: {"error":${none},"choices":[{"index":0,"delta":${delta},"finish_reason":${end}}]}\n\n`
      script = () => ({
        fault: {
          kind: 'wire',
          pieces: [chunk('{"content":"Blue."}', 'null'), chunk('{}', '"stop"'), 'data: [DONE]\n\n'],
        },
      })
      const seen = await collect(portTo(server).streamText(chatRequest()))
      expect(seen).toMatchObject({ text: 'Blue.', reason: 'stop', error: null })
      expect(server.requests).toHaveLength(1)
    },
  )
})

describe('a refusal that nothing can be done about', () => {
  it.each<[string, number, string, string]>([
    ['of the content', 403, 'The chosen model requires moderation and the input was flagged', 'refused-request'],
    [
      'of the content, in a stream’s words',
      400,
      'The response was filtered: streaming stopped, content not allowed',
      'refused-request',
    ],
    ['of the place', 403, 'Country, region, or territory not supported', 'refused-request'],
    [
      'of the question’s length',
      400,
      'input length and `max_tokens` exceed context limit: 9000 + 8192 > 8192',
      'context-too-long',
    ],
    [
      'of the question’s length, as 500',
      500,
      "This model's maximum context length is 8192 tokens.",
      'context-too-long',
    ],
    ['of the model', 404, 'The model `gone` does not exist', 'no-such-model'],
    ['of a limit that is as small as can be', 400, 'max_tokens must be at least 8000', 'refused-request'],
  ])('is told in its own words after few questions: %s', async (_, status, message, kind) => {
    script = () => ({ fault: { kind: 'status', status, message } })
    const { error } = await collect(portTo(server).streamText(asked().request))
    expect(error).toMatchObject({ kind, message: expect.stringContaining(message) })
    expect(String(error)).not.toContain('did not accept the key')
    expect(server.requests.length).toBeLessThanOrEqual(2)
  })

  it('tells how large the window is, for whoever asks next', async () => {
    script = () => ({
      fault: { kind: 'status', status: 400, message: 'Your request exceeded model token limit: 8192' },
    })
    const port = portTo(server)
    await collect(port.streamText(asked().request))
    expect(port.describeModel('test-model').contextTokens).toBe(8_192)
  })

  it('is not made worse by guesses: a server that breaks down without a word is asked plainly once', async () => {
    script = () => ({ fault: { kind: 'status', status: 500, body: '' } })
    const port = portTo(server)
    await collect(port.streamText(asked().request))
    expect(server.requests).toHaveLength(5)
    await collect(port.streamText(asked().request))
    expect(server.requests).toHaveLength(9)
  })
})

describe('the form of an object', () => {
  const Colour = z.object({ name: z.string() })
  const formOf = ({ body }: ModelRequest): unknown => (body['response_format'] as { type?: string } | undefined)?.type
  const forms = (): unknown[] => server.requests.map(formOf)
  const takes = (taken: unknown[], message: string): ModelPort => {
    script = (request) =>
      taken.includes(formOf(request))
        ? { text: '{"name":"blue"}' }
        : { fault: { kind: 'status', status: 400, message } }
    return portTo(server, { retry: { attempts: 1 } })
  }
  it.each<[string, unknown[], string, unknown[]]>([
    [
      'JSON without a schema',
      ['json_object'],
      'This response_format type is unavailable now',
      ['json_schema', 'json_object'],
    ],
    ['words', [undefined], 'This response_format type is unavailable now', ['json_schema', 'json_object', undefined]],
    ['words at once', [undefined], "Unknown parameter: 'response_format'", ['json_schema', undefined]],
    [
      'words, when the grammar fails',
      [undefined],
      "'response_format.type' must be 'json_schema' or 'text'",
      ['json_schema', undefined],
    ],
    ['words, after a bare refusal', [undefined], 'Invalid request', ['json_schema', undefined]],
  ])('is taken as far as it goes, and kept: %s', async (_, taken, message, tried) => {
    const port = takes(taken, message)
    const told: Adaptation[] = []
    const request = chatRequest({ model: 'gpt-4o-mini', onAdapted: (one) => void told.push(one) })
    for (let time = 0; time < 2; time++)
      expect((await port.generateObject(request, Colour)).value).toEqual({ name: 'blue' })
    expect(forms()).toEqual([...tried, tried.at(-1)])
    expect(told[0]).toEqual({ what: 'format', format: tried.at(-1) ?? 'words' })
  })

  it('is not tried again and again where the content was refused', async () => {
    script = () => ({ fault: { kind: 'status', status: 403, message: 'the input was flagged' } })
    const request = chatRequest({ model: 'gpt-4o-mini' })
    await expect(portTo(server).generateObject(request, Colour)).rejects.toMatchObject({ kind: 'refused-request' })
    expect(server.requests).toHaveLength(1)
  })
})

describe('what was learnt', () => {
  const rows = new Map<string, unknown>()
  const store: CapabilityStore = {
    load: (key) => Promise.resolve((rows.get(key) as typeof NOTHING_LEARNT | undefined) ?? null),
    save: (key, known) => Promise.resolve(void rows.set(key, known)),
  }

  it('is shared by calls at the same time, and by another process', async () => {
    refusing(NO_SYSTEM[1]![1])
    const open = (): ModelPort => portTo(server, { retry: { attempts: 1 }, store })
    const port = open()
    await Promise.all(Array.from({ length: 4 }, () => collect(port.streamText(chatRequest()))))
    await collect(port.streamText(chatRequest()))
    expect(server.requests.length).toBeLessThanOrEqual(9)
    server.requests.length = 0
    await collect(open().streamText(chatRequest()))
    expect(server.requests).toHaveLength(1)
    expect([...rows.keys()].join()).not.toContain('127.0.0.1')
  })

  it('is of one model only', async () => {
    const port = refusing(NO_STREAM[0]![1])
    await collect(port.streamText(chatRequest({ model: 'a' })))
    await collect(port.streamText(chatRequest({ model: 'b' })))
    expect(server.requests.map(({ wantsStream }) => wantsStream)).toEqual([true, false, true, false])
  })
})
