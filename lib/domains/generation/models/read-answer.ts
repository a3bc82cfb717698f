import { z, type ZodType } from 'zod'

/** Reading what models answer as JSON: strict in what is asked for, lenient in what is taken. */

export type Loose = Record<string, unknown>
export const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value)
export const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : typeof value === 'number' ? String(value) : null) // prettier-ignore
export const objects = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isObject) : isObject(value) ? Object.entries(value).filter(([, one]) => isObject(one)).map(([name, one]) => ({ name, ...(one as Loose) })) : []) // prettier-ignore
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : [])
export const truth = (value: unknown): boolean => value === true || value === 'true' || value === 1
export function among<T extends string>(values: readonly T[], value: unknown, aliases: Record<string, T>, otherwise: T): T {
  const key = (text(value) ?? '').toLowerCase()
  return values.find((one) => one === key) ?? aliases[key.replace(/\(.*$/, '').trim()] ?? otherwise
}

/** Shown to models as `strict`, but takes whatever `mend` can turn into it. */
export const tolerant = <T>(strict: ZodType<T>, mend: (value: unknown) => unknown): ZodType<T> => {
  const { $schema: _, ...shown } = z.toJSONSchema(strict, { io: 'input', target: 'draft-7' })
  return z.preprocess(mend, strict).meta(shown) as unknown as ZodType<T>
}
