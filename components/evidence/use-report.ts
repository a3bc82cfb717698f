'use client'

import { useEffect, useState } from 'react'
import { getReport } from '@/lib/domains/projects/contract'
import { ApiError, call } from '@/lib/http/client'
import { Report } from '@/lib/domains/evidence/contract'

export type ReportState =
  { state: 'loading' } | { state: 'none' } | { state: 'ready'; report: Report } | { state: 'failed'; reason: string }

/** The report of one version; null for one that has none. Fetched again when a check has replaced it (`revision`). */
export function useReport(projectId: string, version: number | null, revision: number): ReportState {
  const [found, setFound] = useState<{ version: number | null; report: ReportState }>({
    version,
    report: { state: 'loading' },
  })
  useEffect(() => {
    if (version === null) return
    const abort = new AbortController()
    const set = (report: ReportState) => !abort.signal.aborted && setFound({ version, report })
    call(getReport, { params: { id: projectId }, query: { version } }, { signal: abort.signal })
      .then((reply) => {
        const parsed = Report.safeParse(reply)
        set(
          parsed.success
            ? { state: 'ready', report: parsed.data }
            : { state: 'failed', reason: 'This report was written by another release of Devora.' },
        )
      })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError)) return
        set(error.problem.code === 'not_found' ? { state: 'none' } : { state: 'failed', reason: error.problem.detail })
      })
    return () => abort.abort()
  }, [projectId, version, revision])
  if (version === null) return { state: 'none' }
  return found.version === version ? found.report : { state: 'loading' }
}
