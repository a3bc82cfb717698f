'use client'

import type { PlanView, RunView } from '@/lib/domains/runs/reduce'
import type { Connection } from '../../runs/use-run'
import type { ReactNode } from 'react'
import { Markdown } from '../../ui/markdown'
import { Progress } from '../../ui/progress'
import { StageLine } from './stage-line'
import { progressOf, type RunMode, stagesOf } from './stage-words'
import { FallbackNotes } from './fallback-notes'
import { type Retry, RetryMenu } from './retry-menu'

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
