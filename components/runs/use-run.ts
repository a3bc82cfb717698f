'use client'

import { useEffect, useMemo, useState } from 'react'
import { initialState, reduceRun, type RunState, type RunView, viewRun } from '@/lib/domains/runs/reduce'
import { loadReader } from './load-reader'

export type Connection = 'connecting' | 'open' | 'lost' | 'refused' | 'ended'
/** A run as the server has drawn it: its state, and the last event that is in it. */
export type RunPicture = { runId: string; state: RunState; seq: number }
type Followed = { runId: string | null; state: RunState; seq: number; connection: Connection }

const begin = (runId: string | null, known: RunPicture | null): Followed => {
  const { state, seq } = known !== null && known.runId === runId ? known : { state: initialState, seq: 0 }
  return { runId, state, seq, connection: state.end === null ? 'connecting' : 'ended' }
}

/**
 * A run as the page shows it: what the server knew when it drew the page (`known`), then every event after that. A
 * reload, a second tab or a lost network ends in the same picture, and a run that has ended needs no stream at all. The
 * events of one network chunk are one render.
 */
export function useRun(
  runId: string | null,
  known: RunPicture | null = null,
): { view: RunView; connection: Connection } {
  const [followed, setFollowed] = useState<Followed>(() => begin(runId, known))
  // The events of the run before must not show under the new one, not for a moment.
  const now = followed.runId === runId ? followed : begin(runId, known)
  if (now !== followed) setFollowed(now)
  const hasEnded = now.state.end !== null

  const { seq } = now
  useEffect(() => {
    if (runId === null || hasEnded) return
    const abort = new AbortController()
    const set = (change: (before: Followed) => Followed) =>
      !abort.signal.aborted && setFollowed((before) => (before.runId === runId ? change(before) : before))
    const onConnection = (isOpen: boolean) => set((before) => ({ ...before, connection: isOpen ? 'open' : 'lost' }))
    async function follow(id: string) {
      const { readRunEvents } = await loadReader(abort.signal)
      for await (const events of readRunEvents(id, { signal: abort.signal, after: seq, onConnection })) {
        set((before) => ({ ...before, state: events.reduce(reduceRun, before.state) }))
      }
      set((before) => ({ ...before, connection: 'ended' }))
    }
    follow(runId).catch(() => set((before) => ({ ...before, connection: 'refused' })))
    return () => abort.abort()
  }, [runId, hasEnded, seq])

  const view = useMemo(() => viewRun(now.state), [now.state])
  return { view, connection: hasEnded ? 'ended' : now.connection }
}
