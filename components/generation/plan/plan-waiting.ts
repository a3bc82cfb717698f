'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '../../ui/notices/notices'
import type { getPlan, submitPlan } from '@/lib/domains/generation/contract'
import type { Run } from '@/lib/domains/runs/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import type { AppSpec, Question } from '@/lib/domains/spec/contract'
import { ApiError, call } from '@/lib/http/client'
import type { PlanEdit } from './plan-entity'
import { useTold } from '../../ui/text/use-told'
import { useErrorText } from '../../shell/use-error-text'
import { useSingleMutation } from '../../ui/use-single-mutation'

const keyOf = (runId: string): string => `devora.plan.${runId}`

/** Whether a run waits for its plan to be confirmed, as its events tell it. Pure. */
const isWaitingForPlan = (view: RunView): boolean =>
  view.end === null && view.stages.some(({ stage, status }) => stage === 'confirm' && status === 'running')

/** Edits of a plan, newest last; kept in this tab so that a reload loses none. */
async function readEdits(runId: string): Promise<AppSpec[]> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(runId)) ?? '[]')
    if (!Array.isArray(kept) || kept.length === 0) return []
    const { isPlan } = await import('./plan-faults')
    return kept.filter(isPlan)
  } catch {
    return []
  }
}
function keepEdits(runId: string, edits: readonly AppSpec[]): void {
  try {
    if (edits.length === 0) sessionStorage.removeItem(keyOf(runId))
    else sessionStorage.setItem(keyOf(runId), JSON.stringify(edits.slice(-1)))
  } catch {
    // Storage can be off or full. Edits then last as long as the page.
  }
}

type Answer = { id: string; says: string }

export type WaitingPlan = {
  /** The plan as it was made, and as edited; null until it is there. */
  original: AppSpec | null
  spec: AppSpec | null
  /** What it asks before it builds and nobody has answered. */
  questions: readonly Question[]
  /** The questions are shown, and not the plan itself, which somebody may rather see. */
  isAsking: boolean
  leaveQuestions: () => void
  /** The last edit in words. */
  said: string
  error: string | null
  canUndo: boolean
  isSending: boolean
  edit: PlanEdit
  undo: () => void
  build: (answers?: readonly Answer[]) => void
  load: () => void
}

/** The plan of the followed run while it waits for it, with what the person has changed in it; null otherwise. */
export function usePlanWaiting(runId: string | null, view: RunView, runs: readonly Run[]): WaitingPlan | null {
  /** The run whose plan went out; the event that ends its waiting is on its way. */
  const [sentFor, setSentFor] = useState<string | null>(null)
  // Before the first event the list of runs knows: the page opens with the plan and not with empty panes.
  const isKnown = view.stages.length === 0 && runs.some(({ id, status }) => id === runId && status === 'waiting')
  const waiting = runId !== null && sentFor !== runId && (isKnown || isWaitingForPlan(view)) ? runId : null

  const [said, setSaid] = useState('')
  /** The run whose plan somebody wants to see instead of its questions. */
  const [leftFor, setLeftFor] = useState<string | null>(null)
  const plan = useEditedPlan(waiting)
  const { isSending, refusal, send, forget } = useSendPlan(setSentFor)
  const t = useTranslations('plan')
  const { words: say } = useTold()
  const errorText = useErrorText()
  if (waiting === null) return null

  const { original, spec, edits } = plan
  const error = refusal ?? plan.refusal
  const questions = (spec?.questions ?? []).filter((one) => one.said === undefined)
  function replace(next: AppSpec[], words: string) {
    plan.keep(next)
    setSaid(words)
    forget()
  }
  return {
    original,
    spec,
    questions,
    isAsking: questions.length > 0 && leftFor !== waiting,
    leaveQuestions: () => setLeftFor(waiting),
    said,
    error: error === null ? null : errorText(error),
    canUndo: edits.length > 0,
    isSending,
    edit: (change, words) => {
      if (spec === null) return
      const { spec: next, refusal: told } = change(spec)
      if (told !== null) return setSaid(say(told.told))
      if (JSON.stringify(next) !== JSON.stringify(spec)) replace([...edits, next], words)
    },
    undo: () => replace(edits.slice(0, -1), t('undone')),
    build: (answers = []) =>
      void (spec !== null && send({ runId: waiting, edited: edits.length === 0 ? null : spec, answers })),
    load: plan.load,
  }
}

/** The plan that a run waits with, as it was made and as it was edited in this tab. */
function useEditedPlan(runId: string | null) {
  const [made, setMade] = useState<{ runId: string; edits: AppSpec[] } | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['plan', runId],
    enabled: runId !== null,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { spec } = await call<typeof getPlan>('GET /runs/{id}/plan', { params: { id: runId! } }, { signal })
      return { spec, kept: await readEdits(runId!) }
    },
  })
  const original = data?.spec ?? null
  const edits = made !== null && made.runId === runId ? made.edits : (data?.kept ?? [])
  return {
    original,
    edits,
    /** Null until it is there. */
    spec: original === null ? null : (edits.at(-1) ?? original),
    refusal: error,
    load: () => void refetch(),
    keep: (next: AppSpec[]) => {
      if (runId === null) return
      setMade({ runId, edits: next })
      keepEdits(runId, next)
    },
  }
}

type Sent = { runId: string; edited: AppSpec | null; answers: readonly Answer[] }

/** Confirms a plan. The second of two tabs finds that the run goes on by the plan that the first one sent. */
function useSendPlan(onSent: (runId: string) => void) {
  const t = useTranslations('plan')
  const sending = useSingleMutation({
    mutationFn: async ({ runId, edited, answers }: Sent) => {
      try {
        await call<typeof submitPlan>('POST /runs/{id}/plan', {
          params: { id: runId },
          body: { ...(edited !== null && { spec: edited }), ...(answers.length > 0 && { answers: [...answers] }) },
        })
      } catch (refusal) {
        if (!(refusal instanceof ApiError && refusal.problem.code === 'conflict')) throw refusal
        toast(t(edited === null ? 'confirmed' : 'confirmedWithout'))
      }
      keepEdits(runId, [])
      onSent(runId)
    },
  })
  return { isSending: sending.isPending, refusal: sending.error, send: sending.mutate, forget: sending.reset }
}
