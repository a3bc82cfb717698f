import { ApiError } from '@/lib/http/client'

/**
 * A refusal, field by field; what belongs to no shown field is `form`. `names`: parameter of the API → field of the
 * form. `otherwise`: what to say of something that is no answer of the API.
 */
export function readRefusal<T extends string>(
  error: unknown,
  names: Record<string, T>,
  otherwise: string,
): { fields: Partial<Record<T, string>>; form: string | null } {
  if (!(error instanceof ApiError)) return { fields: {}, form: otherwise }
  const fields: Partial<Record<T, string>> = {}
  for (const [param, field] of Object.entries(names)) {
    const reason = error.reasonFor(param)
    if (reason !== undefined) fields[field] ??= reason
  }
  return { fields, form: Object.keys(fields).length > 0 ? null : error.problem.detail }
}
