import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createModels } from '../../lib/integrations/models/create-models'
import { createOpenAiCompatible } from '../../lib/integrations/models/openai-compatible'
import { isModelError, ModelError, type ModelPort } from '../../lib/integrations/models/port'
import { chatRequest, collect, failureOf, TEST_KEY } from '../support/model-requests'
import { inFences, inOrder, type Script } from '../support/model-script'
import { type ModelServer, startModelServer } from '../support/model-server'

/*
 * What every ModelPort keeps to, whoever made it. A new implementation joins `ports`; it is given the address of a
 * server that speaks OpenAI's protocol.
 */

const env = { ALLOW_LOCAL_MODELS: true, OLLAMA_CONTEXT_LENGTH: 32_768 }
const quick = { retry: { baseMs: 2, maxMs: 10 } }

const ports: Record<string, (url: string) => ModelPort> = {
  'one connection': (url) =>
    createOpenAiCompatible(
      { baseUrl: url, apiKey: TEST_KEY, provider: 'openai' },
      { policy: { allowLocal: true }, ...quick },
    ),
  "the operator's servers as one": (url) =>
    createModels({ ...env, OPENAI_API_KEY: TEST_KEY, OPENAI_BASE_URL: url, OLLAMA_BASE_URL: url }, quick).server!,
  "a person's own server": (url) =>
    createModels(env, quick).forPerson(
      { ownerId: 'usr_1', baseUrl: url },
      { ownerId: 'usr_1', baseUrl: url, apiKey: TEST_KEY },
    ),
}

