import { afterEach, describe, expect, it } from 'vitest'
import { HOUR } from '../../../lib/core/time'
import { connectionsOf, createModels } from '../../../lib/integrations/models/create-models'
import { createOpenAiCompatible } from '../../../lib/integrations/models/openai-compatible'
import type { ModelPort } from '../../../lib/integrations/models/port'
import { chatRequest, collect, failureOf, portTo, TEST_KEY } from '../../support/model-requests'
import type { Script } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

const servers: ModelServer[] = []
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())))
async function start(script: Script): Promise<ModelServer> {
  const server = await startModelServer(script)
  servers.push(server)
  return server
}
/** A server that never answers, and a signal that cancels once the request has arrived there. */
async function startSilent(): Promise<{ server: ModelServer; cancel: AbortSignal }> {
  const controller = new AbortController()
  const server = await start(() => {
    setTimeout(() => controller.abort(new Error('never mind')), 20)
    return { fault: { kind: 'stall', afterTokens: -1 } }
  })
  return { server, cancel: controller.signal }
}
const signal = new AbortController().signal
const env = { ALLOW_LOCAL_MODELS: true, OLLAMA_CONTEXT_LENGTH: 16_384 }
const retry = { attempts: 2, baseMs: 1 }

/** As https://openrouter.ai/api/v1/models tells it. */
const openRouterModel = {
  id: 'acme/writer-2',
  name: 'Acme: Writer 2',
  context_length: 200_000,
  architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
  pricing: { prompt: '0.0000003', completion: '0.0000025', request: '0', image: '0' },
  top_provider: { context_length: 180_000, max_completion_tokens: 32_000, is_moderated: false },
  supported_parameters: ['max_tokens', 'temperature', 'response_format', 'structured_outputs'],
}

