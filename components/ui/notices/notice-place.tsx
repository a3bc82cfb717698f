'use client'

import { type ComponentType, useEffect, useState } from 'react'
import { onWaiting } from './notices'

const FIRST_DEEDS = ['pointerdown', 'keydown'] as const

/**
 * Where short notices are shown. What shows them is loaded when somebody begins to do something, so that it is there
 * also where the notice says that the network is gone; or with the first notice.
 */
export function NoticePlace() {
  const [Toaster, setToaster] = useState<ComponentType | null>(null)
  useEffect(() => {
    const load = (): void =>
      void import('./toaster').then(
        (loaded) => setToaster(() => loaded.default),
        // The next deed tries again.
        () => undefined,
      )
    const stop = onWaiting(load)
    for (const deed of FIRST_DEEDS) addEventListener(deed, load, { passive: true })
    return () => {
      stop()
      for (const deed of FIRST_DEEDS) removeEventListener(deed, load)
    }
  }, [])
  return Toaster === null ? null : <Toaster />
}
