import { describe, expect, it } from 'vitest'
import {
  fromStreamError,
  kindOfAnswer,
  quote,
  retryAfterOf,
  toModelError,
} from '../../../lib/integrations/models/failures/failures'
import { isModelError, ModelError } from '../../../lib/integrations/models/port'
import { DEFAULT_RETRY, delayBefore } from '../../../lib/integrations/models/failures/retry'

describe('what an answer means', () => {
  it.each<[number, string, string]>([
    [
      400,
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
      'context-too-long',
    ],
    [400, 'prompt is too long: 210000 tokens > 200000 maximum', 'context-too-long'],
    [400, 'the request exceeds the available context size, try increasing it', 'context-too-long'],
    [413, 'Request too large', 'refused-request'],
    [400, 'acme/none is not a valid model ID', 'no-such-model'],
    [404, 'model "qwen9" not found, try pulling it first', 'no-such-model'],
    [404, 'The model `gpt-9` does not exist or you do not have access to it.', 'no-such-model'],
    [404, 'No endpoints found for acme/gone.', 'no-such-model'],
    [404, 'Not Found', 'refused-request'],
    [403, 'Insufficient credits. Add more', 'no-credit'],
    [403, 'Country not supported', 'unauthorized'],
    [429, 'Rate limit reached for gpt-4o', 'rate-limited'],
    [408, '', 'overloaded'],
    [502, '', 'overloaded'],
    [501, '', 'refused-request'],
    [418, '', 'refused-request'],
  ])('%i %s → %s', (status, said, kind) => expect(kindOfAnswer(status, said)).toBe(kind))

  it('of an error inside a stream comes from its code', () => {
    expect(fromStreamError({ code: 429, message: 'slow' }, null).kind).toBe('rate-limited')
    expect(fromStreamError({ code: 'rate_limit_exceeded', message: 'slow' }, null).kind).toBe('rate-limited')
    expect(fromStreamError({ code: 'context_length_exceeded', message: 'maximum context length' }, null).kind).toBe(
      'context-too-long',
    )
    expect(fromStreamError({ code: null, message: 'Provider disconnected' }, null).kind).toBe('overloaded')
  })

  it('is never more than what may be told', () => {
    const odd = toModelError(
      Object.assign(new TypeError('Bearer sk-secret-0123456789'), { requestBodyValues: 'prompt' }),
      null,
    )
    expect(odd).toMatchObject({ kind: 'bad-answer' })
    expect(JSON.stringify(odd) + odd.message).not.toMatch(/sk-secret|prompt/)
    expect(quote(`a\n\tb\u0007 ${'x'.repeat(400)}`, null)).toMatch(/^a b x{290,}…$/)
  })

  it('is recognised again after it was stored', () => {
    const error = new ModelError('cut', { detail: 'x' })
    const stored = Object.assign(new Error(error.message), { name: error.name, kind: error.kind })
    expect(isModelError(stored)).toBe(true)
    expect(isModelError(new Error('x'))).toBe(false)
    expect(isModelError(Object.assign(new Error('x'), { name: 'ModelError', kind: 'toString' }))).toBe(false)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')
  it.each<[Record<string, string> | undefined, number | null]>([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': '1.5' }, 1.5],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, 30],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 0.25],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '-5x' }, null],
    [{}, null],
    [undefined, null],
  ])('%j → %s', (headers, seconds) => expect(retryAfterOf(headers, now)).toBe(seconds))
})

describe('the next attempt', () => {
  const passing = (retryAfter?: number): ModelError =>
    new ModelError('overloaded', retryAfter === undefined ? {} : { retryAfter })
  it('waits twice as long each time, with jitter, up to a limit', () => {
    const policy = { ...DEFAULT_RETRY, attempts: 10 }
    expect([1, 2, 3, 4, 5, 6].map((attempt) => delayBefore(passing(), attempt, policy, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000,
    ])
    expect(delayBefore(passing(), 3, policy, () => 0)).toBe(0)
  })

  it('waits exactly as long as it is asked to, or is not made', () => {
    expect(delayBefore(passing(2.5), 1, DEFAULT_RETRY, () => 0)).toBe(2500)
    expect(delayBefore(passing(61), 1, DEFAULT_RETRY)).toBeNull()
    expect(delayBefore(passing(), 4, DEFAULT_RETRY)).toBeNull()
    for (const kind of [
      'timeout',
      'unauthorized',
      'no-credit',
      'bad-answer',
      'refused-address',
      'no-such-model',
    ] as const) {
      expect(delayBefore(new ModelError(kind), 1, DEFAULT_RETRY)).toBeNull()
    }
  })
})
