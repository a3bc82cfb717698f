import { it } from 'vitest'

/**
 * `it.each` for a table of which every row costs much: the first is tried every day, the others by `npm run
 * test:deep`.
 */
export const eachRow =
  <Row extends readonly unknown[]>(rows: readonly Row[]) =>
  (name: string, holds: (...row: Row) => Promise<void>): void => {
    const hold = (...row: readonly unknown[]): Promise<void> => holds(...(row as Row))
    it.each(rows.slice(0, 1))(name, hold)
    it.each(rows.slice(1))(name, { tags: ['deep'] }, hold)
  }
