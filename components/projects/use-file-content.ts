'use client'

import { useEffect, useRef, useState } from 'react'
import { ApiError } from '@/lib/http/client'

export type Shown = { state: 'empty' } | { state: 'ready'; path: string; content: string | null } | { state: 'failed'; reason: string }

const KEPT = 300

/**
 * The content of the chosen file. Content is addressed by hash, so what was fetched once is never fetched again, whichever version or
 * run it belongs to. While the next file is on its way the one before stays, so that nothing blinks.
 */
export function useFileContent(file: { path: string; sha256: string } | null, load: (path: string, signal: AbortSignal) => Promise<string | null>): Shown {
  const [shown, setShown] = useState<Shown>({ state: 'empty' })
  const cache = useRef(new Map<string, string | null>())
  const latest = useRef(load)
  latest.current = load
  const path = file?.path ?? null
  const sha256 = file?.sha256 ?? null

  useEffect(() => {
    if (path === null || sha256 === null) return setShown({ state: 'empty' })
    const kept = cache.current.get(sha256)
    if (kept !== undefined) return setShown({ state: 'ready', path, content: kept })
    const abort = new AbortController()
    latest
      .current(path, abort.signal)
      .then((content) => {
        if (cache.current.size >= KEPT) cache.current.clear()
        cache.current.set(sha256, content)
        if (!abort.signal.aborted) setShown({ state: 'ready', path, content })
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setShown({ state: 'failed', reason: error instanceof ApiError ? error.problem.detail : 'This file could not be opened.' })
      })
    return () => abort.abort()
  }, [path, sha256])
  return shown
}
