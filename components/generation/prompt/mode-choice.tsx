'use client'

import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import { cn } from '../../ui/cn'
import type { PromptOptions } from './prompt-options'

type Mode = NonNullable<PromptOptions['mode']>
const MODES: readonly Mode[] = ['fullstack', 'site', 'simple']

type ModeChoiceProps = {
  options: PromptOptions
  standing: 'fullstack' | 'site'
  isSignedIn: boolean
  isLabelled?: boolean
}

/**
 * What to make of the prompt: an application, a plain site, or an answer without files, which only a model can give.
 */
export function ModeChoice({ options, standing, isSignedIn, isLabelled = false }: ModeChoiceProps) {
  const t = useTranslations('prompt')
  const id = useId()
  const hasModel = options.chosen !== null && options.chosen.id !== BUILTIN_MODEL
  const shown = options.mode ?? standing
  return (
    <span className={cn('relative flex shrink-0 items-center', isLabelled && 'mb-3 justify-between')}>
      <label htmlFor={id} className={isLabelled ? 'text-[13px] font-medium' : 'sr-only'}>
        {t('whatToMake')}
      </label>
      <select
        id={id}
        value={shown}
        onChange={(event) => options.setMode(event.target.value as Mode)}
        // As wide as its usual words: the long one is for the open list.
        className={cn(
          'h-7 w-21 cursor-pointer appearance-none truncate rounded-md',
          'border bg-raised pr-6 pl-2.5 text-xs hover:border-input',
        )}
      >
        {MODES.filter((mode) => isSignedIn || mode !== 'simple').map((mode) => (
          // An answer chosen before its model went away stays chosen: the server then says what to do.
          <option key={mode} value={mode} disabled={mode === 'simple' && !hasModel && shown !== 'simple'}>
            {t(mode === 'simple' && !hasModel ? 'answerNeedsModel' : `modes.${mode}`)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute right-1.5 size-3.5 text-muted-foreground" />
    </span>
  )
}
