'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { getReport } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
import type { Report } from '@/lib/domains/evidence/contract'
import { useErrorText } from '../shell/use-error-text'

export type ReportState =
  | { state: 'loading' }
  | { state: 'none' }
  | { state: 'ready'; report: Report }
  | { state: 'failed'; reason: string }

/** The server wrote it by its schema, under the number of its form. */
const isReport = (reply: { report: number }): reply is Report => reply.report === 1

/** A report stays what it is until a check replaces it, which says so by this key. */
export const reportKey = (projectId: string) => ['project', projectId, 'report'] as const

/** The report of one version; null for one that has none. */
export function useReport(projectId: string, version: number | null): ReportState {
  const t = useTranslations('evidence')
  const errorText = useErrorText()
  const { data, error } = useQuery({
    queryKey: [...reportKey(projectId), version],
    enabled: version !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const reply = await call<typeof getReport>(
        'GET /projects/{id}/report',
        { params: { id: projectId }, query: version === null ? {} : { version } },
        { signal },
      )
      // Null: written by another release of Devora, in a form that this one cannot read.
      return isReport(reply) ? reply : null
    },
  })
  if (version === null) return { state: 'none' }
  if (error instanceof ApiError && error.problem.code === 'not_found') return { state: 'none' }
  if (error !== null) return { state: 'failed', reason: errorText(error, { otherwise: t('unreadable') }) }
  if (data === undefined) return { state: 'loading' }
  return data === null ? { state: 'failed', reason: t('otherRelease') } : { state: 'ready', report: data }
}
