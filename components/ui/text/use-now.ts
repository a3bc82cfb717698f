'use client'

import { useCallback, useSyncExternalStore } from 'react'

/**
 * The moment in milliseconds since 1970, rounded down to `stepMs`; what shows it is drawn anew with every step, until
 * `until` is over.
 */
export function useNow(stepMs: number, until = Infinity): number {
  const now = () => Math.floor(Math.min(Date.now(), until + stepMs) / stepMs) * stepMs
  const listen = useCallback(
    (tell: () => void) => {
      if (Date.now() > until + stepMs) return () => undefined
      const timer = setInterval(() => {
        tell()
        if (Date.now() > until + stepMs) clearInterval(timer)
      }, stepMs)
      return () => clearInterval(timer)
    },
    [stepMs, until],
  )
  return useSyncExternalStore(listen, now, now)
}
