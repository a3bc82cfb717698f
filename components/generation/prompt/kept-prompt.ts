'use client'

import type { RunOptions } from './prompt-options'

/**
 * A prompt that was written before signing in, kept in this tab until the account stands. It carries its idempotency
 * key, so that a reload in the wrong moment cannot start the same run twice.
 */
export type KeptPrompt = { prompt: string; key: string; options: Pick<RunOptions, 'planFirst' | 'withTests' | 'mode'> }
const KEY = 'devora.prompt'

export function keepPrompt(prompt: string, { planFirst, withTests, mode }: RunOptions): void {
  const kept: KeptPrompt = {
    prompt,
    key: crypto.randomUUID(),
    options: {
      ...(planFirst === true && { planFirst }),
      ...(withTests === true && { withTests }),
      ...(mode !== undefined && { mode }),
    },
  }
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage can be off. The prompt is then written again, nothing else is lost.
  }
}

/** Takes it out: the second reader finds nothing. */
export function takePrompt(): KeptPrompt | null {
  try {
    const text = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    const kept = text === null ? null : (JSON.parse(text) as Partial<KeptPrompt>)
    return typeof kept?.prompt === 'string' && typeof kept.key === 'string'
      ? { prompt: kept.prompt, key: kept.key, options: kept.options ?? {} }
      : null
  } catch {
    return null
  }
}
