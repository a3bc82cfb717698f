'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'
import { wantedVersion } from './wanted-version'

/**
 * The chosen version stands in the address, so that going back, a reload and a sent link show the same. `null` chooses
 * the newest, whichever that becomes.
 */
export function useWantedVersion(current: number): [wanted: number | null, show: (version: number | null) => void] {
  const wanted = wantedVersion(useSearchParams().get('version'), current)
  const show = useCallback((version: number | null) => {
    const url = new URL(window.location.href)
    if (url.searchParams.get('version') === (version === null ? null : String(version))) return
    if (version === null) url.searchParams.delete('version')
    else url.searchParams.set('version', String(version))
    window.history.pushState(null, '', url)
  }, [])
  return [wanted, show]
}
