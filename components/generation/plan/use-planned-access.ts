'use client'

import { useEffect, useState } from 'react'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import { getRunFile } from '@/lib/domains/runs/contract'
import type { FileView } from '@/lib/domains/runs/reduce'
import { call } from '@/lib/http/client'
import { plannedAccess } from '../../evidence/planned-access'

/** The access matrix a run sets out to prove, as soon as its architect has written `devora.json`; null until then. */
export function usePlannedAccess(liveRun: string | null, files: readonly FileView[]): AccessTable[] | null {
  const [found, setFound] = useState<{ sha256: string; tables: AccessTable[] | null } | null>(null)
  const sha256 = files.find((file) => file.path === 'devora.json')?.sha256 ?? null
  useEffect(() => {
    if (liveRun === null || sha256 === null) return
    const abort = new AbortController()
    call(getRunFile, { params: { id: liveRun, path: ['devora.json'] } }, { signal: abort.signal })
      .then((file) => setFound({ sha256, tables: plannedAccess(file.content) }))
      // Without it the page shows no matrix yet; the report brings the proven one.
      .catch(() => undefined)
    return () => abort.abort()
  }, [liveRun, sha256])
  return liveRun !== null && found?.sha256 === sha256 ? found.tables : null
}
