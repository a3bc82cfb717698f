'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { toast } from '../ui/notices/notices'
import type { verifyVersion } from '@/lib/domains/evidence/contract'
import { isEnded } from '@/lib/domains/runs/constants'
import type { Run } from '@/lib/domains/runs/contract'
import { call } from '@/lib/http/client'
import { useRun } from '../runs/use-run'
import { useErrorText } from '../shell/use-error-text'
import { useSingleMutation } from '../ui/use-single-mutation'
import { reportKey } from './use-report'

type Verification = { runId: string; version: number }

const goingOf = (runs: readonly Run[]): Verification | null => {
  const run = runs.find(({ kind, status }) => kind === 'verification' && !isEnded(status))
  return run === undefined || run.baseVersion === null ? null : { runId: run.id, version: run.baseVersion }
}

/**
 * Checking a version again. `onDone` fetches what changed. A verification that was going when the page opened, or that
 * another tab began, is followed too.
 */
export function useVerification(projectId: string, runs: readonly Run[], onDone: () => Promise<unknown>) {
  const client = useQueryClient()
  const t = useTranslations('evidence')
  const errorText = useErrorText()
  const [followed, setFollowed] = useState<Verification | null>(null)
  const [doneRun, setDoneRun] = useState<string | null>(null)
  const going = goingOf(runs)
  if (followed === null && going !== null && going.runId !== doneRun) setFollowed(going)
  const { view, connection } = useRun(followed?.runId ?? null)

  const hasEnded = view.end !== null || connection === 'refused'
  const finish = useEffectEvent(async (runId: string) => {
    if (view.end?.error != null) toast.error(view.end.error.message)
    await Promise.all([onDone(), client.invalidateQueries({ queryKey: reportKey(projectId) })]).catch(() => undefined)
    setDoneRun(runId)
    setFollowed(null)
  })
  const endedId = hasEnded ? (followed?.runId ?? null) : null
  useEffect(() => {
    if (endedId !== null) void finish(endedId)
  }, [endedId])

  const start = useSingleMutation({
    mutationFn: ({ version, full }: { version: number; full: boolean }) =>
      call<typeof verifyVersion>(
        'POST /projects/{id}/versions/{number}/verify',
        { params: { id: projectId, number: version }, body: { full } },
        { idempotencyKey: crypto.randomUUID() },
      ),
    onSuccess: ({ runId }, { version }) => setFollowed({ runId, version }),
    onError: (error) => toast.error(errorText(error, { otherwise: t('notStarted') })),
  })
  return {
    version: followed?.version ?? null,
    checks: view.checks,
    tried: view.tried,
    isBusy: followed !== null || start.isPending,
    start: (version: number, full: boolean) => start.mutate({ version, full }),
  }
}
