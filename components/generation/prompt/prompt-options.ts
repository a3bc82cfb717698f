'use client'

import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import type { getSettings, listModels } from '@/lib/domains/accounts/contract'
import type { GenerateInput } from '@/lib/domains/generation/contract'
import { call } from '@/lib/http/client'
import { microsFrom } from '../../credits/money-words'
import { keep, readKept } from '../../ui/browser-storage'
import { chosenModel } from './model-words'

const MODEL_KEY = 'devora.model'
const LEAST_MICROS = 1_000
const MOST_MICROS = 100_000_000

export type RunOptions = Pick<
  GenerateInput,
  'mode' | 'template' | 'model' | 'planFirst' | 'ask' | 'withTests' | 'budgetMicros' | 'attachments'
>

/** What a run may cost, as people type it → micro-USD; null for nothing, undefined for what no run can have. Pure. */
export function budgetMicros(text: string): number | null | undefined {
  const micros = microsFrom(text)
  if (micros == null) return micros
  return micros >= LEAST_MICROS && micros <= MOST_MICROS ? micros : undefined
}

const remembered = (): string | null => readKept(MODEL_KEY)
/** Another tab may choose too. */
function listen(tell: () => void): () => void {
  window.addEventListener('storage', tell)
  return () => window.removeEventListener('storage', tell)
}

/**
 * How the next run is to go: which generator, whether it waits after the plan, what it may cost. The generator is
 * remembered in this browser.
 */
export function usePromptOptions({ isSignedIn = true }: { isSignedIn?: boolean } = {}) {
  // Without an answer the server's own defaults hold, and the page says nothing wrong.
  const { data: models = null } = useQuery({
    queryKey: ['models'],
    enabled: isSignedIn,
    queryFn: ({ signal }) => call<typeof listModels>('GET /models', {}, { signal }),
  })
  const { data: settings } = useQuery({
    queryKey: ['settings'],
    enabled: isSignedIn,
    queryFn: ({ signal }) => call<typeof getSettings>('GET /settings', {}, { signal }),
  })
  const kept = useSyncExternalStore(listen, remembered, () => null)
  const [chosenHere, setChosenHere] = useState<string | null>(null)
  const wanted = chosenHere ?? kept
  const [isPlanFirst, setPlanFirst] = useState<boolean | null>(null)
  const [isWithTests, setWithTests] = useState(false)
  const preferred = settings?.preferences.planFirst ?? false
  const [budget, setBudget] = useState('')
  /** Null: as the project is, an application for a new one. */
  const [mode, setMode] = useState<GenerateInput['mode'] | null>(null)

  function choose(id: string) {
    setChosenHere(id)
    keep(MODEL_KEY, id)
  }
  const chosen = models === null ? null : chosenModel(models, wanted)
  const micros = budgetMicros(budget)
  const options: RunOptions = {
    ...(mode == null ? {} : { mode }),
    ...(chosen === null ? {} : { model: chosen.id }),
    planFirst: isPlanFirst ?? preferred,
    // Who sits in front of it would rather be asked than surprised.
    ask: 'first',
    ...(isWithTests && (mode ?? 'fullstack') === 'fullstack' && { withTests: true }),
    ...(micros == null || chosen?.id === BUILTIN_MODEL ? {} : { budgetMicros: micros }),
  }
  return {
    models,
    chosen,
    choose,
    isPlanFirst: isPlanFirst ?? preferred,
    setPlanFirst,
    isWithTests,
    setWithTests,
    mode,
    setMode,
    budget,
    setBudget,
    isBudgetWrong: micros === undefined,
    options,
  }
}
export type PromptOptions = ReturnType<typeof usePromptOptions>
