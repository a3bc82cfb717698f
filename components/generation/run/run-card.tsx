'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { CheckName } from '@/lib/domains/evidence/contract'
import type { PlanView, RunView } from '@/lib/domains/runs/reduce'
import type { Connection } from '../../runs/use-run'
import { Markdown } from '../../ui/text/markdown'
import { type Telling, useTold } from '../../ui/text/use-told'
import { Progress } from '../../ui/progress'
import { StageLine } from './stage-line'
import { progressOf, type RunMode, stagesOf } from './stage-words'
import { FallbackNotes } from './fallback-notes'
import type { RunTexts } from './run-texts'
import { type Retry, RetryMenu } from './retry-menu'

type OpenFile = (path: string, line: number | null) => void
type RunCardProps = {
  view: RunView
  mode: RunMode
  connection: Connection
  isWaiting: boolean
  /** Its answer stands among the messages already. */
  isAnswered: boolean
  usage: ReactNode
  /** Null while it cannot be run again. */
  retry: Retry | null
  onOpenFile: OpenFile
  onCallCheck: (check: CheckName) => void
}

/** The stages of one run. All stand there from the start, so nothing moves when one begins. */
export function RunCard(props: RunCardProps) {
  const { view, mode, connection, isWaiting, isAnswered, usage, retry, onOpenFile, onCallCheck } = props
  const t = useTranslations('run')
  const { end } = view
  const stages = stagesOf(view, mode)
  const isAnswer = stages.includes('answer')
  const { stored } = useTold()
  // The message can be there before the run's end is heard, and after: the answer stands in one of both places.
  const isAnswerHere = isAnswer && !isAnswered && view.text !== '' && (end === null || end.status === 'completed')
  const ending = end === null ? '' : endText(end, isAnswer, t, stored)
  return (
    <section aria-label={t('label')} className="flex flex-col rounded-lg border">
      <RunHead view={view} mode={mode} headline={headline(view, connection, isWaiting, isAnswer, t)} />
      <ol className="flex flex-col py-1">
        {stages.map((stage) => (
          <StageLine key={stage} stage={stage} view={view} onOpenFile={onOpenFile} onCallCheck={onCallCheck} />
        ))}
      </ol>
      {isAnswerHere && (
        <div className="border-t px-3 py-2">
          <Markdown text={view.text} />
        </div>
      )}
      <FallbackNotes view={view} />
      {usage}
      {end !== null && (ending !== '' || retry !== null) && (
        <div className="flex items-center justify-between gap-3 border-t px-3 py-1.5">
          <p className="text-xs leading-5 text-muted-foreground">{ending}</p>
          {retry !== null && <RetryMenu view={view} retry={retry} />}
        </div>
      )}
      <Heard view={view} mode={mode} isWaiting={isWaiting} />
    </section>
  )
}

/** How far the run is, and what it is about. */
function RunHead({ view, mode, headline: said }: { view: RunView; mode: RunMode; headline: string }) {
  const t = useTranslations('run')
  const { done, all } = progressOf(view, mode)
  const stages = stagesOf(view, mode)
  const writing = view.end === null ? (view.stages.findLast(({ path }) => path !== null)?.path ?? null) : null
  return (
    <div className="flex flex-col gap-2 border-b px-3 py-2.5">
      <div className="flex items-baseline justify-between gap-3">
        <p className="truncate text-[13px] font-medium">{said}</p>
        <p className="shrink-0 font-mono text-[11px] text-muted-foreground">
          {done}/{all}
        </p>
      </div>
      <Progress value={done} max={all} label={t('stagesDone')} />
      <p
        className="min-h-4 truncate text-xs leading-4 text-muted-foreground"
        title={writing ?? view.plan?.entities.join(', ')}
      >
        {writing !== null
          ? t.rich('writingFile', { path: writing.split('/').slice(-2).join('/'), code: asPath })
          : stages.includes('answer')
            ? t('justAnswer')
            : view.plan === null
              ? t('noPlan')
              : planText(view.plan, stages.includes('site'), t)}
      </p>
    </div>
  )
}

/** One short sentence per stage, not one per file: a screen reader should inform, not chatter. */
function Heard({ view, mode, isWaiting }: { view: RunView; mode: RunMode; isWaiting: boolean }) {
  const t = useTranslations('run')
  const format = useFormatter()
  const { done, all, now } = progressOf(view, mode)
  const progress =
    now.length === 0
      ? ''
      : t('heard.progress', { now: format.list(now.map((stage) => t(`stages.${stage}.name`))), done, all })
  return (
    <p role="status" className="sr-only">
      {view.end !== null ? t(`heard.${view.end.status}`) : isWaiting ? t('heard.waiting') : progress}
    </p>
  )
}

const asPath = (chunks: ReactNode): ReactNode => <span className="font-mono text-[11px]">{chunks}</span>

/** How a run ended, where there is more to say than that it delivered. */
function endText(end: NonNullable<RunView['end']>, isAnswer: boolean, t: RunTexts, stored: Telling['stored']): string {
  if (end.status === 'completed') return end.version === null && !isAnswer ? t('nothingChangedText') : ''
  if (end.status === 'cancelled') return t('youStopped')
  return stored(end.error?.told ?? []) ?? end.error?.message ?? t('failedText')
}

/** What the plan is about: of an application its entities, of a site its pages. */
const planText = ({ kind, entities, pages }: PlanView, isSite: boolean, t: RunTexts): string =>
  (isSite ? [t('plainSite'), ...pages] : [...(kind === 'other' ? [] : [kind]), ...entities]).join(' · ')

function headline(view: RunView, connection: Connection, isWaiting: boolean, isAnswer: boolean, t: RunTexts): string {
  const { end } = view
  // A run that made no version delivered nothing, whatever its plan is called.
  if (end?.status === 'completed')
    return isAnswer ? t('answered') : end.version === null ? t('nothingChanged') : (view.plan?.name ?? t('delivered'))
  if (end !== null) return t(end.status === 'failed' ? 'failed' : 'stopped')
  if (connection === 'lost') return t('lost')
  if (connection === 'refused') return t('refused')
  if (isWaiting) return t('waitsForYou')
  if (view.stages.length === 0) return t('waitsForWorker')
  if (view.stages.some(({ stage }) => stage === 'answer')) return t('answering')
  return view.plan?.name ?? t('planning')
}