describe('the list of models', () => {
  it('takes context, price and abilities from a server that tells them', async () => {
    const painter = {
      ...openRouterModel,
      id: 'acme/painter',
      architecture: { input_modalities: ['text'], output_modalities: ['image'] },
    }
    const auto = {
      ...openRouterModel,
      id: 'acme/auto',
      pricing: { prompt: '-1', completion: '-1' },
      supported_parameters: ['max_tokens'],
    }
    const server = await start(() => ({
      models: [
        openRouterModel,
        painter,
        auto,
        { id: 'acme/free:free', pricing: { prompt: '0', completion: '0' }, context_length: 8_000 },
        { id: 7 },
        {},
      ],
    }))
    const port = createOpenAiCompatible(
      { baseUrl: server.url, apiKey: TEST_KEY, provider: 'openrouter' },
      { policy: { allowLocal: true } },
    )
    const models = await port.listModels()
    expect(models.map(({ id }) => id)).toEqual(['acme/auto', 'acme/free:free', 'acme/writer-2'])
    expect(models[2]).toEqual({
      id: 'acme/writer-2',
      name: 'Acme: Writer 2',
      provider: 'openrouter',
      contextTokens: 180_000,
      maxOutputTokens: 32_000,
      price: { inputMicrosPerMillion: 300_000, outputMicrosPerMillion: 2_500_000 },
      vision: true,
      structured: true,
      known: true,
    })
    expect(models[1]).toMatchObject({ price: { inputMicrosPerMillion: 0, outputMicrosPerMillion: 0 }, known: true })
    // Nobody knows what it costs, so it is taken to be dear.
    expect(models[0]).toMatchObject({ known: false, structured: false, price: { outputMicrosPerMillion: 75_000_000 } })
    expect(port.describeModel('acme/writer-2')).toBe(models[2])
  })

  it('is fetched again after six hours, and not kept when it failed', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    let isDown = true
    const server = await start(() => (isDown ? { fault: { kind: 'status', status: 500 } } : { models: [{ id: 'a' }] }))
    const port = portTo(server, { now: () => now, retry: { attempts: 1 } })
    expect(await failureOf(port.listModels())).toMatchObject({ kind: 'overloaded' })
    isDown = false
    await port.listModels()
    now += 6 * HOUR - 1
    await port.listModels()
    expect(server.requests).toHaveLength(2)
    now += 2
    await port.listModels()
    expect(server.requests).toHaveLength(3)
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/models' })
  })

  it.each<[string, string]>([
    ['no JSON', '<h1>hello</h1>'],
    ['half of it', '{"data": [{"id": "a"}, {"i'],
    ['no list', '{"data": {}}'],
    ['null', 'null'],
  ])('is refused when it is %s', async (_, body) => {
    const server = await start(() => ({ fault: { kind: 'content-type', type: 'application/json', body } }))
    expect(await failureOf(portTo(server).listModels())).toMatchObject({ kind: 'bad-answer' })
  })

  it('is what is declared where the server has no such route', async () => {
    const server = await start(() => ({ fault: { kind: 'status', status: 404, message: 'Not Found' } }))
    const port = createOpenAiCompatible(
      { baseUrl: server.url, apiKey: TEST_KEY, provider: 'openai' },
      { policy: { allowLocal: true } },
    )
    expect((await port.listModels()).map(({ id }) => id)).toContain('gpt-4.1-mini')
    // Of a gateway that nobody knows nothing is declared: an empty list would look as if it had no models.
    expect(await failureOf(portTo(server).listModels())).toMatchObject({
      kind: 'refused-request',
      message: expect.stringMatching(/no list of models.*\/v1.*type the model's name/),
    })
  })

  it.each<[string, unknown]>([
    ['a bare list', [{ id: 'b' }, { id: 'a' }]],
    ['under models, by name', { models: [{ name: 'a', model: 'a' }, { name: 'b' }] }],
    ['with an empty error beside it', { error: null, data: [{ id: 'a' }, { id: 'b' }] }],
  ])('is read when it is %s', async (_, body) => {
    const fault = { kind: 'content-type', type: 'application/json; charset=utf-8', body: JSON.stringify(body) } as const
    const server = await start(() => ({ fault }))
    expect((await portTo(server).listModels()).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('tells of an error that comes with status 200, and of a web page', async () => {
    let [type, body] = ['application/json', '{"error":"Unexpected endpoint or method. (GET /models)"}']
    const server = await start(() => ({ fault: { kind: 'content-type', type, body } }))
    expect(await failureOf(portTo(server).listModels())).toMatchObject({ message: expect.stringContaining('/v1') })
    ;[type, body] = ['text/html', '<html><title>Sign in</title></html>']
    expect(await failureOf(portTo(server).listModels())).toMatchObject({
      kind: 'bad-answer',
      message: expect.stringContaining('web page'),
    })
  })

  it('can be cancelled', async () => {
    const { server, cancel } = await startSilent()
    await expect(portTo(server).listModels(cancel)).rejects.toThrow('never mind')
    expect(await server.requests[0]!.closed).toBe('aborted')
  })
})

describe("the operator's servers", () => {
  it('come from the environment', () => {
    expect(connectionsOf(env)).toEqual([])
    expect(createModels(env).server).toBeNull()
    expect(connectionsOf({ ...env, OPENAI_API_KEY: 'a' })).toEqual([
      { baseUrl: 'https://api.openai.com/v1', apiKey: 'a', provider: 'openai' },
    ])
    expect(connectionsOf({ ...env, OPENAI_BASE_URL: 'http://gateway.internal:8080/v1/' })).toEqual([
      { baseUrl: 'http://gateway.internal:8080/v1', apiKey: null, provider: 'compatible' },
    ])
    expect(connectionsOf({ ...env, OPENROUTER_API_KEY: 'b', OLLAMA_BASE_URL: 'http://localhost:11434' })).toEqual([
      { baseUrl: 'https://openrouter.ai/api/v1', apiKey: 'b', provider: 'openrouter' },
      { baseUrl: 'http://localhost:11434/v1', apiKey: null, provider: 'ollama' },
    ])
    // As people paste them; one that cannot be meant is told by the name of its variable.
    expect(connectionsOf({ ...env, OPENAI_BASE_URL: 'localhost:1234/v1/chat/completions' })).toMatchObject([
      { baseUrl: 'http://localhost:1234/v1' },
    ])
    expect(connectionsOf({ ...env, OLLAMA_BASE_URL: 'http://gpu-box:11434/api/generate' })).toMatchObject([
      { baseUrl: 'http://gpu-box:11434/v1', provider: 'ollama' },
    ])
    expect(() => connectionsOf({ ...env, OPENAI_BASE_URL: 'https://platform.openai.com/api-keys' })).toThrow(
      /OPENAI_BASE_URL.*api\.openai\.com\/v1/,
    )
    expect(createModels({ ...env, OPENAI_API_KEY: 'a', DEFAULT_MODEL: 'gpt-5-mini' }).defaultModel).toBe('gpt-5-mini')
    expect(createModels({ ...env, OPENAI_API_KEY: 'a', EMBEDDING_MODEL: 'bge-m3' }).embeddingModel).toBe('bge-m3')
    expect(createModels({ ...env, OPENAI_API_KEY: 'a' }).embeddingModel).toBeNull()
  })

  async function both(
    first: Script,
    second: Script,
  ): Promise<{ server: ModelPort; gateway: ModelServer; ollama: ModelServer }> {
    const [gateway, ollama] = [await start(first), await start(second)]
    const server = createModels(
      { ...env, OPENAI_API_KEY: TEST_KEY, OPENAI_BASE_URL: gateway.url, OLLAMA_BASE_URL: ollama.url },
      { retry },
    ).server!
    return { server, gateway, ollama }
  }

  it('are one list, and a model goes to the server that has it; the key goes to its own server only', async () => {
    const { server, gateway, ollama } = await both(
      ({ path }) =>
        path.endsWith('/models')
          ? { models: [{ id: 'house-model' }, { id: 'gpt-4o' }] }
          : { text: 'From the gateway.' },
      ({ path }) =>
        path.endsWith('/models') ? { models: [{ id: 'qwen3:8b' }, { id: 'my-finetune' }] } : { text: 'From Ollama.' },
    )
    // Before any list was seen, by what the name looks like.
    expect(await collect(server.streamText(chatRequest({ model: 'qwen3:8b' })))).toMatchObject({ text: 'From Ollama.' })
    expect(await collect(server.streamText(chatRequest({ model: 'gpt-4o' })))).toMatchObject({
      text: 'From the gateway.',
    })
    expect((await server.listModels()).map(({ id }) => id)).toEqual([
      'gpt-4o',
      'house-model',
      'my-finetune',
      'qwen3:8b',
    ])
    expect(await collect(server.streamText(chatRequest({ model: 'my-finetune' })))).toMatchObject({
      text: 'From Ollama.',
    })
    expect(await collect(server.streamText(chatRequest({ model: 'house-model' })))).toMatchObject({
      text: 'From the gateway.',
    })
    expect(ollama.requests.map(({ authorization }) => authorization)).toEqual([null, null, null])
    expect(new Set(gateway.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${TEST_KEY}`]))
  })

  it('take no window to be larger than what Ollama runs with', async () => {
    const { server } = await both(
      () => ({ models: [] }),
      () => ({ models: [{ id: 'llama3.1:8b' }] }),
    )
    expect(server.describeModel('llama3.1:8b')).toMatchObject({
      contextTokens: 16_384,
      maxOutputTokens: 16_384,
      price: { inputMicrosPerMillion: 0 },
    })
    expect(await server.listModels()).toMatchObject([{ id: 'llama3.1:8b', contextTokens: 16_384 }])
  })

  it('are listed as far as they answer', async () => {
    const down: Script = () => ({ fault: { kind: 'status', status: 503 } })
    const half = await both(down, () => ({ models: [{ id: 'qwen3:8b' }] }))
    expect(await half.server.listModels()).toMatchObject([{ id: 'qwen3:8b' }])
    const none = await both(down, down)
    expect(await failureOf(none.server.listModels())).toMatchObject({ kind: 'overloaded' })
  })
})

describe('embeddings', () => {
  it.each<[string, number[][]]>([
    ['too few', [[1, 2]]],
    ['of different lengths', [[1, 2], [1]]],
    ['empty', [[], []]],
  ])('are refused when they are %s', async (_, vectors) => {
    const server = await start(() => ({ vectors }))
    expect(await failureOf(portTo(server).embed({ model: 'e', texts: ['a', 'b'], signal }))).toMatchObject({
      kind: 'bad-answer',
    })
  })

  it('have estimated usage when the server counts none', async () => {
    const server = await start(() => ({ usage: null }))
    const { usage } = await portTo(server).embed({ model: 'e', texts: ['some words'], signal })
    expect(usage).toEqual({ inputTokens: 4, outputTokens: 0, estimated: true })
  })

  it('are asked for again after a 429', async () => {
    const server = await start(({ index }) =>
      index === 0 ? { fault: { kind: 'status', status: 429, headers: { 'retry-after': '0' } } } : {},
    )
    expect((await portTo(server).embed({ model: 'e', texts: ['ab'], signal })).vectors).toEqual([[2, 97, 1]])
  })
})

describe('transcriptions', () => {
  it('of silence are empty, not an error', async () => {
    const server = await start(() => ({ transcript: { text: '' } }))
    const request = { model: 'whisper-1', audio: new Uint8Array([1]), mediaType: 'audio/mpeg', signal }
    expect(await portTo(server).transcribe(request)).toEqual({ text: '', language: null, seconds: null })
    expect(server.requests[0]!.body['file']).toMatchObject({ type: 'audio/mpeg' })
  })

  it('can be cancelled', async () => {
    const { server, cancel } = await startSilent()
    const request = { model: 'whisper-1', audio: new Uint8Array([1]), mediaType: 'audio/mpeg', signal: cancel }
    await expect(portTo(server).transcribe(request)).rejects.toThrow('never mind')
    expect(await server.requests[0]!.closed).toBe('aborted')
  })
})
