import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ModelPort, Usage } from '../../../lib/integrations/models/port'
import { EMBEDDINGS, REFUSED_FORMATS, TRANSCRIPTS, VECTORS, WIRE, WORDS } from '../../support/answers/wire-answers'
import { chatRequest, collect, failureOf, portTo } from '../../support/model-requests'
import type { Answer, Script } from '../../support/model-script'
import { type ModelServer, startModelServer } from '../../support/model-server'

/*
 * How real servers speak the protocol, through the real SDK over HTTP: heard as it was meant, or refused with the right
 * reason.
 */

async function using<T>(
  script: Script,
  then: (port: ModelPort, server: ModelServer) => Promise<T>,
  patience = 20_000,
): Promise<T> {
  const server = await startModelServer(script)
  try {
    return await then(
      portTo(server, { timeouts: { firstTokenMs: patience, betweenTokensMs: patience }, retry: { attempts: 2 } }),
      server,
    )
  } finally {
    await server.stop()
  }
}
const isPossible = (usage: Usage | null | undefined): boolean =>
  !usage ||
  [usage.inputTokens, usage.outputTokens].every((count) => Number.isInteger(count) && count >= 0 && count < 10_000_000)
const json = (body: string): Answer => ({ fault: { kind: 'content-type', type: 'application/json', body } })

describe('a stream', () => {
  it('is heard as it was meant, or fails by its right name', async () => {
    const heard = await Promise.all(
      WIRE.map(([habit, fault, outcome]) =>
        using(
          (request) => ({
            text: WORDS,
            ...(fault && { fault: typeof fault === 'function' ? fault(request, request.index)! : fault }),
          }),
          async (port) => {
            const { text, reason, usage, error } = await collect(port.streamText(chatRequest({ temperature: 0.2 })))
            const kind = (error as { kind?: string } | null)?.kind
            const isRight =
              outcome === 'words'
                ? !error && text === WORDS && reason === 'stop'
                : outcome === 'part'
                  ? !error && text === WORDS && reason !== 'stop'
                  : outcome.some((one) => one === kind)
            return isRight && isPossible(usage ?? (error as { usage?: Usage } | null)?.usage)
              ? []
              : [{ habit, text, reason, usage, error: String(error) }]
          },
          // Patience with a busy machine, where silence is not what is tried.
          Array.isArray(outcome) && outcome.includes('timeout') ? 300 : undefined,
        ),
      ),
    )
    expect(heard.flat()).toEqual([])
  })

  it('finds out once what a model does not take', () =>
    using(
      ({ body }) =>
        'temperature' in body
          ? { fault: { kind: 'status', status: 400, message: "Unsupported value: 'temperature'" } }
          : { text: WORDS },
      async (port, server) => {
        for (let time = 0; time < 3; time++) await collect(port.streamText(chatRequest({ temperature: 0.2 })))
        expect(server.requests.map(({ body }) => 'temperature' in body)).toEqual([true, false, false, false])
      },
    ))

  it('never asks without a limit, and tells of one that is too large', () =>
    using(
      ({ body }) => ({
        fault: {
          kind: 'status',
          status: 400,
          message: `${'max_tokens' in body ? 'max_tokens' : 'max_completion_tokens'} is too large: at most 100`,
        },
      }),
      async (port, server) => {
        const { error } = await collect(port.streamText(chatRequest()))
        expect(error).toMatchObject({ kind: 'refused-request' })
        expect(error).toMatchObject({ message: expect.stringContaining('at most 100') })
        expect(server.requests.map(({ body }) => body['max_tokens'] ?? body['max_completion_tokens'])).toEqual([
          1_000, 100,
        ])
      },
    ))
})

const signal = new AbortController().signal

describe('an answer in one piece', () => {
  it.each(EMBEDDINGS.filter(([, , isGood]) => isGood))('embeddings in the order of the texts: %s', (_, body) =>
    using(
      () => json(body),
      async (port) => {
        const { vectors, usage } = await port.embed({ model: 'e', texts: ['one', 'two', 'three'], signal })
        expect(vectors).toEqual(VECTORS)
        expect(isPossible(usage)).toBe(true)
      },
    ),
  )

  it.each(EMBEDDINGS.filter(([, , isGood]) => !isGood))('no embeddings that may belong to other texts: %s', (_, body) =>
    using(
      () => json(body),
      async (port) => {
        const error = await failureOf(port.embed({ model: 'e', texts: ['one', 'two', 'three'], signal }))
        expect(error.kind).toMatch(/^(?:bad-answer|overloaded)$/)
      },
    ),
  )

  it.each(TRANSCRIPTS)('transcripts: %s', (_, body, text) =>
    using(
      () => json(body),
      async (port) => {
        const call = port.transcribe({ model: 'w', audio: new Uint8Array([1, 2, 3]), mediaType: 'audio/webm', signal })
        expect(
          await call.then(
            (answer) => answer.text,
            () => null,
          ),
        ).toBe(text)
      },
    ),
  )

  it.each(REFUSED_FORMATS)('an object from a server that refuses: %s', (_, parameter, status, body) =>
    using(
      ({ body: sent }) => (parameter in sent ? { fault: { kind: 'status', status, body } } : { object: { name: 'x' } }),
      async (port) => {
        const request = chatRequest({ model: 'gpt-4o-mini', temperature: 0.2 })
        expect((await port.generateObject(request, z.object({ name: z.string() }))).value).toEqual({ name: 'x' })
      },
    ),
  )
})
