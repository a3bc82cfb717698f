'use client'

import { useQuery } from '@tanstack/react-query'
import type { getFile } from '@/lib/domains/projects/contract'
import { call } from '@/lib/http/client'
import { type Standing, standingOf } from '../prompt/run-mode'
import { filesKey, loadFiles } from './studio-data'

/** Whether a `devora.json` says that its tests have a generator, which is what makes them Devora's to keep. Pure. */
function saysTests(devoraJson: string): boolean {
  try {
    return (JSON.parse(devoraJson) as { makers?: Record<string, unknown> } | null)?.makers?.['tests'] !== undefined
  } catch {
    return false
  }
}

/** Of the current version. Whose the tests are is in a file, asked for only where there are any. */
export function useStanding(projectId: string, version: number): Standing {
  const { data: files = [] } = useQuery({
    queryKey: filesKey(projectId, version),
    queryFn: ({ signal }) => loadFiles(projectId, version, signal),
    enabled: version > 0,
    staleTime: Infinity,
  })
  // Without an answer the switch can be used, and the run keeps the tests all the same.
  const { data: hasTests = false } = useQuery({
    queryKey: ['project', projectId, 'tests', version],
    enabled: files.some(({ path }) => path === 'vitest.config.ts'),
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const params = { id: projectId, path: ['devora.json'] }
      const { content } = await call<typeof getFile>(
        'GET /projects/{id}/files/{path*}',
        { params, query: { version } },
        { signal },
      )
      return content !== null && saysTests(content)
    },
  })
  return { mode: standingOf(files), hasTests }
}
