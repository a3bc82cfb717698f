'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { generate } from '@/lib/domains/generation/contract'
import { ApiError, call } from '@/lib/http/client'
import type { RunOptions } from './prompt-options'

/** The place of an attachment in the request says nothing to a person; its name follows. */
const PLACE = /^attachments\.\d+\.\w+: /

export const textOf = (error: unknown): string =>
  error instanceof ApiError ? error.problem.detail.replace(PLACE, '') : 'That did not work. Try again.'

/** Starts a new project from a prompt and goes to its studio. */
export function useGenerate() {
  const router = useRouter()
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  async function start(prompt: string, options: RunOptions = {}, idempotencyKey: string = crypto.randomUUID()) {
    setSending(true)
    setError(null)
    try {
      const { runId, projectId } = await call(generate, { body: { prompt, ...options } }, { idempotencyKey })
      router.push(`/projects/${projectId}?run=${runId}`)
    } catch (refusal) {
      setError(textOf(refusal))
      setSending(false)
    }
  }
  return { start, isSending, error }
}
