import { z } from 'zod'
import { detailText, errorText, reasonText } from '../core/error-texts'
import { AppError, type ErrorCode, type InvalidParam, refusal, STATUS, TITLE } from '../core/errors'
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
})
export type Problem = z.infer<typeof Problem>

/** The field a zod issue is about, as the caller wrote it: `files.0.path`. Unknown keys are named themselves. */
function paramsOf(issue: z.core.$ZodIssue, prefix: string): InvalidParam[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      name: [...path, key].join('.') || prefix,
      reason: 'This field does not exist here.',
    }))
  }
  return [{ name: path.join('.') || prefix, reason: issue.message }]
}

/**
 * Turns failed validation into the one refusal for bad input. `where` names the part when the part itself is wrong:
 * "body".
 */
export function invalidInput(error: z.ZodError, where: string): AppError {
  const invalidParams = error.issues.flatMap((issue) => paramsOf(issue, where))
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
      detail: detailOf(known, locale),
      requestId,
      ...(known.details.invalidParams === undefined ? {} : { invalidParams: reasonsIn(known, locale) }),
    },
  }
}

const reasonsIn = ({ details }: AppError, locale: Locale): InvalidParam[] | undefined =>
  details.invalidParams?.map(({ name, reason }) => ({ name, reason: reasonText(locale, reason) }))

/** The sentence of a refusal; what has none of its own says its first wrong field, or its title. */
function detailOf(error: AppError, locale: Locale): string {
  const { code, message, details } = error
  if (locale === 'en') return message
  if (details.told !== undefined) return errorText(locale, details.told)
  if (message === TITLE[code]) return errorText(locale, { key: `title.${code}` })
  const [first] = reasonsIn(error, locale) ?? []
  return code === 'invalid_input' && first !== undefined
    ? `${first.name}: ${first.reason}`
    : detailText(locale, message)
}
