'use client'

import { useEffect, useMemo, useState } from 'react'
import { initialState, reduceRun, type RunState, type RunView, viewRun } from '@/lib/domains/runs/reduce'
import { readRunEvents } from './read-run-events'

export type Connection = 'connecting' | 'open' | 'lost' | 'refused' | 'ended'
type Followed = { runId: string | null; state: RunState; connection: Connection }

/**
 * A run as the page shows it, from its first event on. The server keeps the events, so a reload, a second tab or a lost
 * network ends in the same picture. The events of one network chunk are one render.
 */
export function useRun(runId: string | null): { view: RunView; connection: Connection } {
  const [followed, setFollowed] = useState<Followed>({ runId, state: initialState, connection: 'connecting' })

  useEffect(() => {
    setFollowed({ runId, state: initialState, connection: 'connecting' })
    if (runId === null) return
    const abort = new AbortController()
    const set = (change: (now: Followed) => Followed) =>
      !abort.signal.aborted && setFollowed((now) => (now.runId === runId ? change(now) : now))
    const onConnection = (isOpen: boolean) => set((now) => ({ ...now, connection: isOpen ? 'open' : 'lost' }))
    async function follow(id: string) {
      for await (const events of readRunEvents(id, { signal: abort.signal, onConnection })) {
        set((now) => ({ ...now, state: events.reduce(reduceRun, now.state) }))
      }
      set((now) => ({ ...now, connection: 'ended' }))
    }
    follow(runId).catch(() => set((now) => ({ ...now, connection: 'refused' })))
    return () => abort.abort()
  }, [runId])

  // Between a change of `runId` and its effect the old run's events must not show under the new one.
  const state = followed.runId === runId ? followed.state : initialState
  const view = useMemo(() => viewRun(state), [state])
  return { view, connection: followed.runId === runId ? followed.connection : 'connecting' }
}
