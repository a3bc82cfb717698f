import { it } from 'vitest'

/**
 * `it.each` for a table of which every row costs much: the first is tried every day, the others by `npm run
 * test:deep`.
 */
export const eachRow =
  <Row extends readonly unknown[]>(rows: readonly Row[]) =>
  (name: string, holds: (...row: Row) => Promise<void>): void => {
    const [first, ...others] = rows
    if (first !== undefined) it.each([first])(name, (...row) => holds(...(row as unknown as Row)))
    it.each(others)(name, { tags: ['deep'] }, (...row) => holds(...(row as unknown as Row)))
  }
