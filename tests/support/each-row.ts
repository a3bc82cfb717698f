import { it } from 'vitest'

/**
 * `it.each` for a table that costs much: of so many rows the first is tried every day, the others by `npm run
 * test:deep`.
 * @param step by default the first row alone is tried every day; 0: none of them is
 */
export const eachRow =
  <Row extends readonly unknown[]>(rows: readonly Row[], step = Infinity) =>
  (name: string, holds: (...row: Row) => Promise<void>): void => {
    const hold = (...row: readonly unknown[]): Promise<void> => holds(...(row as Row))
    it.each(rows.filter((_, at) => at % step === 0))(name, hold)
    it.each(rows.filter((_, at) => at % step !== 0))(name, { tags: ['deep'] }, hold)
  }
