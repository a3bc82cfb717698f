'use client'

import type { GenerationStage } from '@/lib/domains/generation/contract'
import type { CheckView, PlanView, RunView, StageView } from '@/lib/domains/runs/reduce'
import { CHECK_STATUS_TEXT, CHECK_TEXT } from '../evidence/check-words'
import { markOf } from '../evidence/check-line'
import { liveChecks } from '../evidence/live-checks'
import { durationText } from '../runs/duration'
import { type MarkState, StatusMark } from '../runs/status-mark'
import type { Connection } from '../runs/use-run'
import type { ReactNode } from 'react'
import { Button } from '../ui/button'
import { Markdown } from '../ui/markdown'
import { Progress } from '../ui/progress'
import { progressOf, type RunMode, STAGE_TEXT, stagesOf } from './stage-words'
import { makerText, mendingStages, stageName } from './usage-words'

type RunCardProps = {
  view: RunView
  mode: RunMode
  connection: Connection
  isWaiting: boolean
  usage: ReactNode
  onRetry: (() => void) | null
}

/** The stages of one run. All stand there from the start, so nothing moves when one begins. */
export function RunCard({ view, mode, connection, isWaiting, usage, onRetry }: RunCardProps) {
  const { done, all, now } = progressOf(view, mode)
  const { end, plan } = view
  const stages = stagesOf(view, mode)
  const isAnswer = stages.includes('answer')
  return (
    <section aria-label="Run" className="flex flex-col rounded-lg border">
      <div className="flex flex-col gap-2 border-b px-3 py-2.5">
        <div className="flex items-baseline justify-between gap-3">
          <p className="truncate text-[13px] font-medium">{headline(view, connection, isWaiting)}</p>
          <p className="shrink-0 font-mono text-[11px] text-muted-foreground">
            {done}/{all}
          </p>
        </div>
        <Progress value={done} max={all} label="Stages done" />
        <p className="min-h-4 truncate text-xs leading-4 text-muted-foreground" title={plan?.entities.join(', ')}>
          {isAnswer ? 'Just an answer, no files' : plan === null ? 'No plan yet' : planText(plan, stages.includes('site'))}
        </p>
      </div>
      <ol className="flex flex-col py-1">
        {stages.map((stage) => (
          <StageLine key={stage} stage={stage} view={view} />
        ))}
      </ol>
      {isAnswer && end === null && view.text !== '' && (
        <div className="border-t px-3 py-2">
          <Markdown text={view.text} />
        </div>
      )}
      {usage}
      {end !== null && end.status !== 'completed' && (
        <div className="flex items-center justify-between gap-3 border-t px-3 py-2">
          <p className="text-xs leading-5 text-muted-foreground">
            {end.status === 'cancelled' ? 'You stopped this run. Nothing was changed.' : (end.error?.message ?? 'The run failed.')}
          </p>
          {onRetry !== null && (
            <Button size="sm" onClick={onRetry}>
              Run again
            </Button>
          )}
        </div>
      )}
      {/* One short sentence per stage, not one per file: a screen reader should inform, not chatter. */}
      <p role="status" className="sr-only">
        {end === null
          ? isWaiting
            ? 'The plan is ready. The run waits for you.'
            : now === ''
              ? ''
              : `${now}. ${done} of ${all} stages done.`
          : `The run has ${end.status === 'completed' ? 'ended' : end.status}.`}
      </p>
    </section>
  )
}

/** What the plan is about: of an application its things, of a site its pages. */
const planText = ({ kind, entities, pages }: PlanView, isSite: boolean): string =>
  (isSite ? ['plain site', ...pages] : [...(kind === 'other' ? [] : [kind]), ...entities]).join(' · ')

function headline(view: RunView, connection: Connection, isWaiting: boolean): string {
  if (view.end !== null)
    return view.end.status === 'completed' ? (view.plan?.name ?? 'Done') : view.end.status === 'failed' ? 'The run failed' : 'Stopped'
  if (connection === 'lost') return 'Connection lost, the run goes on. Reconnecting'
  if (connection === 'refused') return 'This run cannot be shown'
  if (isWaiting) return 'Waits for you to confirm the plan'
  if (view.stages.length === 0) return 'Waiting for a worker'
  if (view.stages.some(({ stage }) => stage === 'answer')) return 'Answering'
  return view.plan?.name ?? 'Planning'
}

function StageLine({ stage, view }: { stage: GenerationStage; view: RunView }) {
  const shown = view.stages.find((one) => one.stage === stage)
  const files = view.files.filter((file) => file.stage === stage).length
  const hasEnded = view.end !== null
  const state: MarkState =
    shown === undefined ? (hasEnded ? 'stopped' : 'waiting') : shown.status === 'running' && hasEnded ? 'stopped' : shown.status
  return (
    <li className="flex flex-col">
      <div className="flex h-7 items-center gap-2.5 px-3">
        <StatusMark state={state} />
        <span className="w-18 shrink-0 text-[13px]">{STAGE_TEXT[stage].name}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-muted-foreground">
          {files > 0
            ? `${files} ${files === 1 ? 'file' : 'files'}`
            : shown === undefined || state === 'running'
              ? STAGE_TEXT[stage].does
              : ''}
        </span>
        {shown?.maker != null && <MakerName maker={shown.maker} />}
        {shown !== undefined && (
          <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
            {shown.ms === null ? '' : durationText(shown.ms)}
          </span>
        )}
        <span className="sr-only">{state}</span>
      </div>
      {stage === 'review' && (
        <>
          <Checks checks={view.checks} hasEnded={hasEnded} />
          {mendingStages(view).map((mending) => (
            <MendingLine key={mending.stage} mending={mending} hasEnded={hasEnded} />
          ))}
        </>
      )}
    </li>
  )
}

/** A model's id can be long; the end of it says which one it is. */
function MakerName({ maker }: { maker: string }) {
  return (
    <span className="max-w-24 min-w-0 truncate text-xs text-muted-foreground" title={maker}>
      {makerText(maker).split('/').at(-1)}
    </span>
  )
}

/** A stage that writes again what the review found. */
function MendingLine({ mending, hasEnded }: { mending: StageView; hasEnded: boolean }) {
  const state: MarkState = mending.status === 'running' && hasEnded ? 'stopped' : mending.status
  return (
    <div className="flex h-7 items-center gap-2.5 pr-3 pl-9.5">
      <StatusMark state={state} className="size-3 [&_svg]:size-2" />
      <span className="min-w-0 flex-1 truncate text-xs">{stageName(mending.stage)}</span>
      {mending.maker !== null && <MakerName maker={mending.maker} />}
      <span className="w-13 shrink-0 text-right font-mono text-[11px] text-muted-foreground">
        {mending.ms === null ? '' : durationText(mending.ms)}
      </span>
      <span className="sr-only">{state}</span>
    </div>
  )
}

function Checks({ checks, hasEnded }: { checks: CheckView[]; hasEnded: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 py-1 pr-3 pl-9.5">
      {liveChecks(checks).map(({ name, status }) => (
        <li key={name} className="flex items-center gap-1.5 text-xs text-muted-foreground" title={CHECK_TEXT[name].proves}>
          <StatusMark state={hasEnded && status === 'running' ? 'stopped' : markOf(status)} className="size-3 [&_svg]:size-2" />
          {CHECK_TEXT[name].name}
          <span className="sr-only">{CHECK_STATUS_TEXT[status]}</span>
        </li>
      ))}
    </ul>
  )
}
