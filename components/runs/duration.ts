import type { Locale } from '@/lib/core/locale'
import { decimalText } from '../ui/text/decimal-text'

/** `840` → `840 ms`, `1240` → `1.2 s`, `75000` → `1 min 15 s`. Pure. */
export function durationText(ms: number, locale: Locale): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${decimalText(ms / 1_000, 1, locale)} s`
  const seconds = Math.round(ms / 1_000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
