'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { Button } from '../../ui/button'
import { Skeleton } from '../../ui/skeleton'
import type { WaitingPlan } from './plan-waiting'

/** Loaded when a run waits for its plan: it brings all rules of plans. */
const PlanEditor = dynamic(async () => (await import('./plan-editor')).PlanEditor, { ssr: false, loading: Opening })
const QuestionsPane = dynamic(async () => (await import('./questions-pane')).QuestionsPane, {
  ssr: false,
  loading: Opening,
})

type PlanPaneProps = { plan: WaitingPlan; keepsTables: boolean; isStopping: boolean; onStop: () => void }

/** The plan of a run that waits for it: what it asks first, else to read, change and build. */
export function PlanPane(props: PlanPaneProps) {
  const t = useTranslations('plan')
  const { spec, isAsking, error, load } = props.plan
  if (isAsking) return <QuestionsPane plan={props.plan} isStopping={props.isStopping} onStop={props.onStop} />
  if (spec !== null) return <PlanEditor {...props} spec={spec} />
  if (error === null) return <Opening />
  return (
    <div className="flex flex-col items-start gap-3 p-6">
      <p role="alert" className="text-sm leading-6 text-failed">
        {error}
      </p>
      <Button onClick={load}>{t('openAgain')}</Button>
    </div>
  )
}

function Opening() {
  const t = useTranslations('plan')
  return (
    <div aria-busy className="mx-auto flex w-full max-w-220 flex-col gap-4 px-4 py-6">
      <p className="sr-only">{t('opening')}</p>
      <Skeleton className="h-16" />
      {Array.from({ length: 3 }, (_, index) => (
        <Skeleton key={index} className="h-48" />
      ))}
    </div>
  )
}
