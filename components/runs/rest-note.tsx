'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useInBrowser } from '../ui/use-in-browser'
import { useNow } from '../ui/text/use-now'

/** Seconds left of a rest that a model server asked for; null when it is over. Pure. */
const secondsLeft = (until: number | null, now: number): number | null =>
  until === null || until <= now ? null : Math.ceil((until - now) / 1_000)

/** In place of what a line says: that nothing is stuck, the server asked to wait, and for how long yet. */
export function RestNote({ until, children }: { until: number | null; children: ReactNode }) {
  const t = useTranslations('run')
  // The server's seconds are not the browser's.
  const isInBrowser = useInBrowser()
  const now = useNow(1_000, until ?? 0)
  const left = isInBrowser ? secondsLeft(until, now) : null
  if (left === null) return children
  return (
    <span title={t('restTitle')} className="min-w-0 flex-1 truncate text-right text-xs text-pending">
      {t('rest', { seconds: left })}
    </span>
  )
}
