'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'
import { generate, type GenerationStage } from '@/lib/domains/generation/contract'
import {
  type FileEntry,
  getProject,
  listFiles,
  listMessages,
  listVersions,
  type Message,
  type Project,
  restoreVersion,
  type Version,
} from '@/lib/domains/projects/contract'
import { cancelRun, isEnded, listRuns, retryRun, type Run } from '@/lib/domains/runs/contract'
import { call } from '@/lib/http/client'
import { untilAnswered } from '../../runs/back-off'
import type { RunPicture } from '@/lib/domains/runs/reduce'
import { useRun } from '../../runs/use-run'
import { textOf } from '../prompt/use-generate'
import type { RunOptions } from '../prompt/prompt-options'
import { chooseRun } from './choose-run'

export type StudioData = { project: Project; messages: Message[]; versions: Version[]; files: FileEntry[]; runs: Run[] }

async function loadStudio(id: string): Promise<StudioData> {
  const params = { id }
  const project = await call(getProject, { params })
  const [messages, versions, tree, runs] = await Promise.all([
    loadMessages(id),
    call(listVersions, { params, query: { limit: 100 } }),
    project.currentVersion === 0 ? null : call(listFiles, { params, query: {} }),
    call(listRuns, { query: { projectId: id, limit: 20 } }),
  ])
  return { project, messages, versions: versions.items, files: tree?.items ?? [], runs: runs.items }
}

/** All of it: the list gives the oldest first, and the newest are the ones that matter. */
async function loadMessages(id: string): Promise<Message[]> {
  const all: Message[] = []
  let cursor: string | null = null
  do {
    const page: { items: Message[]; nextCursor: string | null } = await call(listMessages, {
      params: { id },
      query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
    })
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}

/**
 * One project as its page shows it. The server is the truth: whenever a run ends, another tab acts or the window comes
 * back, everything is fetched again.
 */
export function useStudio(initial: StudioData, wantedRun: string | null, picture: RunPicture | null) {
  const [data, setData] = useState(initial)
  const first = chooseRun(initial.runs, wantedRun)
  const [runId, setRunId] = useState(first?.id ?? null)
  /** The run whose files and checks the page shows instead of the stored version's; null when nothing is being made. */
  const [liveRun, setLiveRun] = useState(first !== null && !isEnded(first.status) ? first.id : null)
  const [isSending, setSending] = useState(false)
  const [isStopping, setStopping] = useState(false)
  const [isRetrying, setRetrying] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { view, connection } = useRun(runId, picture)
  const id = initial.project.id
  const tabs = useRef<BroadcastChannel | null>(null)

  const refresh = useCallback(async () => {
    const fresh = await loadStudio(id)
    setData(fresh)
    const chosen = chooseRun(fresh.runs, null)
    if (chosen !== null && !isEnded(chosen.status)) {
      setRunId(chosen.id)
      setLiveRun(chosen.id)
    }
    return fresh
  }, [id])

  const follow = useCallback((run: string) => {
    setRunId(run)
    setLiveRun(run)
    tabs.current?.postMessage('changed')
  }, [])

  // What another tab or another device did shows here too.
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

  // A run has ended: first fetch what it delivered, then let go of what it streamed, so that nothing blinks.
  const hasEnded = view.end !== null || connection === 'refused'
  useEffect(() => {
    if (!hasEnded || liveRun === null || liveRun !== runId) return
    const leaving = new AbortController()
    untilAnswered(refresh, leaving.signal)
      .catch((refusal: unknown) => leaving.signal.aborted || toast.error(textOf(refusal)))
      .finally(() => {
        if (leaving.signal.aborted) return
        setLiveRun((now) => (now === liveRun ? null : now))
        setStopping(false)
      })
    return () => leaving.abort()
  }, [hasEnded, liveRun, runId, refresh])

  async function attempt(action: () => Promise<void>) {
    setError(null)
    try {
      await action()
      return true
    } catch (refusal) {
      setError(textOf(refusal))
      return false
    }
  }

  /** True when the run has started; the caller keeps the prompt otherwise. */
  async function send(prompt: string, options: RunOptions): Promise<boolean> {
    setSending(true)
    const hasStarted = await attempt(async () => {
      const started = await call(
        generate,
        { body: { prompt, projectId: id, ...options } },
        { idempotencyKey: crypto.randomUUID() },
      )
      follow(started.runId)
      await refresh()
    })
    setSending(false)
    return hasStarted
  }

  const stop = () => {
    if (liveRun === null) return
    setStopping(true)
    void attempt(async () => void (await call(cancelRun, { params: { id: liveRun } }))).then(
      (isOk) => !isOk && setStopping(false),
    )
  }
  const retry = (fromStage?: GenerationStage) => {
    if (runId === null || isRetrying) return
    setRetrying(true)
    const body = fromStage === undefined ? {} : { fromStage }
    void attempt(async () => {
      follow((await call(retryRun, { params: { id: runId }, body })).runId)
      await refresh()
    }).finally(() => setRetrying(false))
  }
  async function restore(number: number): Promise<boolean> {
    return attempt(async () => {
      const made = await call(restoreVersion, { params: { id, number }, body: {} })
      await refresh()
      tabs.current?.postMessage('changed')
      toast(`Version ${number} is back, as version ${made.number}`)
    })
  }

  return {
    ...data,
    refresh,
    runId,
    liveRun,
    view,
    connection,
    isSending,
    isStopping,
    isRetrying,
    error,
    send,
    stop,
    retry,
    restore,
  }
}
