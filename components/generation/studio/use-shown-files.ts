'use client'

import { useEffect, useMemo, useState } from 'react'
import { type FileEntry, getFile, listFiles } from '@/lib/domains/projects/contract'
import { getRunFile } from '@/lib/domains/runs/contract'
import type { FileView } from '@/lib/domains/runs/reduce'
import { call } from '@/lib/http/client'
import type { TreeFile } from '../../projects/tree-rows'

type Source = {
  projectId: string
  current: number
  files: readonly FileEntry[]
  shownVersion: number
  liveRun: string | null
  runFiles: readonly FileView[]
}

/**
 * What the tree shows: the chosen version's files; while a run goes, the current version's with the run's laid over
 * them.
 */
export function useShownFiles({ projectId, current, files, shownVersion, liveRun, runFiles }: Source) {
  const [older, setOlder] = useState<{ version: number; files: FileEntry[] } | null>(null)
  useEffect(() => {
    if (shownVersion === current || shownVersion === 0) return
    const abort = new AbortController()
    call(listFiles, { params: { id: projectId }, query: { version: shownVersion } }, { signal: abort.signal })
      .then((tree) => setOlder({ version: shownVersion, files: tree.items }))
      .catch(() => undefined)
    return () => abort.abort()
  }, [projectId, current, shownVersion])

  const tree = useMemo<TreeFile[]>(() => {
    if (liveRun === null && shownVersion !== current) return older?.version === shownVersion ? older.files : []
    if (liveRun === null) return [...files]
    const merged = new Map<string, TreeFile>(files.map((file) => [file.path, file]))
    for (const { path, size, sha256 } of runFiles)
      merged.set(path, { path, size, sha256, isFresh: merged.get(path)?.sha256 !== sha256 })
    return [...merged.values()]
  }, [files, older, shownVersion, current, liveRun, runFiles])

  async function load(path: string, signal: AbortSignal): Promise<string | null> {
    const parts = path.split('/')
    if (liveRun !== null && runFiles.some((file) => file.path === path)) {
      return (await call(getRunFile, { params: { id: liveRun, path: parts } }, { signal })).content
    }
    return (
      await call(
        getFile,
        { params: { id: projectId, path: parts }, query: { version: liveRun === null ? shownVersion : current } },
        { signal },
      )
    ).content
  }
  return { tree, load }
}
