import { describe, expect, it } from 'vitest'
import { fromStreamError, quote, retryAfterOf, toModelError } from '../../../lib/integrations/models/failures/failures'
import { MEANINGS } from '../../support/answers/error-words'
import { kindOfAnswer, restInWords } from '../../../lib/integrations/models/failures/kind-of-answer'
import { errorIn, readError, saidIn } from '../../../lib/integrations/models/failures/said-in'
import { isModelError, ModelError } from '../../../lib/integrations/models/port'
import { DEFAULT_RETRY, delayBefore } from '../../../lib/integrations/models/failures/retry'

describe('an error of a server', () => {
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['empty text', ''],
    ['an empty object', {}],
    ['a list without entries', []],
    ['an object of nothing', { message: '', code: null, type: '' }],
    ['a code of success', { code: 0, message: '' }],
    ['false', false],
    ['the word for nothing', 'None'],
    ['a word of success', { code: 200, message: 'success' }],
    ['a code of success in quotes', { code: '0', message: '' }],
  ])('is none when it is %s', (_, error) => {
    expect(readError(error)).toBeNull()
    expect(errorIn({ error, choices: [] })).toBeNull()
  })

  it.each<[string, unknown, string, number | null]>([
    ['text', 'model is loading', 'model is loading', null],
    ['an object', { message: 'slow down', code: 429 }, 'slow down', 429],
    ['a code as text', { message: 'slow down', code: '429' }, 'slow down', 429],
    ['a status', { message: 'bad', status_code: 400 }, 'bad', 400],
    ['a list', [{ message: 'first' }, { message: 'second' }], 'first second', null],
    ['nested', { error: { message: 'inner', code: 400 } }, 'inner', 400],
    [
      'places',
      [{ loc: ['body', 'stream'], msg: 'extra fields not permitted' }],
      'body.stream: extra fields not permitted',
      null,
    ],
    [
      'packed by a gateway',
      { message: 'Provider returned error', code: 400, metadata: { raw: '{"error":{"message":"no system role"}}' } },
      'Provider returned error no system role',
      400,
    ],
    [
      'JSON inside of its words',
      { message: 'litellm.BadRequestError: {"error":{"message":"inner words"}}' },
      'litellm.BadRequestError inner words',
      null,
    ],
  ])('is read when it is %s', (_, error, message, status) =>
    expect(readError(error)).toMatchObject({ message, status }),
  )

  it.each([
    ['{"error":"no such model"}', 'no such model'],
    ['{"detail":"Not authenticated"}', 'Not authenticated'],
    ['{"object":"error","message":"too long","type":"BadRequestError","code":400}', 'too long'],
    ['[{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}]', 'API key not valid'],
    ['{"errors":[{"message":"one"}]}', 'one'],
    ['"plain words"', 'plain words'],
    ['plain words', 'plain words'],
    ['{"error":{"message":"cut off in the mid', ''],
    ['<!DOCTYPE html><title>Just a moment...</title>', ''],
    ['', ''],
  ])('%s says %j', (body, message) => expect(saidIn(body).message).toBe(message))
})

describe('what an answer means', () => {
  it.each(MEANINGS)('%i %s → %s', (status, said, kind) => expect(kindOfAnswer(status, said)).toBe(kind))

  it('of an error inside a stream comes from its code, or else from its words', () => {
    const kindOf = (error: unknown): string => fromStreamError(readError(error)!, null).kind
    expect(kindOf({ code: 429, message: 'slow' })).toBe('rate-limited')
    expect(kindOf({ code: 'rate_limit_exceeded', message: 'slow' })).toBe('rate-limited')
    expect(kindOf({ code: 'context_length_exceeded', message: 'maximum context length' })).toBe('context-too-long')
    expect(kindOf('the request exceeds the available context size, try increasing it')).toBe('context-too-long')
    expect(kindOf({ message: 'Insufficient credits' })).toBe('no-credit')
    expect(kindOf({ message: 'Invalid API key' })).toBe('unauthorized')
    expect(kindOf({ message: 'Unexpected endpoint or method. (POST /chat/completions)' })).toBe('refused-request')
    expect(kindOf({ code: null, message: 'Provider disconnected' })).toBe('overloaded')
  })

  it('is told with what to do where the words alone do not say it', () => {
    const wrongPath = fromStreamError(readError('Unexpected endpoint or method. (POST /chat/completions)')!, null)
    expect(wrongPath.message).toContain('/v1')
    const moderated = fromStreamError(readError({ code: 403, message: 'the input was flagged' })!, null)
    expect(moderated.message).toContain('the input was flagged')
    expect(moderated.message).not.toContain('key')
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
    const error = new ModelError('cut', { about: 'model.declined' })
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

describe('a rest that is told in words', () => {
  it.each<[string, number | null]>([
    ['Please try again in 7m12.5s.', 432.5],
    ['Please retry in 34.07s', 34.07],
    ['Rate limit exceeded, retry after 20 seconds', 20],
    ['"retryDelay": "34s"', 34],
    ['try again in 350ms', 0.35],
    ['Please wait 2 minutes', 120],
    ['Rate limit exceeded: free-models-per-day', 3_600],
    ['tokens per day (TPD): Limit 100000', 3_600],
    ['slow down', null],
  ])('%s → %s', (said, seconds) =>
    expect(Math.round((restInWords(said) ?? -1) * 1_000)).toBe(Math.round((seconds ?? -1) * 1_000)),
  )
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
