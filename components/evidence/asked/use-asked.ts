'use client'

import { useQuery } from '@tanstack/react-query'
import type { AskedView, getAsked } from '@/lib/domains/evidence/contract'
import { call } from '@/lib/http/client'
import { reportKey } from '../use-report'

/** What was asked of a version and what of it is proven; null while that is on its way, or cannot be had. */
export function useAsked(projectId: string, version: number | null): AskedView | null {
  const { data } = useQuery({
    // It changes with the report.
    queryKey: [...reportKey(projectId), version, 'asked'],
    enabled: version !== null,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      call<typeof getAsked>(
        'GET /projects/{id}/asks',
        { params: { id: projectId }, query: version === null ? {} : { version } },
        { signal },
      ),
  })
  return data ?? null
}
