'use client'

import { useRouter } from 'next/navigation'
import type { generate } from '@/lib/domains/generation/contract'
import { call } from '@/lib/http/client'
import { useSingleMutation } from '../../ui/use-single-mutation'
import type { RunOptions } from './prompt-options'
import { useErrorText } from '../../shell/use-error-text'

/** Starts a new project from a prompt and goes to its studio. */
export function useGenerate() {
  const router = useRouter()
  const errorText = useErrorText()
  const start = useSingleMutation({
    mutationFn: ({
      prompt,
      options,
      idempotencyKey,
    }: {
      prompt: string
      options: RunOptions
      idempotencyKey: string
    }) => call<typeof generate>('POST /generate', { body: { prompt, ...options } }, { idempotencyKey }),
    onSuccess: ({ runId, projectId }) => router.push(`/projects/${projectId}?run=${runId}`),
  })
  return {
    start: (prompt: string, options: RunOptions = {}, idempotencyKey: string = crypto.randomUUID()) =>
      start.mutate({ prompt, options, idempotencyKey }),
    // It stays so until the studio is there: the page is about to be left.
    isSending: start.isPending || start.isSuccess,
    error: start.error === null ? null : errorText(start.error),
  }
}
