'use client'

/**
 * A prompt that was written before signing in, kept in this tab until the account stands. It carries its idempotency key, so that
 * a reload in the wrong moment cannot start the same run twice.
 */
export type KeptPrompt = { prompt: string; key: string; planFirst: boolean; withTests: boolean }
const KEY = 'devora.prompt'

export function keepPrompt(prompt: string, { planFirst, withTests }: Pick<KeptPrompt, 'planFirst' | 'withTests'>): void {
  const kept: KeptPrompt = { prompt, key: crypto.randomUUID(), planFirst, withTests }
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
      ? { prompt: kept.prompt, key: kept.key, planFirst: kept.planFirst === true, withTests: kept.withTests === true }
      : null
  } catch {
    return null
  }
}
