'use client'

import type { ModelChoice } from '@/lib/domains/accounts/contract'
import { Button } from '../../ui/button'
import { RunCard } from './run-card'
import { modeOf } from '../prompt/run-mode'
import { UsagePanel } from './usage-panel'
import type { useStudio } from '../studio/use-studio'

type FollowedRunProps = {
  studio: ReturnType<typeof useStudio>
  models: readonly ModelChoice[]
  isWaiting: boolean
  onOpenFile: (path: string, line: number | null) => void
  onOpenPlan: () => void
}

/** The run that the page follows, with what it costs and the ways to do it again. */
export function FollowedRun({ studio, models, isWaiting, onOpenFile, onOpenPlan }: FollowedRunProps) {
  const { view, connection, runs, runId, liveRun, retry, isRetrying } = studio
  const run = runs.find(({ id }) => id === runId)
  const mayRetry = view.end !== null && liveRun === null
  return (
    <RunCard
      view={view}
      mode={modeOf(studio)}
      connection={connection}
      isWaiting={isWaiting}
      usage={
        <>
          {isWaiting && (
            <div className="border-t p-3 lg:hidden">
              <Button variant="primary" size="sm" className="w-full" onClick={onOpenPlan}>
                Open the plan
              </Button>
            </div>
          )}
          <UsagePanel view={view} models={models} billed={run?.costMicros ?? null} budget={run?.budgetMicros ?? null} />
        </>
      }
      retry={mayRetry ? { run: retry, isSending: isRetrying } : null}
      onOpenFile={onOpenFile}
    />
  )
}
