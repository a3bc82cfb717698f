'use client'

import { useTranslations } from 'next-intl'
import { toast } from '../../ui/notices/notices'
import type { GenerationStage } from '@/lib/domains/generation/constants'
import type { generate } from '@/lib/domains/generation/contract'
import type { restoreVersion } from '@/lib/domains/projects/contract'
import type { cancelRun, retryRun } from '@/lib/domains/runs/contract'
import { ApiError, call } from '@/lib/http/client'
import { useErrorText } from '../../shell/use-error-text'
import { useSingleMutation } from '../../ui/use-single-mutation'
import type { RunOptions } from '../prompt/prompt-options'
import type { StudioState } from './use-studio'

/** What one can do with the project; each action's refusal stands under the prompt until the next one. */
export function useStudioActions(studio: StudioState, onRestored: () => void) {
  const { liveRun } = studio
  const errorText = useErrorText()
  const send = useSend(studio)
  const retry = useRetry(studio)
  const stop = useStop(studio)
  const restore = useRestore(studio, onRestored)
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

const useSend = ({ id, follow }: StudioState) =>
  useSingleMutation({
    mutationFn: async ({ prompt, options }: { prompt: string; options: RunOptions }) => {
      const body = { prompt, projectId: id, ...options }
      await follow(
        (await call<typeof generate>('POST /generate', { body }, { idempotencyKey: crypto.randomUUID() })).runId,
      )
    },
  })

const useRetry = ({ runId, follow }: StudioState) =>
  useSingleMutation({
    mutationFn: async (fromStage?: GenerationStage) => {
      if (runId === null) return
      const body = fromStage === undefined ? {} : { fromStage }
      await follow((await call<typeof retryRun>('POST /runs/{id}/retry', { params: { id: runId }, body })).runId)
    },
  })

const useStop = ({ refresh }: StudioState) =>
  useSingleMutation({
    mutationFn: async (run: string) => {
      try {
        await call<typeof cancelRun>('POST /runs/{id}/cancel', { params: { id: run } })
      } catch (refusal) {
        // It ended by itself, or another tab stopped it: what was wanted is so.
        if (!(refusal instanceof ApiError && refusal.problem.code === 'run_finished')) throw refusal
        await refresh()
      }
    },
  })

function useRestore({ id, refresh, tell }: StudioState, onRestored: () => void) {
  const t = useTranslations('studio')
  return useSingleMutation({
    mutationFn: async (number: number) => {
      const made = await call<typeof restoreVersion>('POST /projects/{id}/versions/{number}/restore', {
        params: { id, number },
        body: {},
      })
      await refresh()
      tell()
      toast(t('restored', { number, made: made.number }))
      onRestored()
    },
  })
}
