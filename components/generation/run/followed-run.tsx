'use client'

import { useTranslations } from 'next-intl'
import type { ModelChoice } from '@/lib/domains/accounts/contract'
import type { CheckName } from '@/lib/domains/evidence/contract'
import { Button } from '../../ui/button'
import type { WaitingPlan } from '../plan/plan-waiting'
import type { StudioState } from '../studio/use-studio'
import type { Retry } from './retry-menu'
import { RunCard } from './run-card'
import { UsagePanel } from './usage-panel'

type FollowedRunProps = {
  studio: StudioState
  /** What the project is: a run that does not say its mode makes the same. */
  standing: 'fullstack' | 'site'
  models: readonly ModelChoice[]
  /** The plan that it waits with. */
  plan: WaitingPlan | null
  retry: Retry
  onOpenFile: (path: string, line: number | null) => void
  onOpenPlan: () => void
  onCallCheck: (check: CheckName) => void
}

/** The run that the page follows, with what it costs and the ways to do it again. */
export function FollowedRun(props: FollowedRunProps) {
  const { studio, standing, models, plan, retry, onOpenFile, onOpenPlan, onCallCheck } = props
  const { view, connection, run, liveRun, messages } = studio
  const t = useTranslations('run')
  const mayRetry = view.end !== null && liveRun === null
  return (
    <RunCard
      view={view}
      mode={run?.mode ?? standing}
      connection={connection}
      isWaiting={plan !== null}
      isAnswered={messages.some(({ runId, role }) => runId === studio.runId && role !== 'user')}
      usage={
        <>
          {plan !== null && (
            <div className="border-t p-3 lg:hidden">
              <Button variant="primary" size="sm" className="w-full" onClick={onOpenPlan}>
                {plan.isAsking ? t('openQuestions', { count: plan.questions.length }) : t('openPlan')}
              </Button>
            </div>
          )}
          <UsagePanel view={view} models={models} billed={run?.costMicros ?? null} budget={run?.budgetMicros ?? null} />
        </>
      }
      retry={mayRetry ? retry : null}
      onOpenFile={onOpenFile}
      onCallCheck={onCallCheck}
    />
  )
}
