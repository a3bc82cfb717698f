'use client'

import { useLocale } from 'next-intl'
import { useInBrowser } from '../use-in-browser'

/** "29 Nov, 07:12" in the reader's language, and once the page stands in the browser in the reader's own zone. */
export function useTimeText(value: string): string {
  const locale = useLocale()
  const isInBrowser = useInBrowser()
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    ...(isInBrowser ? {} : { timeZone: 'UTC' }),
  }).format(new Date(value))
}
