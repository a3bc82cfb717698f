import { z, type ZodType } from 'zod'

/** Reading what models answer as JSON: strict in what is asked for, lenient in what is taken. */

export type Loose = Record<string, unknown>
export const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** Words that weak models write where they were told to answer null. */
const NOTHING = /^(?:null|none|undefined|n\/a|nil)?$/i
export const text = (value: unknown): string | null =>
  typeof value === 'string' && !NOTHING.test(value.trim())
    ? value.trim()
    : typeof value === 'number'
      ? String(value)
      : null
export const objects = (value: unknown): Loose[] =>
  Array.isArray(value)
    ? value.filter(isObject)
    : isObject(value)
      ? Object.entries(value)
          .filter(([, one]) => isObject(one))
          .map(([name, one]) => ({ name, ...(one as Loose) }))
      : []
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : [])
export const truth = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === 'string' && /^(?:true|yes|1|sí|si)$/i.test(value.trim()))
/** Without what separates words: `long_text`, `longText` and "long text" are one word. */
const plain = (word: string): string =>
  word
    .toLowerCase()
    .replace(/\(.*$/, '')
    .replace(/[\s_-]+/g, '')
export function among<T extends string>(
  values: readonly T[],
  value: unknown,
  aliases: Record<string, T>,
  otherwise: T,
): T {
  const key = plain(text(value) ?? '')
  return (
    values.find((one) => plain(one) === key) ??
    Object.entries(aliases).find(([alias]) => plain(alias) === key)?.[1] ??
    otherwise
  )
}

type Shown = { properties?: Record<string, unknown>; items?: unknown; anyOf?: unknown[] }
function namesIn(schema: unknown, names: Map<string, string> = new Map()): Map<string, string> {
  if (typeof schema !== 'object' || schema === null) return names
  const { properties = {}, items, anyOf = [] } = schema as Shown
  for (const [name, inner] of Object.entries(properties)) {
    names.set(plain(name), name)
    namesIn(inner, names)
  }
  for (const inner of [items, ...anyOf]) namesIn(inner, names)
  return names
}

/**
 * `has_profiles` and `HasProfiles` are `hasProfiles`. Keys that the schema does not know stay: they may be names of
 * things.
 */
function renamed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, names))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const known = names.get(plain(key))
      return [known !== undefined && !Object.hasOwn(value, known) ? known : key, renamed(one, names)]
    }),
  )
}

/** Shown to models as `strict`, but takes whatever `repair` can turn into it. */
export const tolerant = <T>(strict: ZodType<T>, repair: (value: unknown) => unknown): ZodType<T> => {
  const { $schema: _, ...shown } = z.toJSONSchema(strict, { io: 'input', target: 'draft-7' })
  const names = namesIn(shown)
  return z.preprocess((value) => repair(renamed(value, names)), strict).meta(shown) as unknown as ZodType<T>
}
