import type { Locale } from '@/lib/core/locale'

const POINT: Record<Locale, string> = { en: '.', es: ',' }

/** A number with so many decimals, its point as the language writes it: `2.50`, `2,50`. Pure. */
export const decimalText = (value: number, decimals: number, locale: Locale): string =>
  value.toFixed(decimals).replace('.', POINT[locale])
