import { ApiError } from '@/lib/http/client'

/**
 * A refusal, field by field; what belongs to no shown field is `form`. `names`: parameter of the API → field of the
 * form. `textOf`: the sentence for the whole.
 */
export function readRefusal<T extends string>(
  error: unknown,
  names: Record<string, T>,
  textOf: (error: unknown) => string,
): { fields: Partial<Record<T, string>>; form: string | null } {
  const fields: Partial<Record<T, string>> = {}
  if (error instanceof ApiError)
    for (const [param, field] of Object.entries(names)) {
      const reason = error.reasonFor(param)
      if (reason !== undefined) fields[field] ??= reason
    }
  return { fields, form: Object.keys(fields).length > 0 ? null : textOf(error) }
}
