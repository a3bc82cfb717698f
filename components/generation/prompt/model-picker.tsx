'use client'

import { ChevronsUpDown, Cpu } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Popover, PopoverContent, PopoverTrigger } from '../../ui/overlays/popover'
import { ModelList } from './model-list'
import { modelName } from './model-words'
import type { PromptOptions } from './prompt-options'

/**
 * Who writes the next run. With nothing to choose from it says what the built-in generators are, and where to add a
 * model.
 */
export function ModelPicker({ options, size }: { options: PromptOptions; size: 'large' | 'small' }) {
  const t = useTranslations('prompt.models')
  const [isOpen, setOpen] = useState(false)
  const { models, chosen, choose } = options
  const isSmall = size === 'small'
  // As wide as the label that most people will see there, so that nothing moves when the answer comes.
  if (models === null || chosen === null) return <span aria-hidden className={cn('h-7', isSmall ? 'w-19' : 'w-30')} />
  const isMissing = chosen.model === null
  const label = chosen.model === null ? chosen.id : chosen.id === BUILTIN_MODEL ? t('builtin') : chosen.model.name
  // Beside a narrow prompt the end of the id says which one it is, as on the card.
  const shown = !isSmall ? label : chosen.id === BUILTIN_MODEL ? t('builtinShort') : label.split('/').at(-1)
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          aria-label={t(isMissing ? 'chosenMissing' : 'chosen', { label })}
          title={chosen.model === null ? t('missing', { id: chosen.id }) : modelName(chosen.model, t)}
          className={cn(
            'min-w-0 shrink gap-1.5 px-1.5 text-xs',
            isSmall ? 'max-w-30' : 'max-w-52',
            isMissing && 'text-pending',
          )}
        >
          {!isSmall && <Cpu className="size-3.5" />}
          <span className="truncate">{shown}</span>
          <ChevronsUpDown className="size-3" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-88 p-0" aria-label={t('who')}>
        <ModelList
          models={models}
          chosen={chosen.id}
          onChoose={(id) => {
            choose(id)
            setOpen(false)
          }}
        />
      </PopoverContent>
    </Popover>
  )
}
