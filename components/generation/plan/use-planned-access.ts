'use client'

import { useQuery } from '@tanstack/react-query'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import type { getRunFile } from '@/lib/domains/runs/contract'
import type { FileView } from '@/lib/domains/runs/reduce'
import { call } from '@/lib/http/client'

/** The access matrix a run sets out to prove, as soon as its architect has written `devora.json`; null until then. */
export function usePlannedAccess(liveRun: string | null, files: readonly FileView[]): AccessTable[] | null {
  const sha256 = files.find((file) => file.path === 'devora.json')?.sha256 ?? null
  // Without it the page shows no matrix yet; the report brings the proven one.
  const { data = null } = useQuery({
    queryKey: ['run', liveRun, 'planned-access', sha256],
    enabled: liveRun !== null && sha256 !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      // Whatever made the file, it is looked at before it is shown.
      const { plannedAccess } = await import('../../evidence/planned-access')
      const params = { id: liveRun ?? '', path: ['devora.json'] }
      return plannedAccess(
        (await call<typeof getRunFile>('GET /runs/{id}/files/{path*}', { params }, { signal })).content,
      )
    },
  })
  return liveRun === null ? null : data
}
