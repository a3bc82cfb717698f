import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OpenAiCompatibleOptions } from '../../../lib/integrations/models/openai-compatible'
import type { ModelPort } from '../../../lib/integrations/models/port'
import { eachRow } from '../../support/each-row'
import { chatRequest, collect, portTo } from '../../support/model-requests'
import { type Fault, inOrder, type ModelRequest, type Script } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

let server: ModelServer | undefined
const serve = async (script: Script, options: Partial<OpenAiCompatibleOptions> = {}): Promise<ModelPort> => {
  server = await startModelServer(script)
  return portTo(server, options)
}
const requests = (): ModelRequest[] => server?.requests ?? []
afterEach(() => server?.stop())

// The SDK writes to the console what it does not throw; nothing of that may happen.
let silenced: ReturnType<typeof vi.spyOn>[]
beforeEach(() => {
  silenced = (['error', 'warn', 'log'] as const).map((name) => vi.spyOn(console, name))
})
afterEach(() => {
  for (const spy of silenced) {
    if (spy.mock.calls.length > 0)
      throw new Error(`Something was written to the console: ${JSON.stringify(spy.mock.calls)}`)
    spy.mockRestore()
  }
})

const LONG = 'Every word of this answer counts. '.repeat(20)

describe('patience', () => {
  const timeouts = { firstTokenMs: 150, betweenTokensMs: 100, totalMs: 60_000 }
  /** A busy machine is slow: bounds that a test does not speak of are far away. */
  const FAR = { firstTokenMs: 60_000, betweenTokensMs: 60_000, totalMs: 60_000 }

  it.each<[string, Fault]>([
    ['never answers at all', { kind: 'stall', afterTokens: -1 }],
    ['answers, but says nothing', { kind: 'stall', afterTokens: 0 }],
    ['sends comments instead of words', { kind: 'stall', afterTokens: 0, comments: true }],
  ])('ends with a server that %s', async (_, fault) => {
    const port = await serve(() => ({ text: LONG, fault }), { timeouts })
    const started = performance.now()
    const seen = await collect(port.streamText(chatRequest()))
    expect(performance.now() - started).toBeLessThan(timeouts.totalMs / 2)
    expect(seen).toMatchObject({
      text: '',
      reason: null,
      error: { kind: 'timeout', retryable: true, message: expect.stringContaining('0.15 seconds') },
    })
    expect(await requests()[0]!.closed).toBe('aborted')
    expect(requests()).toHaveLength(1)
  })

  it.each([false, true])('ends with a server that falls silent in the middle (comments: %s)', async (comments) => {
    const fault: Fault = { kind: 'stall', afterTokens: 5, comments }
    const port = await serve(() => ({ text: LONG, fault }), { timeouts: { ...FAR, betweenTokensMs: 100 } })
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen.text).toBe(LONG.slice(0, 20))
    expect(seen.error).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('0.1 seconds'),
      usage: { estimated: true },
    })
    expect(await requests()[0]!.closed).toBe('aborted')
  })

  it('lasts for a slow but steady answer, for one that thinks aloud, and for a reader that takes its time', async () => {
    const patient = { firstTokenMs: 1_500, betweenTokensMs: 1_000 }
    const slow: Script = ({ prompt }) =>
      prompt === 'think'
        ? { reasoning: 'hm, '.repeat(20), text: 'Yes.', tokensPerSecond: 25 }
        : { text: LONG.slice(0, 60), tokensPerSecond: 25 }
    const port = await serve(slow, { timeouts: patient })
    expect(await collect(port.streamText(chatRequest()))).toMatchObject({ reason: 'stop', text: LONG.slice(0, 60) })
    const thinking = await collect(port.streamText(chatRequest({ messages: [{ role: 'user', content: 'think' }] })))
    expect(thinking).toMatchObject({ reason: 'stop', text: 'Yes.' })
    let text = ''
    for await (const event of port.streamText(chatRequest())) {
      if (event.type !== 'text') continue
      if (text === '') await sleep(1_600)
      text += event.text
    }
    expect(text).toBe(LONG.slice(0, 60))
  })

  it('ends with an answer that trickles on past the overall bound', async () => {
    const port = await serve(() => ({ text: LONG, tokensPerSecond: 20 }), { timeouts: { ...FAR, totalMs: 1_500 } })
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen.error).toMatchObject({ kind: 'timeout', message: expect.stringContaining('1.5 seconds') })
    expect(seen.text.length).toBeGreaterThan(8)
  })

  it('is longer with a model that is known to think in silence', async () => {
    const port = await serve(() => ({ text: 'Done.', thinkMs: 350 }), { timeouts })
    expect(await collect(port.streamText(chatRequest({ model: 'gpt-5-mini' })))).toMatchObject({ text: 'Done.' })
    expect((await collect(port.streamText(chatRequest({ model: 'gpt-4o' })))).error).toMatchObject({ kind: 'timeout' })
  })
})

