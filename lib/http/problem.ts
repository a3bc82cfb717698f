import { z } from 'zod'
import { errorText, keyedReason } from '../core/error-texts'
import type { Told } from '../core/told'
import { AppError, type ErrorCode, type InvalidParam, invalidParam, refusal, STATUS, TITLE } from '../core/errors'
import type { Locale } from '../core/locale'

/** RFC 9457 problem details as Devora sends them. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  invalidParams: z.array(z.object({ name: z.string(), reason: z.string() })).optional(),
  /** Beside `unavailable`: what does not answer. */
  database: z.literal('down').optional(),
})
export type Problem = z.infer<typeof Problem>

/** An answer names what is wrong, and never gives back what was sent: so many fields, and so much of each. */
const MAX_PARAMS = 20
const MAX_NAME = 200
const MAX_REASON = 300
/** A part of a name as people and programs write them; whatever else stood there is not repeated. */
const PLAIN = /^[\w$-]{1,64}$/

const clip = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text)
const nameOf = (path: readonly PropertyKey[], prefix: string): string =>
  path.map((part) => (PLAIN.test(String(part)) ? String(part) : '…')).join('.') || prefix

/** The fields a zod issue is about, as the caller wrote them: `files.0.path`. Unknown keys are named themselves. */
function paramsOf(issue: z.core.$ZodIssue, prefix: string): InvalidParam[] {
  if (issue.code !== 'unrecognized_keys') {
    const own = issue.code === 'custom' ? (issue.params?.['told'] as Told | undefined) : undefined
    const told = own ?? keyedReason(issue.message)
    const name = nameOf(issue.path, prefix)
    return [told === null ? { name, reason: issue.message } : invalidParam(name, told)]
  }
  return issue.keys
    .slice(0, MAX_PARAMS + 1)
    .map((key) => invalidParam(nameOf([...issue.path, key], prefix), 'reason.unknownField'))
}

/**
 * Turns failed validation into the one refusal for bad input. `where` names the part when the part itself is wrong:
 * "body".
 */
export function invalidInput(error: z.ZodError, where: string): AppError {
  const invalidParams = error.issues.slice(0, MAX_PARAMS + 1).flatMap((issue) => paramsOf(issue, where))
  const first = invalidParams[0]
  return new AppError('invalid_input', first === undefined ? TITLE.invalid_input : `${first.name}: ${first.reason}`, {
    invalidParams,
  })
}

/**
 * The problem document of any thrown value, in the caller's language. What is not an `AppError` is our fault and says
 * nothing about its inside.
 */
export function problemOf(
  error: unknown,
  requestId: string,
  locale: Locale = 'en',
): { problem: Problem; headers: Record<string, string> } {
  const known = error instanceof AppError ? error : refusal('internal', 'detail.broke', { requestId })
  const code: ErrorCode = known.code
  const headers: Record<string, string> = { ...known.details.headers }
  if (known.details.retryAfter !== undefined)
    headers['Retry-After'] = String(Math.max(1, Math.ceil(known.details.retryAfter)))
  return {
    headers,
    problem: {
      type: `/docs/api#${code}`,
      title: errorText(locale, { key: `title.${code}` }),
      status: STATUS[code],
      code,
      detail: clip(detailOf(known, locale), MAX_NAME + MAX_REASON),
      requestId,
      ...(known.details.invalidParams === undefined ? {} : { invalidParams: reasonsIn(known, locale) }),
      ...known.details.members,
    },
  }
}

const reasonsIn = ({ details }: AppError, locale: Locale): InvalidParam[] | undefined =>
  details.invalidParams?.slice(0, MAX_PARAMS).map(({ name, reason, told }) => ({
    name: clip(name, MAX_NAME),
    reason: clip(told === undefined ? reason : errorText(locale, told), MAX_REASON),
  }))

/** The sentence of a refusal; what has none of its own says its first wrong field, or its title. */
function detailOf(error: AppError, locale: Locale): string {
  const { code, message, details } = error
  if (locale === 'en') return message
  if (details.told !== undefined) return errorText(locale, details.told)
  if (message === TITLE[code]) return errorText(locale, { key: `title.${code}` })
  const [first] = reasonsIn(error, locale) ?? []
  return code === 'invalid_input' && first !== undefined ? `${first.name}: ${first.reason}` : message
}
