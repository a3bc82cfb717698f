'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { ApiError } from '@/lib/http/client'

export type Shown =
  { state: 'empty' } | { state: 'ready'; path: string; content: string | null } | { state: 'failed'; reason: string }

const KEPT = 300
/** By SHA-256: the same in every version, run and project, so what was fetched once is never fetched again. */
const contents = new Map<string, string | null>()

/** The content of the chosen file. While it is on its way the one before stays, so that nothing blinks. */
export function useFileContent(
  file: { path: string; sha256: string } | null,
  load: (path: string, signal: AbortSignal) => Promise<string | null>,
): Shown {
  const [shown, setShown] = useState<Shown>({ state: 'empty' })
  const path = file?.path ?? null
  const sha256 = file?.sha256 ?? null

  const open = useEffectEvent(async (wanted: string, hash: string, signal: AbortSignal): Promise<Shown> => {
    const kept = contents.get(hash)
    if (kept !== undefined) return { state: 'ready', path: wanted, content: kept }
    const content = await load(wanted, signal)
    if (contents.size >= KEPT) contents.clear()
    contents.set(hash, content)
    return { state: 'ready', path: wanted, content }
  })

  useEffect(() => {
    if (path === null || sha256 === null) return
    const abort = new AbortController()
    open(path, sha256, abort.signal)
      .catch((error: unknown): Shown => ({
        state: 'failed',
        reason: error instanceof ApiError ? error.problem.detail : 'This file could not be opened.',
      }))
      .then((result) => !abort.signal.aborted && setShown(result))
    return () => abort.abort()
  }, [path, sha256])

  return path === null ? { state: 'empty' } : shown
}
