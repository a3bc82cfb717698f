'use client'

import { useEffect, useState } from 'react'

const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const WEEK = 7 * 86_400

/** "3 min. ago" up to a week, then the date. Pure. */
export function relativeTime(value: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - value.getTime()) / 1_000)
  if (Math.abs(seconds) < 45) return 'just now'
  if (Math.abs(seconds) > WEEK)
    return new Intl.DateTimeFormat('en-GB', {
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
  const [now, setNow] = useState(() => new Date())
  const [isInBrowser, setInBrowser] = useState(false)
  useEffect(() => {
    setInBrowser(true)
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  const moment = new Date(value)
  const title = !isInBrowser
    ? undefined
    : new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }).format(moment)
  return (
    <time dateTime={value} title={title} className={className} suppressHydrationWarning>
      {relativeTime(moment, now)}
    </time>
  )
}
