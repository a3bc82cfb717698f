import type { Locale } from '@/lib/core/locale'
import { decimalText } from '../ui/text/decimal-text'

/** How people read money and tokens of models. Amounts are integer micro-USD: one call often costs less than a cent. */

/**
 * `0` → `$0.00`, `1_234` → `$0.0012`, `40` → `<$0.0001`, `2_500_000` → `$2.50`; a minus stands before the sign. Pure.
 */
export function microsText(micros: number, locale: Locale): string {
  const sign = micros < 0 ? '−' : ''
  const amount = Math.abs(micros)
  if (amount > 0 && amount < 100) return `${sign}<$${decimalText(0.0001, 4, locale)}`
  // Dollars are read to the cent; below one, cents alone would say that nothing was spent.
  if (amount >= 1_000_000 || amount % 10_000 === 0) return `${sign}$${decimalText(amount / 1_000_000, 2, locale)}`
  return `${sign}$${decimalText(amount / 1_000_000, 4, locale)}`
}

/** `950` → `950`, `12_400` → `12.4k`, `1_048_576` → `1M`. Pure. */
export function countText(count: number, locale: Locale): string {
  if (count < 1_000) return String(count)
  const [value, unit] = count < 999_500 ? [count / 1_000, 'k'] : [count / 1_000_000, 'M']
  const rounded = value >= 100 ? Math.round(value) : Number(value.toFixed(1))
  return decimalText(rounded, Number.isInteger(rounded) ? 0 : 1, locale) + unit
}

/** Most that a budget of a month may be; more is a slip of the finger. */
const MOST_DOLLARS = 100_000

/** Dollars as people type them → micro-USD; null for nothing, undefined for what is no such amount. Pure. */
export function microsFrom(text: string): number | null | undefined {
  const typed = text
    .trim()
    .replace(/^\$\s*/, '')
    .replace(',', '.')
  if (typed === '') return null
  if (!/^\d{1,6}(?:\.\d{1,6})?$/.test(typed) || Number(typed) > MOST_DOLLARS) return undefined
  return Math.round(Number(typed) * 1_000_000)
}

/** The other way, as somebody would type it: `2_500_000` → `2.50`, `10_000_000` → `10`. Pure. */
export function amountText(micros: number, locale: Locale): string {
  const dollars = micros / 1_000_000
  if (Number.isInteger(dollars)) return String(dollars)
  // A finer amount has as many decimals as it needs, six at most.
  const decimals = String(Number(dollars.toFixed(6))).split('.')[1]?.length ?? 0
  return decimalText(dollars, micros % 10_000 === 0 ? 2 : decimals, locale)
}

/** `2026-11` until 1 December → `November`, `1 December`; `noviembre`, `1 de diciembre`. Pure. */
export function monthText(
  { from, until }: { from: string; until: string },
  locale: Locale = 'en',
): { month: string; next: string } {
  // Day before month, as elsewhere on these pages.
  const region = locale === 'en' ? 'en-GB' : locale
  const write = (options: Intl.DateTimeFormatOptions, moment: string): string =>
    new Intl.DateTimeFormat(region, { ...options, timeZone: 'UTC' }).format(new Date(moment))
  return { month: write({ month: 'long' }, from), next: write({ day: 'numeric', month: 'long' }, until) }
}
