import { APICallError } from 'ai'
import { ModelError, type ModelErrorKind } from '../port'
import { scrubKey } from './scrub-key'
import type { StreamError } from '../wire/watch-stream'

/**
 * Turns whatever a call can end with (SDK errors, HTTP answers, errors inside a stream) into the closed set of the
 * port.
 */

const LONGEST_DETAIL = 300

const TOO_LONG =
  /context[ _-]?(length|window|size)|maximum context|too many (input )?tokens|prompt is too long|input is too long|exceeds? the (model's )?(maximum|available) (context|number of tokens)/i
const NO_MODEL =
  /model_not_found|(not a valid|unknown|invalid|unsupported) model|model\b.{0,80}(does ?n[o']t exist|not (be )?found|not exist|not available|try pulling)|no (endpoints|allowed providers) (are )?(found|available)/i
const NO_CREDIT = /insufficient[ _](quota|credits?|funds|balance)|exceeded your current quota|billing_hard_limit/i

/** What a status, together with the code and message of the error body, means. */
export function kindOfAnswer(status: number, said: string): ModelErrorKind {
  if (status === 402 || ((status === 429 || status === 403) && NO_CREDIT.test(said))) return 'no-credit'
  if (status === 401 || status === 403) return 'unauthorized'
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 425 || status === 409) return 'overloaded'
  if (status === 400 || status === 404 || status === 413 || status === 422) {
    if (TOO_LONG.test(said)) return 'context-too-long'
    return NO_MODEL.test(said) ? 'no-such-model' : 'refused-request'
  }
  if (status === 501 || status === 505) return 'refused-request'
  if (status >= 500) return 'overloaded'
  return status >= 400 ? 'refused-request' : 'bad-answer'
}

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

const saying = (message: string): string => (message ? `It says: ${message}` : '')

function fromAnswer(
  status: number,
  code: string,
  message: string,
  key: string | null,
  retryAfter: number | null,
): ModelError {
  const kind = kindOfAnswer(status, `${code} ${message}`)
  const detail = saying(quote(message, key)) || `(status ${status})`
  return new ModelError(kind, { status, detail, ...(retryAfter !== null && { retryAfter }) })
}

/** An error that came inside a stream that had begun well. */
export function fromStreamError(error: StreamError, key: string | null): ModelError {
  const code = String(error.code ?? '')
  const status = /^[45]\d\d$/.test(code)
    ? Number(code)
    : /rate_limit|quota/.test(code)
      ? 429
      : /invalid|context/.test(code)
        ? 400
        : 502
  return fromAnswer(status, code, error.message, key, null)
}

function* causes(error: unknown): Generator {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth++)
    yield current
}

type ErrorBody = {
  error?: { code?: unknown; type?: unknown; message?: unknown } | string
  type?: unknown
  message?: unknown
  detail?: unknown
}

function saidIn(body: string): { code: string; message: string } {
  try {
    const { error, type, message, detail } = JSON.parse(body) as ErrorBody
    if (typeof error === 'object' && error !== null)
      return { code: `${String(error.code ?? '')} ${String(error.type ?? '')}`, message: String(error.message ?? '') }
    // vLLM says it at the top, FastAPI as a list of places.
    if (typeof message === 'string') return { code: typeof type === 'string' ? type : '', message }
    if (Array.isArray(detail)) return { code: '', message: detail.map(complaintOf).filter(Boolean).join('; ') }
  } catch {
    // Not JSON; see below.
  }
  // An HTML page of some proxy helps nobody; Ollama and FastAPI answer {"error": "…"} and {"detail": "…"}.
  const plain = /^\s*\{\s*"(?:error|detail|message)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1]
  return { code: '', message: plain ?? (/^\s*[<{[]/.test(body) ? '' : body) }
}

function complaintOf(entry: unknown): string {
  const { loc, msg } = (entry ?? {}) as { loc?: unknown; msg?: unknown }
  return typeof msg === 'string' ? `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${msg}` : ''
}

/** For an answer that no SDK looked at. Reads its body. */
export async function fromResponse(
  response: Response,
  key: string | null,
  now: number = Date.now(),
): Promise<ModelError> {
  const { code, message } = saidIn(await response.text())
  return fromAnswer(response.status, code, message, key, retryAfterOf(Object.fromEntries(response.headers), now))
}

/** @param key masked in whatever is quoted */
export function toModelError(error: unknown, key: string | null, now: number = Date.now()): ModelError {
  for (const cause of causes(error)) if (cause instanceof ModelError) return cause
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 400) {
    const { code, message } = saidIn(error.responseBody ?? '')
    return fromAnswer(error.statusCode, code, message, key, retryAfterOf(error.responseHeaders, now))
  }
  for (const cause of causes(error)) {
    if (
      /^(AI_JSONParseError|AI_TypeValidationError|AI_InvalidResponseDataError|AI_EmptyResponseBodyError|SyntaxError)$/.test(
        (cause as Error).name,
      )
    )
      return new ModelError('bad-answer', { detail: 'It is not what the OpenAI protocol prescribes.' })
    if (/^(ECONN|EPIPE|ETIMEDOUT|ERR_STREAM_PREMATURE_CLOSE)/.test((cause as NodeJS.ErrnoException).code ?? ''))
      return new ModelError('cut')
  }
  const provider = error as { message?: unknown; code?: string | number; statusCode?: number } | null
  if (typeof provider?.statusCode === 'number' && !(error instanceof Error)) {
    return fromAnswer(provider.statusCode, String(provider.code ?? ''), String(provider.message ?? ''), key, null)
  }
  // What is left is a mistake in the SDK or here; its message may contain anything, so only its name is told.
  return new ModelError('bad-answer', { detail: `(${error instanceof Error ? error.name : typeof error})` })
}