describe('trying again', () => {
  const busy = (retryAfter: string): Fault => ({ kind: 'status', status: 429, headers: { 'retry-after': retryAfter } })

  it('waits as long as Retry-After says in seconds', async () => {
    const port = await serve(inOrder({ fault: busy('1') }, { text: 'Now.' }))
    const rests: number[] = []
    expect(await collect(port.streamText(chatRequest({ onRest: (ms) => rests.push(ms) })))).toMatchObject({
      text: 'Now.',
    })
    expect(requests()[1]!.at - requests()[0]!.at).toBeGreaterThanOrEqual(995)
    // Whoever watches is told, so that it does not look stuck.
    expect(rests).toEqual([1_000])
  })

  it('waits as long as Retry-After says as a date', async () => {
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000)
    const port = await serve(inOrder({ fault: busy(at.toUTCString()) }, { text: 'Now.' }))
    expect(await collect(port.streamText(chatRequest()))).toMatchObject({ text: 'Now.' })
    expect(Date.now()).toBeGreaterThanOrEqual(at.getTime() - 5)
  })

  it('does not wait for ever: a long Retry-After is told instead', async () => {
    const port = await serve(() => ({ fault: busy('3600') }))
    const { error } = await collect(port.streamText(chatRequest()))
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfter: 3600 })
    expect(requests()).toHaveLength(1)
  })

  it('can be cancelled while it waits', async () => {
    const port = await serve(() => ({ fault: busy('30') }))
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(new Error('never mind')), 50)
    const started = performance.now()
    expect((await collect(port.streamText(chatRequest({ signal: cancel.signal })))).error).toMatchObject({
      message: 'never mind',
    })
    expect(performance.now() - started, 'as long as the server asked for').toBeLessThan(30_000)
  })

  it.each<[string, Fault, string]>([
    ['500', { kind: 'status', status: 500 }, 'overloaded'],
    ['529', { kind: 'status', status: 529, body: '<html>Overloaded</html>' }, 'overloaded'],
    ['a connection that is closed at once', { kind: 'hang-up' }, 'unreachable'],
    [
      'an error inside the stream before the first word',
      { kind: 'error-event', afterTokens: 0, error: { message: 'busy', code: 503 } },
      'overloaded',
    ],
    [
      'an error object with status 200',
      { kind: 'content-type', type: 'application/json', body: '{"error":{"message":"busy","code":503}}' },
      'overloaded',
    ],
  ])('is done four times in all for %s', async (_, fault, kind) => {
    const port = await serve(() => ({ text: LONG, fault }))
    expect((await collect(port.streamText(chatRequest()))).error).toMatchObject({ kind })
    expect(requests()).toHaveLength(4)
  })

  it.each<[string, Fault, string]>([
    ['401', { kind: 'status', status: 401 }, 'unauthorized'],
    ['a bad request', { kind: 'status', status: 400 }, 'refused-request'],
    ['an empty account', { kind: 'status', status: 429, code: 'insufficient_quota' }, 'no-credit'],
    ['another content type', { kind: 'content-type', type: 'text/html', body: '<h1>Sign in</h1>' }, 'bad-answer'],
    ['a redirect', { kind: 'status', status: 307, headers: { location: 'http://127.0.0.1:1/' } }, 'refused-address'],
  ])('is not done for %s', async (_, fault, kind) => {
    const port = await serve(() => ({ text: LONG, fault }))
    expect((await collect(port.streamText(chatRequest()))).error).toMatchObject({ kind, retryable: false })
    expect(requests()).toHaveLength(1)
  })

  it.each<[string, Fault, string]>([
    ['a cut', { kind: 'cut', afterBytes: 3_000 }, 'cut'],
    ['a reset', { kind: 'cut', afterBytes: 3_000, reset: true }, 'cut'],
    [
      'an error',
      { kind: 'error-event', afterTokens: 9, error: { message: 'gone', code: 'server_error' } },
      'overloaded',
    ],
    ['half a JSON object', { kind: 'half-json', afterTokens: 9 }, 'bad-answer'],
  ])('is not done after the first word: %s', async (_, fault, kind) => {
    const port = await serve(() => ({ text: LONG, fault }))
    const seen = await collect(port.streamText(chatRequest()))
    expect(seen).toMatchObject({ reason: null, error: { kind } })
    expect(seen.text).not.toBe('')
    // Nothing that came after the damage: there would be a hole in it.
    expect(LONG.startsWith(seen.text)).toBe(true)
    expect(requests()).toHaveLength(1)
  })
})

