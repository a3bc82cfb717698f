'use client'

import { useCallback, useEffect, useState } from 'react'
import { getPlan, submitPlan } from '@/lib/domains/generation/contract'
import { getRun, isEnded, type Run } from '@/lib/domains/runs/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { call } from '@/lib/http/client'
import { planFaults, type PlanFault } from './plan-check'
import type { PlanEdit } from './plan-thing'
import { textOf } from './use-generate'

const LOOK_AGAIN_MS = 700
const keyOf = (runId: string): string => `devora.plan.${runId}`

/** The plan was made and nothing after it has begun: the run may be waiting, or its writers are about to start. Pure. */
export const mayWait = (view: RunView): boolean =>
  view.end === null &&
  view.stages.some(({ stage, status }) => stage === 'architect' && status === 'done') &&
  !view.stages.some(({ stage }) => ['frontend', 'backend', 'database', 'review', 'deliver'].includes(stage))

/** Edits of a plan, newest last; kept in this tab so that a reload loses none. */
function readEdits(runId: string): AppSpec[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(runId)) ?? '[]')
    return Array.isArray(kept) ? (kept as AppSpec[]).filter((spec) => planFaults(spec).length === 0) : []
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

/**
 * Whether the followed run waits for its plan, and the plan with what the person has changed in it. The stream has no event for waiting, so
 * the run itself is asked while it could be.
 */
export function usePlanWaiting(runId: string | null, view: RunView, runs: readonly Run[]): WaitingPlan | null {
  const known = runs.find(({ id }) => id === runId)?.status
  const [asked, setAsked] = useState<{ runId: string; status: Run['status'] } | null>(null)
  const [original, setOriginal] = useState<{ runId: string; spec: AppSpec } | null>(null)
  const [edits, setEdits] = useState<AppSpec[]>([])
  const [said, setSaid] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isSending, setSending] = useState(false)
  const [sentFor, setSentFor] = useState<string | null>(null)

  const couldWait = runId !== null && mayWait(view)
  const status = asked?.runId === runId ? asked?.status : known
  const isWaiting = couldWait && status === 'waiting' && sentFor !== runId

  useEffect(() => {
    if (runId === null || !couldWait || status === 'waiting') return
    const look = () =>
      call(getRun, { params: { id: runId } })
        .then((run) => !isEnded(run.status) && setAsked({ runId, status: run.status }))
        // The next look may have an answer.
        .catch(() => undefined)
    void look()
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [runId, couldWait, status])

  const load = useCallback(() => {
    if (runId === null) return
    setError(null)
    call(getPlan, { params: { id: runId } })
      .then(({ spec }) => {
        setEdits(readEdits(runId))
        setOriginal({ runId, spec })
      })
      .catch((refusal: unknown) => setError(textOf(refusal)))
  }, [runId])
  useEffect(() => {
    if (isWaiting) load()
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
      const run = await call(submitPlan, { params: { id: runId! }, body: edits.length === 0 ? {} : { spec: plan } })
      setSentFor(runId)
      keepEdits(runId!, [])
      setEdits([])
      setAsked({ runId: run.id, status: run.status })
    } catch (refusal) {
      setError(textOf(refusal))
    }
    setSending(false)
  }
  return {
    spec,
    faults: spec === null ? [] : planFaults(spec),
    said,
    error,
    canUndo: edits.length > 0,
    isSending,
    edit: (change, words) => {
      if (spec === null) return
      const next = change(spec)
      if (JSON.stringify(next) !== JSON.stringify(spec)) replace([...edits, next], words)
    },
    undo: () => replace(edits.slice(0, -1), 'Undone'),
    build: () => spec !== null && void send(spec),
    load,
  }
}
