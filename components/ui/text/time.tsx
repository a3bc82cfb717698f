'use client'

import { useLocale } from 'next-intl'
import type { Locale } from '@/lib/core/locale'
import { useInBrowser } from '../use-in-browser'
import { useNow } from './use-now'

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
const WEEK = 7 * 86_400
const STEP_MS = 30_000

/** "3 min. ago" up to a week, then the date. Pure. */
export function relativeTime(value: Date, now: Date, locale: Locale = 'en'): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const seconds = Math.round((now.getTime() - value.getTime()) / 1_000)
  if (Math.abs(seconds) < 45) return format.format(0, 'second')
  if (Math.abs(seconds) > WEEK)
    return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(value)
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ['minute', 60]
  return format.format(-Math.max(1, Math.round(Math.abs(seconds) / size)) * Math.sign(seconds), unit)
}

/**
 * A moment as people read it; the exact time, in the reader's own zone, is the title. The server's text and the
 * browser's may differ by a tick and by time zone, so the first paint shows the server's and the browser takes over
 * after it.
 */
export function Time({ value, className }: { value: string; className?: string }) {
  const locale = useLocale()
  const now = new Date(useNow(STEP_MS))
  const isInBrowser = useInBrowser()
  const moment = new Date(value)
  const title = !isInBrowser
    ? undefined
    : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(moment)
  return (
    <time dateTime={value} title={title} className={className} suppressHydrationWarning>
      {relativeTime(moment, now, locale)}
    </time>
  )
}