describe('an answer without an end', () => {
  it('is cut at the limit, and the connection with it', async () => {
    const port = await serve(() => ({ text: 'again and ', fault: { kind: 'endless' } }))
    const seen = await collect(port.streamText(chatRequest({ maxOutputTokens: 50 })))
    expect(seen).toMatchObject({ reason: 'length', error: null, usage: { estimated: true } })
    expect(seen.text.length).toBeLessThan(420)
    expect(await requests()[0]!.closed).toBe('aborted')
  })

  it('is refused when it is one line, before it fills the memory', async () => {
    const port = await serve(() => ({ text: 'x'.repeat(65_536), fault: { kind: 'endless', unbroken: true } }))
    const seen = await collect(port.streamText(chatRequest({ maxOutputTokens: 100_000 })))
    expect(seen.error).toMatchObject({ kind: 'bad-answer', message: expect.stringContaining('line') })
    expect(await requests()[0]!.closed).toBe('aborted')
  })

  it('is refused when it is thinking without a word', { tags: ['deep'] }, async () => {
    const port = await serve(() => ({ reasoning: 'hmmm'.repeat(20_000), text: 'x', ignoresLimit: true }))
    const seen = await collect(port.streamText(chatRequest({ maxOutputTokens: 5 })))
    expect(seen.error).toMatchObject({ kind: 'bad-answer', message: expect.stringContaining('bytes') })
  })

  it('as an error body is read no further than is useful', async () => {
    const port = await serve(() => ({
      fault: { kind: 'status', status: 400, body: { error: { message: 'y'.repeat(30_000_000) } } },
    }))
    const { error } = await collect(port.streamText(chatRequest()))
    expect(error).toMatchObject({ kind: 'refused-request' })
    expect((error as Error).message.length).toBeLessThan(500)
    expect(await requests()[0]!.closed).toBe('aborted')
  })
})

/** Exactly the bytes that the stand-in server sends for one answer, for sending any beginning of them. */
async function record(text: string): Promise<Buffer> {
  const recorder = await startModelServer(() => ({ text }))
  const body = JSON.stringify({ model: 'm', messages: [], stream: true, stream_options: { include_usage: true } })
  const response = await fetch(`${recorder.url}/chat/completions`, { method: 'POST', body })
  const bytes = Buffer.from(await response.arrayBuffer())
  await recorder.stop()
  return bytes
}

