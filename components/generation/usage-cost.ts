'use client'

import { useEffect, useState } from 'react'
import { getRun, type Run } from '@/lib/domains/runs/contract'
import { call } from '@/lib/http/client'

const LOOK_AGAIN_MS = 1_500

/**
 * What a run has cost so far, in micro-USD. The stream tells tokens, the server knows what they were billed at; it is asked again while
 * tokens come in, never more often than every 1.5 s.
 */
export function useCost(runId: string | null, liveRun: string | null, runs: readonly Run[], tokens: number): number {
  const [asked, setAsked] = useState<{ runId: string; micros: number } | null>(null)
  const isLive = runId !== null && runId === liveRun
  useEffect(() => {
    if (!isLive || runId === null || tokens === 0) return
    const timer = setTimeout(() => {
      call(getRun, { params: { id: runId } })
        .then(({ costMicros }) => setAsked({ runId, micros: costMicros }))
        // The next tokens ask again.
        .catch(() => undefined)
    }, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isLive, runId, tokens])
  const known = runs.find(({ id }) => id === runId)?.costMicros ?? 0
  return Math.max(known, asked?.runId === runId ? (asked?.micros ?? 0) : 0)
}
