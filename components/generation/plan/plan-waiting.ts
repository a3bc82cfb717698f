'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { toast } from 'sonner'
import { getPlan, submitPlan } from '@/lib/domains/generation/contract'
import type { Run } from '@/lib/domains/runs/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { ApiError, call } from '@/lib/http/client'
import { isPlan, planFaults, type PlanFault } from './plan-faults'
import type { PlanEdit } from './plan-entity'
import { useTold } from './use-told'
import { useErrorText } from '../../shell/use-error-text'

const keyOf = (runId: string): string => `devora.plan.${runId}`

/** Whether a run waits for its plan to be confirmed, as its events tell it. Pure. */
const isWaitingForPlan = (view: RunView): boolean =>
  view.end === null && view.stages.some(({ stage, status }) => stage === 'confirm' && status === 'running')

/** Edits of a plan, newest last; kept in this tab so that a reload loses none. */
function readEdits(runId: string): AppSpec[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(runId)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isPlan) : []
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

export type WaitingPlan = {
  /** The plan as edited; null until it is there. */
  spec: AppSpec | null
  faults: PlanFault[]
  /** The last edit in words. */
  said: string
  error: string | null
  canUndo: boolean
  isSending: boolean
  edit: PlanEdit
  undo: () => void
  build: () => void
  load: () => void
}

/** The plan of the followed run while it waits for it, with what the person has changed in it; null otherwise. */
export function usePlanWaiting(runId: string | null, view: RunView, runs: readonly Run[]): WaitingPlan | null {
  const [original, setOriginal] = useState<{ runId: string; spec: AppSpec } | null>(null)
  const [edits, setEdits] = useState<AppSpec[]>([])
  const [said, setSaid] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  /** The run whose plan went out; the event that ends its waiting is on its way. */
  const [sentFor, setSentFor] = useState<string | null>(null)

  // Before the first event the list of runs knows: the page opens with the plan and not with empty panes.
  const isKnown = view.stages.length === 0 && runs.some(({ id, status }) => id === runId && status === 'waiting')
  const isWaiting = runId !== null && sentFor !== runId && (isKnown || isWaitingForPlan(view))

  const t = useTranslations('plan')
  const say = useTold()
  const errorText = useErrorText()
  const load = useCallback(
    async (signal?: AbortSignal) => {
      if (runId === null) return
      setError(null)
      try {
        const { spec } = await call(getPlan, { params: { id: runId } }, signal === undefined ? {} : { signal })
        setEdits(readEdits(runId))
        setOriginal({ runId, spec })
      } catch (refusal) {
        if (signal?.aborted !== true) setError(errorText(refusal))
      }
    },
    [runId, errorText],
  )
  useEffect(() => {
    if (!isWaiting) return
    const abort = new AbortController()
    void load(abort.signal)
    return () => abort.abort()
  }, [isWaiting, load])

  if (!isWaiting) return null
  const start = original?.runId === runId ? original.spec : null
  const spec = start === null ? null : (edits.at(-1) ?? start)

  function replace(next: AppSpec[], words: string) {
    setEdits(next)
    setSaid(words)
    setError(null)
    keepEdits(runId!, next)
  }
  async function send(plan: AppSpec) {
    setSending(true)
    setError(null)
    try {
      await call(submitPlan, { params: { id: runId! }, body: edits.length === 0 ? {} : { spec: plan } })
      setSentFor(runId)
      keepEdits(runId!, [])
      setEdits([])
    } catch (refusal) {
      // Another tab or another device was first, and the run goes on by the plan that it sent.
      if (refusal instanceof ApiError && refusal.problem.code === 'conflict') {
        setSentFor(runId)
        keepEdits(runId!, [])
        toast(t(edits.length === 0 ? 'confirmed' : 'confirmedWithout'))
      } else setError(errorText(refusal))
    }
    setSending(false)
  }
  return {
    spec,
    faults: spec === null ? [] : planFaults(start, spec),
    said,
    error,
    canUndo: edits.length > 0,
    isSending,
    edit: (change, words) => {
      if (spec === null) return
      const { spec: next, refusal } = change(spec)
      if (refusal !== null) return setSaid(say(refusal.told))
      if (JSON.stringify(next) !== JSON.stringify(spec)) replace([...edits, next], words)
    },
    undo: () => replace(edits.slice(0, -1), t('undone')),
    build: () => spec !== null && void send(spec),
    load: () => void load(),
  }
}