/** Sends the beginning of a recorded answer, up to the byte that the prompt names ("cut at 17"). */
async function startCutter(bytes: Buffer, reset: boolean): Promise<{ url: string; stop(): Promise<void> }> {
  const cutter = createServer((message, response) => {
    const parts: Buffer[] = []
    message.on('data', (part: Buffer) => parts.push(part))
    message.on('end', () => {
      const at = Number(/cut at (\d+)/.exec(Buffer.concat(parts).toString())![1])
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      response.write(bytes.subarray(0, at), () =>
        reset ? setImmediate(() => response.socket?.destroy()) : response.end(),
      )
    })
  })
  await new Promise<void>((resolve) => cutter.listen(0, '127.0.0.1', resolve))
  const stop = (): Promise<void> => {
    cutter.closeAllConnections()
    return new Promise((resolve) => cutter.close(() => resolve()))
  }
  return { url: `http://127.0.0.1:${(cutter.address() as AddressInfo).port}/v1`, stop }
}

describe('a stream that is cut at any byte', () => {
  const text = '<f p="añ">✓\n</f>'

  /** What is wrong with an answer cut at every `step` bytes; where it turns from cut to whole, at each. */
  async function wrongCuts(reset: boolean, step: number): Promise<unknown[]> {
    const bytes = await record(text)
    const finishAt = bytes.indexOf('"finish_reason":"stop"')
    const eventEnd = bytes.indexOf('\n\n', finishAt) + 2
    const cutter = await startCutter(bytes, reset)
    const port = portTo(cutter, { retry: { attempts: 1 } })
    const wrong: unknown[] = []
    const check = async (at: number): Promise<void> => {
      const seen = await collect(
        port.streamText(chatRequest({ messages: [{ role: 'user', content: `cut at ${at}` }] })),
      )
      const isWhole = seen.reason === 'stop' && seen.text === text
      const isCut =
        seen.reason === null && (seen.error as { kind?: string } | null)?.kind === 'cut' && text.startsWith(seen.text)
      // Once the finish is there, a reset may still overtake bytes that were already on their way.
      const isRight = at < finishAt ? isCut : at >= eventEnd && !reset ? isWhole : isWhole || isCut
      if (!isRight) wrong.push({ at, ...seen })
    }
    const places = Array.from({ length: bytes.length + 1 }, (_, at) => at).filter(
      (at) => at % step === 0 || (at >= finishAt - 8 && at <= eventEnd + 8),
    )
    for (let from = 0; from < places.length; from += 16) await Promise.all(places.slice(from, from + 16).map(check))
    await cutter.stop()
    expect(finishAt).toBeGreaterThan(500)
    return wrong
  }

  eachRow([[false], [true]])(
    'is `cut` until the finish has come, and whole from then on (reset: %s)',
    async (reset) => {
      expect(await wrongCuts(reset, 23)).toEqual([])
    },
  )
  it.each([false, true])('so it is at every single byte (reset: %s)', { tags: ['deep'] }, async (reset) => {
    expect(await wrongCuts(reset, 1)).toEqual([])
  })
})

describe('connections', () => {
  it('are used again for the next call', async () => {
    const port = await serve(() => ({ text: 'Hi.' }))
    for (let call = 0; call < 5; call++) await collect(port.streamText(chatRequest()))
    expect(server!.connections()).toBe(1)
  })

  it('are closed when the reader walks away', async () => {
    const port = await serve(() => ({ text: LONG, tokensPerSecond: 50 }))
    for await (const event of port.streamText(chatRequest())) if (event.type === 'text') break
    expect(await requests()[0]!.closed).toBe('aborted')
  })

  it('carry several calls at the same time', async () => {
    const port = await serve(({ prompt }) => ({ text: `You said: ${prompt}`, tokensPerSecond: 100 }))
    const seen = await Promise.all(
      ['one', 'two', 'three'].map((content) =>
        collect(port.streamText(chatRequest({ messages: [{ role: 'user', content }] }))),
      ),
    )
    expect(seen.map(({ text }) => text)).toEqual(['You said: one', 'You said: two', 'You said: three'])
  })
})