describe.each(Object.entries(ports))('%s', (_, open) => {
  let server: ModelServer
  const serve = async (script: Script): Promise<ModelPort> => {
    server = await startModelServer(script)
    return open(server.url)
  }
  afterEach(() => server.stop())

  it('delivers text as it is written, then one finish with the usage', async () => {
    const port = await serve(() => ({
      text: 'Blue, like the sky over Cartagena — «azul».',
      usage: { prompt_tokens: 12, completion_tokens: 9 },
    }))
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen).toMatchObject({ text: 'Blue, like the sky over Cartagena — «azul».', reason: 'stop', error: null })
    expect(seen.usage).toEqual({ inputTokens: 12, outputTokens: 9, estimated: false })
    expect(seen.pieces).toBeGreaterThan(3)
  })

  it('sends instructions, conversation, images, limit and temperature', async () => {
    const port = await serve(() => ({ text: 'A cat.' }))
    const data = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])
    await collect(
      port.streamText(
        chatRequest({
          messages: [
            { role: 'user', content: 'Hello' },
            { role: 'assistant', content: 'Hi' },
            {
              role: 'user',
              content: [
                { type: 'text', text: 'What is this?' },
                { type: 'image', data, mediaType: 'image/png' },
              ],
            },
          ],
          maxOutputTokens: 77,
          temperature: 0.3,
        }),
      ),
    )
    const [request] = server.requests
    expect(request).toMatchObject({
      system: 'You are brief.',
      prompt: 'Hello\nHi\nWhat is this?',
      images: 1,
      model: 'test-model',
      wantsStream: true,
    })
    expect(request!.body).toMatchObject({ max_tokens: 77, temperature: 0.3, stream_options: { include_usage: true } })
    expect(JSON.stringify(request!.body)).toContain(`data:image/png;base64,${Buffer.from(data).toString('base64')}`)
  })

  it('says `length` for an answer that ended at its limit, and marks usage that it had to guess', async () => {
    const port = await serve(() => ({ text: 'word '.repeat(100), usage: null }))
    const seen = await collect(port.streamText(chatRequest({ maxOutputTokens: 10 })))
    expect(seen).toMatchObject({ reason: 'length', error: null, usage: { estimated: true } })
    expect(seen.usage!.inputTokens).toBeGreaterThanOrEqual(8)
    expect(seen.usage!.outputTokens).toBeGreaterThanOrEqual(10)
  })

  it('says `content-filter` when the model declined', async () => {
    const port = await serve(() => ({ refusal: 'I will not.', finish: 'stop' }))
    expect(await collect(port.streamText(chatRequest()))).toMatchObject({
      reason: 'content-filter',
      text: 'I will not.',
    })
  })

  it('never ends an answer that broke off as if it were complete', async () => {
    const port = await serve(() => ({
      text: 'This will not be '.repeat(10),
      fault: { kind: 'cut', afterBytes: 2_000 },
    }))
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen.reason).toBeNull()
    expect(seen.text).not.toBe('')
    expect(seen.error).toMatchObject({ kind: 'cut', retryable: true, usage: { estimated: true } })
    expect(server.requests).toHaveLength(1)
  })

  it('tries again on passing trouble, and counts what a lost attempt cost', async () => {
    const port = await serve(
      inOrder(
        { fault: { kind: 'status', status: 503 } },
        { text: 'lost', fault: { kind: 'cut', afterBytes: 150 } },
        { text: 'Green.' },
      ),
    )
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen).toMatchObject({ text: 'Green.', reason: 'stop', usage: { estimated: true } })
    expect(server.requests).toHaveLength(3)
  })

  it('ends with the reason of a cancel, and the server notices', async () => {
    const port = await serve(() => ({ text: 'on and on '.repeat(1_000), tokensPerSecond: 200, ignoresLimit: true }))
    const cancel = new AbortController()
    const reason = new Error('enough')
    let text = ''
    const reading = (async () => {
      for await (const event of port.streamText(chatRequest({ signal: cancel.signal }))) {
        if (event.type === 'text') text += event.text
        if (text.length > 20) cancel.abort(reason)
      }
    })()
    await expect(reading).rejects.toBe(reason)
    expect(await server.requests[0]!.closed).toBe('aborted')
  })

  it('asks nobody for a request that was cancelled before', async () => {
    const port = await serve(() => ({ text: 'x' }))
    const signal = AbortSignal.abort(new Error('too late'))
    await expect(collect(port.streamText(chatRequest({ signal })))).resolves.toMatchObject({
      error: { message: 'too late' },
    })
    await expect(port.embed({ model: 'e', texts: ['a'], signal })).rejects.toThrow('too late')
    expect(server.requests).toHaveLength(0)
  })

  const Colour = z.object({ name: z.string(), hex: z.string().regex(/^#[0-9a-f]{6}$/) })

  it('gives an object that the schema accepts', async () => {
    const port = await serve(() => ({
      object: { name: 'blue', hex: '#0000ff' },
      usage: { prompt_tokens: 5, completion_tokens: 6 },
    }))
    const answer = await port.generateObject(chatRequest(), Colour)
    expect(answer).toEqual({
      value: { name: 'blue', hex: '#0000ff' },
      repaired: false,
      usage: { inputTokens: 5, outputTokens: 6, estimated: false },
    })
  })

  it('repairs what a weak model wraps around the object', async () => {
    const port = await serve(() => ({ text: inFences("{name: 'blue', // nice\n \"hex\": '#0000ff',}") }))
    expect(await port.generateObject(chatRequest(), Colour)).toMatchObject({
      value: { name: 'blue', hex: '#0000ff' },
      repaired: true,
    })
  })

  it('asks once more, with the complaints, and then gives up', async () => {
    const port = await serve(
      inOrder({ object: { name: 'blue' } }, { object: { name: 'blue', hex: '#0000ff' } }, { object: 1 }),
    )
    expect(await port.generateObject(chatRequest(), Colour)).toMatchObject({
      value: { hex: '#0000ff' },
      repaired: true,
    })
    expect(server.requests[1]!.prompt).toMatch(/hex/)
    const failure = await failureOf(port.generateObject(chatRequest(), Colour))
    expect(failure).toMatchObject({ kind: 'bad-answer', retryable: false })
    expect(failure.usage!.outputTokens).toBeGreaterThan(0)
    expect(server.requests).toHaveLength(4)
  })

  it('embeds every text in its place', async () => {
    const port = await serve(() => ({}))
    const texts = Array.from({ length: 130 }, (_unused, index) => 'x'.repeat(index + 1))
    const { vectors, usage } = await port.embed({ model: 'embedder', texts, signal: new AbortController().signal })
    expect(vectors.map(([length]) => length)).toEqual(texts.map((text) => text.length))
    expect(usage).toMatchObject({ outputTokens: 0, estimated: false })
    expect(await port.embed({ model: 'embedder', texts: [], signal: new AbortController().signal })).toMatchObject({
      vectors: [],
    })
  })

  it('writes down what was said', async () => {
    const port = await serve(() => ({
      transcript: { text: 'Me duele la cabeza.', language: 'spanish', duration: 2.25 },
    }))
    const audio = new Uint8Array([1, 2, 3, 4])
    const request = {
      model: 'whisper-1',
      audio,
      mediaType: 'audio/webm',
      language: 'es',
      signal: new AbortController().signal,
    }
    expect(await port.transcribe(request)).toEqual({ text: 'Me duele la cabeza.', language: 'es', seconds: 2.25 })
    expect(server.requests[0]!.body).toMatchObject({
      model: 'whisper-1',
      language: 'es',
      file: { type: 'audio/webm', size: 4 },
    })
  })

  it('lists models with context and price, and knows what it says about one that nobody knows', async () => {
    const port = await serve(() => ({
      models: [{ id: 'gpt-4o-mini' }, { id: 'house-model', max_model_len: 16_384 }, { id: 'text-embedding-3-small' }],
    }))
    const models = await port.listModels()
    expect(models.map(({ id }) => id)).toEqual(['gpt-4o-mini', 'house-model'])
    expect(models[0]).toMatchObject({
      contextTokens: 128_000,
      known: true,
      price: { inputMicrosPerMillion: 150_000, outputMicrosPerMillion: 600_000 },
    })
    expect(models[1]).toMatchObject({ contextTokens: 16_384, known: false })
    expect(port.describeModel('house-model').contextTokens).toBe(16_384)
    const asked = server.requests.length
    await port.listModels()
    expect(server.requests).toHaveLength(asked)
  })

  const failures: [status: number, message: string, code: string, kind: string][] = [
    [401, 'wrong key', 'invalid_api_key', 'unauthorized'],
    [402, 'Insufficient credits', '402', 'no-credit'],
    [429, 'You exceeded your current quota', 'insufficient_quota', 'no-credit'],
    [404, 'The model `gone` does not exist', 'model_not_found', 'no-such-model'],
    [400, "This model's maximum context length is 8192 tokens", 'context_length_exceeded', 'context-too-long'],
    [400, 'temperature is not supported', 'unsupported_parameter', 'refused-request'],
    [429, 'slow down', 'rate_limit_exceeded', 'rate-limited'],
    [500, 'oops', '', 'overloaded'],
  ]
  it.each(failures)('fails on %i "%s" (%s) with %s in every kind of call', async (status, message, code, kind) => {
    const port = await serve(() => ({ fault: { kind: 'status', status, message, code } }))
    const { signal } = new AbortController()
    const errors = [
      (await collect(port.streamText(chatRequest()))).error,
      await failureOf(port.generateObject(chatRequest(), Colour)),
      await failureOf(port.embed({ model: 'e', texts: ['a'], signal })),
      await failureOf(port.transcribe({ model: 'w', audio: new Uint8Array([1]), mediaType: 'audio/wav', signal })),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(ModelError)
      expect(isModelError(error)).toBe(true)
      expect(error).toMatchObject({ kind, status })
      expect((error as ModelError).message).toContain(message)
    }
  })

  it('tells a server that is not there', async () => {
    const port = await serve(() => ({}))
    await server.stop()
    expect((await collect(port.streamText(chatRequest()))).error).toMatchObject({
      kind: 'unreachable',
      retryable: true,
    })
  })
})
