'use client'

import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import type { PromptOptions } from './prompt-options'

type Mode = NonNullable<PromptOptions['mode']>
const MODES: ReadonlyArray<{ mode: Mode; label: string }> = [
  { mode: 'fullstack', label: 'App' },
  { mode: 'site', label: 'Site' },
  { mode: 'simple', label: 'Answer' },
]

type ModeChoiceProps = { options: PromptOptions; standing: 'fullstack' | 'site'; isSignedIn: boolean }

/** What to make of the prompt: an application, a plain site, or an answer without files, which only a model can give. */
export function ModeChoice({ options, standing, isSignedIn }: ModeChoiceProps) {
  const id = useId()
  const hasModel = options.chosen !== null && options.chosen.id !== BUILTIN_MODEL
  const shown = options.mode ?? standing
  return (
    <span className="relative flex shrink-0 items-center">
      <label htmlFor={id} className="sr-only">
        What to make
      </label>
      <select
        id={id}
        value={shown}
        onChange={(event) => options.setMode(event.target.value as Mode)}
        className="h-7 cursor-pointer appearance-none rounded-md border bg-raised pr-6 pl-2.5 text-xs hover:border-input"
      >
        {MODES.filter(({ mode }) => isSignedIn || mode !== 'simple').map(({ mode, label }) => (
          // An answer chosen before its model went away stays chosen: the server then says what to do.
          <option key={mode} value={mode} disabled={mode === 'simple' && !hasModel && shown !== 'simple'}>
            {mode === 'simple' && !hasModel ? 'Answer (needs a model: see Settings)' : label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-1.5 size-3.5 text-muted-foreground" />
    </span>
  )
}
