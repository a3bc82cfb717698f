import { z } from 'zod'
import { invalid } from '../core/errors'

/** Every list takes these and answers `{items, nextCursor}`. Browser-safe. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(200).optional(),
})
export type PageQuery = z.infer<typeof PageQuery>

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
export type Page<T> = { items: T[]; nextCursor: string | null }

/** Opaque to the caller; inside, the position after the last row. */
export const toCursor = (position: string | number): string => btoa(String(position)).replace(/=+$/, '')

export function fromCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null
  try {
    return atob(cursor)
  } catch {
    throw invalid('cursor', 'reason.cursor')
  }
}

/** Cuts the one row more that was asked for, and makes the cursor from the last row kept. */
export function page<T>(rows: T[], limit: number, position: (row: T) => string | number): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(position(last)) : null }
}
