import texts from '../../messages/en/errors.json' with { type: 'json' }
import { errorText } from './error-texts.ts'
import type { ErrorKey, Words } from './told.ts'

/**
 * Every refusal Devora makes, as a closed union. Domain code throws `AppError`; `http/route`, server actions and the
 * worker translate it once. A new code must get a status here, or the build fails.
 */
export type ErrorCode =
  | 'malformed_address'
  | 'invalid_input'
  | 'malformed_json'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'unauthenticated'
  | 'forbidden'
  | 'origin_refused'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'email_taken'
  | 'invalid_credentials'
  | 'account_locked'
  | 'idempotency_conflict'
  | 'version_conflict'
  | 'rate_limited'
  | 'too_many_streams'
  | 'run_finished'
  | 'insufficient_credit'
  | 'budget_spent'
  | 'quota_exceeded'
  | 'too_many_runs'
  | 'capability_off'
  | 'unavailable'
  | 'internal'

export const STATUS = {
  malformed_address: 400,
  invalid_input: 422,
  malformed_json: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  unauthenticated: 401,
  forbidden: 403,
  origin_refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  email_taken: 409,
  invalid_credentials: 401,
  account_locked: 429,
  idempotency_conflict: 409,
  version_conflict: 409,
  rate_limited: 429,
  too_many_streams: 429,
  run_finished: 409,
  insufficient_credit: 402,
  budget_spent: 402,
  quota_exceeded: 403,
  too_many_runs: 429,
  capability_off: 503,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** Short human titles, RFC 9457 `title`: the same for every occurrence of a code. */
export const TITLE: Record<ErrorCode, string> = texts.title

/** A refused field. `reason` is English; `told` says it in every language, where it is not a validator's own. */
export type InvalidParam = { name: string; reason: string; told?: Words }
/** Why: sentences by key, or the key of one without values. */
export type Why = ErrorKey | Words

export type ErrorDetails = {
  /** Where the sentence stands in the message files, so that it can be said in the caller's language. */
  told?: Words
  /** Which fields were wrong and why, in the caller's own names. */
  invalidParams?: InvalidParam[]
  /** Seconds after which a retry can succeed; becomes `Retry-After`. */
  retryAfter?: number
  /** Extra response headers, e.g. `Allow` for 405. */
  headers?: Record<string, string>
  /** Further members of the problem document (RFC 9457, section 3.2). */
  members?: { database: 'down' }
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  constructor(
    code: ErrorCode,
    message: string = TITLE[code],
    details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
  get status(): number {
    return STATUS[this.code]
  }
}

/** A refusal whose sentence is in the message files; `message` is the English one, for logs. */
export const refusal = (
  code: ErrorCode,
  key: ErrorKey,
  values: Record<string, string | number> = {},
  details: ErrorDetails = {},
  options?: { cause?: unknown },
): AppError => {
  const told = { key, values }
  return new AppError(code, errorText('en', told), { ...details, told }, options)
}

/** The one refusal for "does not exist" and "is somebody else's": they must not be told apart. */
export const notFound = (what: keyof typeof texts.missing): AppError => refusal('not_found', `missing.${what}`)

/** A refused field. `name` is the path as the caller wrote it, e.g. `files.0.path`. */
export function invalidParam(name: string, why: Why): InvalidParam {
  const told: Words = typeof why === 'string' ? { key: why } : why
  return { name, reason: errorText('en', told), told }
}

/** The refusal of one field. */
export function invalid(name: string, why: Why): AppError {
  const param = invalidParam(name, why)
  return new AppError('invalid_input', `${name}: ${param.reason}`, { invalidParams: [param] })
}
