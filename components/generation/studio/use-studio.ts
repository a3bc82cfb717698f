'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { toast } from '../../ui/notices/notices'
import { isEnded } from '@/lib/domains/runs/constants'
import { untilAnswered } from '../../runs/back-off'
import { type RunPicture, useRun } from '../../runs/use-run'
import { useErrorText } from '../../shell/use-error-text'
import { chooseRun } from './choose-run'
import { loadStudio, type StudioData, studioKey } from './studio-data'

/**
 * One project as its page shows it. The server is the truth: whenever a run ends, another tab acts or the window comes
 * back, everything is asked for again.
 */
export function useStudio(initial: StudioData, wantedRun: string | null, picture: RunPicture | null) {
  const id = initial.project.id
  const client = useQueryClient()
  const { data, refetch } = useQuery({
    queryKey: studioKey(id),
    queryFn: ({ signal }) => loadStudio(client, id, signal),
    initialData: initial,
    staleTime: Infinity,
  })
  const refresh = useCallback(async () => {
    await refetch({ throwOnError: true })
  }, [refetch])

  const [runId, setRunId] = useState(() => chooseRun(initial.runs, wantedRun)?.id ?? null)
  const going = data.runs.find(({ kind, status }) => kind === 'generation' && !isEnded(status))?.id
  if (going !== undefined && going !== runId) setRunId(going)
  /** One that was started here, until the list of runs knows it. */
  const [started, setStarted] = useState<string | null>(null)
  const run = data.runs.find((one) => one.id === runId)
  const { view, connection } = useRun(runId, picture)
  // It stays live until the list says that it has ended: by then what it delivered is here too, and nothing blinks.
  const isLive = connection !== 'refused' && (run === undefined ? started === runId : !isEnded(run.status))
  const liveRun = isLive ? runId : null

  const tell = useOtherTabs(id, refresh)
  const follow = async (next: string) => {
    setStarted(next)
    setRunId(next)
    tell()
    await refresh()
  }
  const errorText = useErrorText()
  const hasEnded = view.end !== null || connection === 'refused'
  const refused = (refusal: unknown): void => void toast.error(errorText(refusal))
  useRefreshFor(hasEnded && run !== undefined && !isEnded(run.status) ? `end of ${runId}` : null, refresh, refused)
  const draft = isLive && view.draft !== null && view.draft > data.project.currentVersion ? view.draft : null
  useRefreshFor(draft === null ? null : `draft ${draft} of ${runId}`, refresh, refused)
  return { ...data, id, refresh, tell, run, runId, liveRun, view, connection, follow }
}
export type StudioState = ReturnType<typeof useStudio>

/** What another tab or another device did shows here too. Answers how to tell the others. */
function useOtherTabs(id: string, refresh: () => Promise<void>): () => void {
  const tabs = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    const look = () => void (document.visibilityState === 'visible' && refresh().catch(() => undefined))
    const channel = new BroadcastChannel(`devora.${id}`)
    tabs.current = channel
    channel.addEventListener('message', look)
    window.addEventListener('focus', look)
    return () => {
      channel.close()
      window.removeEventListener('focus', look)
    }
  }, [id, refresh])
  return useCallback(() => tabs.current?.postMessage('changed'), [])
}

/** Something was delivered, or is known by now: it is fetched, however long the network is away. Null: nothing was. */
export function useRefreshFor(
  what: string | null,
  refresh: () => Promise<void>,
  onRefusal: (error: unknown) => void,
): void {
  const refuse = useEffectEvent(onRefusal)
  useEffect(() => {
    if (what === null) return
    const leaving = new AbortController()
    untilAnswered(refresh, leaving.signal).catch((refusal: unknown) => leaving.signal.aborted || refuse(refusal))
    return () => leaving.abort()
  }, [what, refresh])
}
