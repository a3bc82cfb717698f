import { z } from 'zod'
import { AppError, type ErrorCode, type InvalidParam, STATUS, TITLE } from '../core/errors'

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
 * The problem document of any thrown value. What is not an `AppError` is our fault and says nothing about its inside.
 */
export function problemOf(error: unknown, requestId: string): { problem: Problem; headers: Record<string, string> } {
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', `Something broke on our side. Quote ${requestId} when you ask about it.`)
  const code: ErrorCode = known.code
  const headers: Record<string, string> = { ...known.details.headers }
  if (known.details.retryAfter !== undefined)
    headers['Retry-After'] = String(Math.max(1, Math.ceil(known.details.retryAfter)))
  return {
    headers,
    problem: {
      type: `/docs/api#${code}`,
      title: TITLE[code],
      status: STATUS[code],
      code,
      detail: known.message,
      requestId,
      ...(known.details.invalidParams === undefined ? {} : { invalidParams: known.details.invalidParams }),
    },
  }
}
