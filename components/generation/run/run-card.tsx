'use client'

import type { GenerationStage } from '@/lib/domains/generation/contract'
import type { PlanView, RunView, StageView } from '@/lib/domains/runs/reduce'
import { durationText } from '../../runs/duration'
import { RestNote } from '../../runs/rest-note'
import { type MarkState, StatusMark } from '../../runs/status-mark'
import type { Connection } from '../../runs/use-run'
import type { ReactNode } from 'react'
import { Markdown } from '../../ui/markdown'
import { Progress } from '../../ui/progress'
import { progressOf, type RunMode, STAGE_TEXT, stagesOf } from './stage-words'
import { countText } from '../../credits/money-words'
import { FallbackNotes } from './fallback-notes'
import { type Retry, RetryMenu } from './retry-menu'
import { RunChecks } from './run-checks'
import { RunFindings } from './run-findings'
import { makerText, mendingStages, stageName } from './usage-words'

type OpenFile = (path: string, line: number | null) => void
type RunCardProps = {
  view: RunView
  mode: RunMode
  connection: Connection
  isWaiting: boolean
  usage: ReactNode
  /** Null while it cannot be run again. */
  retry: Retry | null
  onOpenFile: OpenFile
}

/** The stages of one run. All stand there from the start, so nothing moves when one begins. */
export function RunCard({ view, mode, connection, isWaiting, usage, retry, onOpenFile }: RunCardProps) {
  const { done, all, now } = progressOf(view, mode)
  const { end, plan } = view
  const stages = stagesOf(view, mode)
  const isAnswer = stages.includes('answer')
  const writing = end === null ? (view.stages.findLast(({ path }) => path !== null)?.path ?? null) : null
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
        <p
          className="min-h-4 truncate text-xs leading-4 text-muted-foreground"
          title={writing ?? plan?.entities.join(', ')}
        >
          {writing !== null ? (
            <>
              Writing <span className="font-mono text-[11px]">{writing.split('/').slice(-2).join('/')}</span>
            </>
          ) : isAnswer ? (
            'Just an answer, no files'
          ) : plan === null ? (
            'No plan yet'
          ) : (
            planText(plan, stages.includes('site'))
          )}
        </p>
      </div>
      <ol className="flex flex-col py-1">
        {stages.map((stage) => (
          <StageLine key={stage} stage={stage} view={view} onOpenFile={onOpenFile} />
        ))}
      </ol>
      {isAnswer && end === null && view.text !== '' && (
        <div className="border-t px-3 py-2">
          <Markdown text={view.text} />
        </div>
      )}
      <FallbackNotes view={view} />
      {usage}
      {end !== null && (end.status !== 'completed' || retry !== null) && (
        <div className="flex items-center justify-between gap-3 border-t px-3 py-1.5">
          <p className="text-xs leading-5 text-muted-foreground">{endText(end)}</p>
          {retry !== null && <RetryMenu view={view} retry={retry} />}
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

function endText(end: NonNullable<RunView['end']>): string {
  if (end.status === 'completed') return ''
  return end.status === 'cancelled'
    ? 'You stopped this run. Your files are as they were.'
    : (end.error?.message ?? 'The run failed.')
}

/** What the plan is about: of an application its things, of a site its pages. */
const planText = ({ kind, entities, pages }: PlanView, isSite: boolean): string =>
  (isSite ? ['plain site', ...pages] : [...(kind === 'other' ? [] : [kind]), ...entities]).join(' · ')

function headline(view: RunView, connection: Connection, isWaiting: boolean): string {
  if (view.end !== null)
    return view.end.status === 'completed'
      ? (view.plan?.name ?? 'Done')
      : view.end.status === 'failed'
        ? 'The run failed'
        : 'Stopped'
  if (connection === 'lost') return 'Connection lost, the run goes on. Reconnecting'
  if (connection === 'refused') return 'This run cannot be shown'
  if (isWaiting) return 'Waits for you to confirm the plan'
  if (view.stages.length === 0) return 'Waiting for a worker'
  if (view.stages.some(({ stage }) => stage === 'answer')) return 'Answering'
  return view.plan?.name ?? 'Planning'
}

function StageLine({ stage, view, onOpenFile }: { stage: GenerationStage; view: RunView; onOpenFile: OpenFile }) {
  const shown = view.stages.find((one) => one.stage === stage)
  const files = view.files.filter((file) => file.stage.replace(/ .*/, '') === stage).length
  const hasEnded = view.end !== null
  const state: MarkState =
    shown === undefined
      ? hasEnded
        ? 'stopped'
        : 'waiting'
      : shown.status === 'running' && hasEnded
        ? 'stopped'
        : shown.status
  return (
    <li className="flex flex-col">
      <div className="flex h-7 items-center gap-2.5 px-3">
        <StatusMark state={state} />
        <span className="w-18 shrink-0 text-[13px]">{STAGE_TEXT[stage].name}</span>
        <RestNote until={hasEnded ? null : (shown?.restUntil ?? null)}>
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
              {shown.ms !== null ? durationText(shown.ms) : <LiveTokens view={view} stage={stage} />}
            </span>
          )}
        </RestNote>
        <span className="sr-only">{state}</span>
      </div>
      {stage === 'review' && (
        <>
          <RunChecks checks={view.checks} hasEnded={hasEnded} />
          <RunFindings view={view} onOpenFile={onOpenFile} />
        </>
      )}
      {(stage === 'review' || stage === 'tests') &&
        mendingStages(view, stage).map((mending) => (
          <MendingLine key={mending.stage} mending={mending} hasEnded={hasEnded} />
        ))}
    </li>
  )
}

/** Where the time will stand: tokens of the answer that is on its way. */
function LiveTokens({ view, stage }: { view: RunView; stage: string }) {
  const usage = view.usageOf[stage]
  if (usage === undefined || view.end !== null) return null
  return (
    <span title={`About ${usage.outputTokens} tokens written so far`}>
      {usage.isLive && '~'}
      {countText(usage.outputTokens)}
      <span className="sr-only"> tokens written</span>
    </span>
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
