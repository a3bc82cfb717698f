'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { toast } from 'sonner'
import { generate, type GenerationStage } from '@/lib/domains/generation/contract'
import { restoreVersion } from '@/lib/domains/projects/contract'
import { cancelRun, isEnded, retryRun } from '@/lib/domains/runs/contract'
import { ApiError, call } from '@/lib/http/client'
import { untilAnswered } from '../../runs/back-off'
import { type RunPicture, useRun } from '../../runs/use-run'
import { useSingleMutation } from '../../ui/use-single-mutation'
import type { RunOptions } from '../prompt/prompt-options'
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
  useRefreshAtEnd(hasEnded && run !== undefined && !isEnded(run.status) ? runId : null, refresh, (refusal) =>
    toast.error(errorText(refusal)),
  )
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

/** A run has ended: what it delivered is fetched, however long the network is away. */
function useRefreshAtEnd(endedRun: string | null, refresh: () => Promise<void>, onRefusal: (error: unknown) => void) {
  const refuse = useEffectEvent(onRefusal)
  useEffect(() => {
    if (endedRun === null) return
    const leaving = new AbortController()
    untilAnswered(refresh, leaving.signal).catch((refusal: unknown) => leaving.signal.aborted || refuse(refusal))
    return () => leaving.abort()
  }, [endedRun, refresh])
}

/** What one can do with the project; each action's refusal stands under the prompt until the next one. */
export function useStudioActions(studio: StudioState, onRestored: () => void) {
  const { id, runId, liveRun, follow, refresh, tell } = studio
  const t = useTranslations('studio')
  const errorText = useErrorText()
  const send = useSingleMutation({
    mutationFn: async ({ prompt, options }: { prompt: string; options: RunOptions }) => {
      const body = { prompt, projectId: id, ...options }
      await follow((await call(generate, { body }, { idempotencyKey: crypto.randomUUID() })).runId)
    },
  })
  const retry = useSingleMutation({
    mutationFn: async (fromStage?: GenerationStage) => {
      if (runId === null) return
      const body = fromStage === undefined ? {} : { fromStage }
      await follow((await call(retryRun, { params: { id: runId }, body })).runId)
    },
  })
  const stop = useSingleMutation({
    mutationFn: async (run: string) => {
      try {
        await call(cancelRun, { params: { id: run } })
      } catch (refusal) {
        // It ended by itself, or another tab stopped it: what was wanted is so.
        if (!(refusal instanceof ApiError && refusal.problem.code === 'run_finished')) throw refusal
        await refresh()
      }
    },
  })
  const restore = useSingleMutation({
    mutationFn: async (number: number) => {
      const made = await call(restoreVersion, { params: { id, number }, body: {} })
      await refresh()
      tell()
      toast(t('restored', { number, made: made.number }))
      onRestored()
    },
  })
  const all = [send, retry, stop, restore]
  const refusal = all.find(({ error }) => error !== null)?.error ?? null
  const fresh = () => all.forEach((one) => one.isError && one.reset())
  return {
    error: refusal === null ? null : errorText(refusal),
    send: async (prompt: string, options: RunOptions): Promise<boolean> => {
      fresh()
      return send.mutateAsync({ prompt, options }).then(
        () => true,
        () => false,
      )
    },
    isSending: send.isPending,
    retry: (fromStage?: GenerationStage) => {
      fresh()
      retry.mutate(fromStage)
    },
    isRetrying: retry.isPending,
    stop: () => {
      if (liveRun === null) return
      fresh()
      stop.mutate(liveRun)
    },
    isStopping: stop.isPending || (liveRun !== null && stop.isSuccess && stop.variables === liveRun),
    restore: async (number: number) => {
      fresh()
      await restore.mutateAsync(number).catch(() => undefined)
    },
  }
}
export type StudioActions = ReturnType<typeof useStudioActions>
