'use client'

import { useEffect, useState } from 'react'

/** Seconds left of a rest that a model server asked for; null when it is over. Pure. */
export const secondsLeft = (until: number | null, now: number): number | null =>
  until === null || until <= now ? null : Math.ceil((until - now) / 1_000)

/** Says that nothing is stuck: the server asked to wait, and for how long yet. Shows nothing when the time is over. */
export function RestNote({ until, children }: { until: number | null; children: React.ReactNode }) {
  const [now, setNow] = useState(() => Date.now())
  const left = secondsLeft(until, now)
  const isResting = left !== null
  useEffect(() => {
    if (until === null) return
    const tick = () => setNow(Date.now())
    const timer = setInterval(tick, 1_000)
    tick()
    // Once it is over there is nothing left to count.
    const end = setTimeout(() => { clearInterval(timer); tick() }, Math.max(0, until - Date.now()) + 50) // prettier-ignore
    return () => {
      clearInterval(timer)
      clearTimeout(end)
    }
  }, [until])
  return isResting ? <span title="The model server is busy and said when to ask again. The run goes on by itself.">server asks to wait, {left} s</span> : children // prettier-ignore
}
