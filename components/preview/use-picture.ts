'use client'

import { useEffect, useEffectEvent } from 'react'
import { keep, readKept } from '../ui/browser-storage'
import type { PreviewSource } from './preview-source'
import type { Session } from './use-session'

/** Until what a page fetches for itself is there, too. */
const SETTLED_MS = 1_500

const keyOf = ({ key, version }: PreviewSource): string => `devora.pictured.${key}.${version}`

/** Once in each browser is enough for a version. Where storage is off, once in each tab. */
const taken = new Set<string>()
const isTaken = (name: string): boolean => taken.has(name) || readKept(name) !== null
function remember(name: string): void {
  taken.add(name)
  keep(name, '1')
}

/**
 * Takes a picture of the first page as a visitor sees it, for the project's card, as soon as it stands there: before
 * anything was typed, and of nobody's session. One that cannot be taken is nothing to tell anybody.
 */
export function usePicture(source: PreviewSource, session: Session): void {
  const { stage, places, person } = session.state
  const place = places[person]
  const isFirstPage = place !== undefined && new URL(place.url).pathname === '/' && place.account === null
  const isDue = stage === 'interactive' && isFirstPage && !place.isLoading && source.keepPicture !== undefined
  const take = useEffectEvent(async () => {
    const name = keyOf(source)
    if (isTaken(name)) return
    const picture = await session.picture()
    if (picture === null) return
    remember(name)
    await source.keepPicture?.(picture)
  })
  useEffect(() => {
    if (!isDue) return
    const timer = setTimeout(() => void take().catch(() => undefined), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [isDue, source.key, source.version])
}
