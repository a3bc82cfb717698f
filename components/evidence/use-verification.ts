'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { toast } from 'sonner'
import { verifyVersion } from '@/lib/domains/evidence/contract'
import { isEnded, type Run } from '@/lib/domains/runs/contract'
import type { CheckView } from '@/lib/domains/runs/reduce'
import { ApiError, call } from '@/lib/http/client'
import { useRun } from '../runs/use-run'

type Verification = { runId: string; version: number }

const goingOf = (runs: readonly Run[]): Verification | null => {
  const run = runs.find(({ kind, status }) => kind === 'verification' && !isEnded(status))
  return run === undefined || run.baseVersion === null ? null : { runId: run.id, version: run.baseVersion }
}

/**
 * Checking a version again. `revision` grows with every report that was replaced. `onDone` fetches what changed.
 * A verification that was going when the page opened, or that another tab began, is followed too.
 */
export function useVerification(projectId: string, runs: readonly Run[], onDone: () => Promise<unknown>) {
  const [followed, setFollowed] = useState<Verification | null>(null)
  const [isStarting, setStarting] = useState(false)
  const [done, setDone] = useState<{ runId: string | null; revision: number }>({ runId: null, revision: 0 })
  const going = goingOf(runs)
  if (followed === null && going !== null && going.runId !== done.runId) setFollowed(going)
  const { view, connection } = useRun(followed?.runId ?? null)

  const hasEnded = view.end !== null || connection === 'refused'
  const finish = useEffectEvent(async (runId: string) => {
    if (view.end?.error != null) toast.error(view.end.error.message)
    await onDone().catch(() => undefined)
    setDone((now) => ({ runId, revision: now.revision + 1 }))
    setFollowed(null)
  })
  const endedId = hasEnded ? (followed?.runId ?? null) : null
  useEffect(() => {
    if (endedId !== null) void finish(endedId)
  }, [endedId])

  async function start(version: number, full: boolean) {
    setStarting(true)
    try {
      const { runId } = await call(
        verifyVersion,
        { params: { id: projectId, number: version }, body: { full } },
        { idempotencyKey: crypto.randomUUID() },
      )
      setFollowed({ runId, version })
    } catch (error) {
      toast.error(error instanceof ApiError ? error.problem.detail : 'The checks could not be started. Try again.')
    }
    setStarting(false)
  }
  const checks: readonly CheckView[] = view.checks
  return {
    version: followed?.version ?? null,
    checks,
    isBusy: followed !== null || isStarting,
    revision: done.revision,
    start,
  }
}
