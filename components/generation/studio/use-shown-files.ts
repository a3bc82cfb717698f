'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { FileEntry, getFile } from '@/lib/domains/projects/contract'
import type { getRunFile } from '@/lib/domains/runs/contract'
import type { FileView } from '@/lib/domains/runs/reduce'
import { call } from '@/lib/http/client'
import type { TreeFile } from '../../projects/code/tree-rows'
import type { LoadFile } from '../../projects/code/use-file-content'
import type { Shown } from './wanted-version'
import { filesKey, loadFiles } from './studio-data'

type Source = {
  projectId: string
  shown: Shown
  /** The files of one version that the page came with. */
  initial: { version: number; files: FileEntry[] }
  runFiles: readonly FileView[]
}

/** The files of what is shown; null while they are on their way. A run's files lie over those of the version. */
export function useShownFiles({ projectId, shown, initial, runFiles }: Source) {
  const { version, run } = shown
  const { data, error } = useQuery({
    queryKey: filesKey(projectId, version),
    queryFn: ({ signal }) => loadFiles(projectId, version, signal),
    enabled: version > 0,
    staleTime: Infinity,
    ...(initial.version === version ? { initialData: initial.files } : {}),
  })
  const stored = version === 0 ? NO_FILES : data
  const files = useMemo<TreeFile[] | null>(() => {
    if (stored === undefined) return null
    if (run === null) return stored
    const merged = new Map<string, TreeFile>(stored.map((file) => [file.path, file]))
    for (const { path, size, sha256 } of runFiles)
      merged.set(path, { path, size, sha256, isFresh: merged.get(path)?.sha256 !== sha256 })
    return [...merged.values()]
  }, [stored, run, runFiles])

  const load: LoadFile = (path, signal) => {
    const parts = path.split('/')
    return run !== null && runFiles.some((file) => file.path === path)
      ? call<typeof getRunFile>('GET /runs/{id}/files/{path*}', { params: { id: run, path: parts } }, { signal })
      : call<typeof getFile>(
          'GET /projects/{id}/files/{path*}',
          { params: { id: projectId, path: parts }, query: { version } },
          { signal },
        )
  }
  return { files, error, load }
}
const NO_FILES: TreeFile[] = []
