'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'

/** Seconds left of a rest that a model server asked for; null when it is over. Pure. */
export const secondsLeft = (until: number | null, now: number): number | null =>
  until === null || until <= now ? null : Math.ceil((until - now) / 1_000)

/** In place of what a line says: that nothing is stuck, the server asked to wait, and for how long yet. */
export function RestNote({ until, children }: { until: number | null; children: React.ReactNode }) {
  const t = useTranslations('run')
  // Null until the browser has taken over: the server's seconds are not the browser's.
  const [now, setNow] = useState<number | null>(null)
  const left = now === null ? null : secondsLeft(until, now)
  useEffect(() => {
    if (until === null) return
    const tick = () => setNow(Date.now())
    const timer = setInterval(tick, 1_000)
    tick()
    // Once it is over there is nothing left to count.
    const end = setTimeout(
      () => {
        clearInterval(timer)
        tick()
      },
      Math.max(0, until - Date.now()) + 50,
    )
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [until])
  if (left === null) return children
  return (
    <span title={t('restTitle')} className="min-w-0 flex-1 truncate text-right text-xs text-pending">
      {t('rest', { seconds: left })}
    </span>
  )
}
