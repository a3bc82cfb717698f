import { APICallError } from 'ai'
import type { Told } from '../../../core/told'
import { ModelError } from '../port'
import { adviceFor, kindOfAnswer, restInWords, statusOfError } from './kind-of-answer'
import { pageTitle, readError, type Said, saidIn } from './said-in'
import { scrubKey } from './scrub-key'

/**
 * Turns whatever a call can end with (SDK errors, HTTP answers, errors inside a stream) into the closed set of the
 * port.
 */

const LONGEST_DETAIL = 300

/**
 * Seconds to wait as `Retry-After` says them, in seconds or as a date (RFC 9110 10.2.3), or OpenAI's `retry-after-ms`.
 * Null when the server does not say it or says nonsense.
 */
export function retryAfterOf(headers: Record<string, string> | undefined, now: number): number | null {
  const ms = Number(headers?.['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(ms) && ms >= 0) return ms / 1000
  const value = headers?.['retry-after']?.trim()
  if (!value) return null
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000)
}

/** One line of what the server said, without the key and not longer than a person reads. */
export function quote(text: string, key: string | null): string {
  const line = scrubKey(text, key)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL)}…` : line
}

type Answered = { status: number; said: Said; key: string | null; retryAfter?: number | null; page?: string | null }

function fromAnswer({ status, said, key, retryAfter = null, page = null }: Answered): ModelError {
  const words = `${said.code} ${said.message}`.trim()
  const told = quote(said.message, key) || (page ? quote(page, key) : '')
  const kind = kindOfAnswer(status, words)
  const rest = retryAfter ?? (kind === 'rate-limited' ? restInWords(words) : null)
  const advice = adviceFor(status, words)
  const end = advice === null || /[.!?…]$/.test(told) ? '' : '.'
  const heard: Told =
    told === ''
      ? { key: 'model.status', values: { status } }
      : { key: 'model.says', values: { words: `${told}${end}` } }
  return new ModelError(kind, {
    status,
    about: advice === null ? heard : [heard, { key: advice }],
    ...(rest !== null && { retryAfter: rest }),
  })
}

/** An error that came inside a stream that had begun well. */
export const fromStreamError = (said: Said, key: string | null): ModelError =>
  fromAnswer({ status: statusOfError(said), said, key })

function* causes(error: unknown): Generator {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++)
    yield current
}

/** For an answer that no SDK looked at. Reads its body. */
export async function fromResponse(
  response: Response,
  key: string | null,
  now: number = Date.now(),
): Promise<ModelError> {
  const body = await response.text()
  return fromAnswer({
    status: response.status,
    said: saidIn(body),
    page: pageTitle(body),
    key,
    retryAfter: retryAfterOf(Object.fromEntries(response.headers), now),
  })
}

/** @param key masked in whatever is quoted */
export function toModelError(error: unknown, key: string | null, now: number = Date.now()): ModelError {
  for (const cause of causes(error)) if (cause instanceof ModelError) return cause
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    const body = error.responseBody ?? ''
    return fromAnswer({
      status: error.statusCode,
      said: saidIn(body),
      page: pageTitle(body),
      key,
      retryAfter: retryAfterOf(error.responseHeaders, now),
    })
  }
  for (const cause of causes(error)) {
    if (
      /^(AI_JSONParseError|AI_TypeValidationError|AI_InvalidResponseDataError|AI_EmptyResponseBodyError|SyntaxError)$/.test(
        (cause as Error).name,
      )
    )
      return new ModelError('bad-answer', { about: 'model.otherProtocol' })
    if (/^(ECONN|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE)/.test((cause as NodeJS.ErrnoException).code ?? ''))
      return new ModelError('cut')
  }
  const provider = error as { message?: unknown; code?: string | number; statusCode?: number } | null
  if (typeof provider?.statusCode === 'number' && !(error instanceof Error)) {
    const said = readError(provider) ?? { message: '', code: '', param: null, status: null }
    return fromAnswer({ status: provider.statusCode, said, key })
  }
  // What is left is a mistake in the SDK or here; its message may contain anything, so only its name is told.
  return new ModelError('bad-answer', {
    about: { key: 'model.code', values: { code: error instanceof Error ? error.name : typeof error } },
  })
}
