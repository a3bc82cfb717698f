'use client'

import { useQuery } from '@tanstack/react-query'
import type { AskedView, getAsked } from '@/lib/domains/evidence/contract'
import { call } from '@/lib/http/client'
import { reportKey } from '../use-report'

/** Each time after twice as long as before: what follows on a report takes seconds, or minutes. */
const AGAIN_MS = 4_000
const MOST_ASKED = 6

/** After so long it is asked again for the controls and pictures that follow; false: nothing more is to come. */
function againIn(asked: AskedView | undefined, times: number): number | false {
  const isPending = asked?.asks.some(({ result }) => result.status === 'proven' && result.control === 'pending')
  return isPending === true && times < MOST_ASKED && AGAIN_MS * 2 ** times
}

/** What was asked of a version and what of it is proven; null while that is on its way, or cannot be had. */
export function useAsked(projectId: string, version: number | null): AskedView | null {
  const { data } = useQuery<AskedView>({
    // It changes with the report.
    queryKey: [...reportKey(projectId), version, 'asked'],
    enabled: version !== null,
    staleTime: Infinity,
    refetchInterval: ({ state }) => againIn(state.data, state.dataUpdateCount),
    queryFn: ({ signal }) =>
      call<typeof getAsked>(
        'GET /projects/{id}/asks',
        { params: { id: projectId }, query: version === null ? {} : { version } },
        { signal },
      ),
  })
  return data ?? null
}
