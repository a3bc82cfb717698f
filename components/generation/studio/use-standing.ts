'use client'

import { useEffect, useState } from 'react'
import { type FileEntry, getFile } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { standingOf } from '../prompt/run-mode'

/** What a project is already, so far as it decides what a further prompt can ask for. */
export type Standing = {
  mode: 'fullstack' | 'site'
  /** Devora wrote tests for it, and keeps them up to date with every change whether or not a prompt says so. */
  hasTests: boolean
}
export const NOTHING_YET: Standing = { mode: 'fullstack', hasTests: false }

/** Whether a `devora.json` says that its tests have a maker, which is what makes them Devora's to keep. Pure. */
export function saysTests(devoraJson: string): boolean {
  try {
    return (JSON.parse(devoraJson) as { makers?: Record<string, unknown> } | null)?.makers?.['tests'] !== undefined
  } catch {
    return false
  }
}

/** Of the current version. Whose the tests are is in a file, asked for only where there are any. */
export function useStanding(projectId: string, files: readonly FileEntry[]): Standing {
  const [told, setTold] = useState<{ sha256: string; hasTests: boolean } | null>(null)
  const hasFiles = files.some(({ path }) => path === 'vitest.config.ts')
  const sha256 = (hasFiles && files.find(({ path }) => path === 'devora.json')?.sha256) || null
  useEffect(() => {
    if (sha256 === null) return
    const abort = new AbortController()
    call(getFile, { params: { id: projectId, path: ['devora.json'] }, query: {} }, { signal: abort.signal })
      .then(({ content }) => setTold({ sha256, hasTests: content !== null && saysTests(content) }))
      // Without an answer the switch can be used, and the run keeps the tests all the same.
      .catch(() => undefined)
    return () => abort.abort()
  }, [projectId, sha256])
  return { mode: standingOf(files), hasTests: told !== null && told.sha256 === sha256 && told.hasTests }
}
