'use client'

import { ChevronsUpDown, Cpu } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { onDemand } from '../../ui/overlays/on-demand'
import type { ModelChoicesProps } from './model-choices'
import { modelName } from './model-words'
import type { PromptOptions } from './prompt-options'

const Choices = onDemand<ModelChoicesProps>('dialog', async () => (await import('./model-choices')).ModelChoices)

/**
 * Who writes the next run. With nothing to choose from it says what the built-in generators are, and where to add a
 * model.
 */
export function ModelPicker({ options, size }: { options: PromptOptions; size: 'large' | 'small' }) {
  const t = useTranslations('prompt.models')
  const { models, chosen, choose } = options
  const isSmall = size === 'small'
  // As wide as the label that most people will see there, so that nothing moves when the answer comes.
  if (models === null || chosen === null) return <span aria-hidden className={cn('h-7', isSmall ? 'w-19' : 'w-30')} />
  const isMissing = chosen.model === null
  const label = chosen.model === null ? chosen.id : chosen.id === BUILTIN_MODEL ? t('builtin') : chosen.model.name
  // Beside a narrow prompt the end of the id says which one it is, as on the card.
  const shown = !isSmall ? label : chosen.id === BUILTIN_MODEL ? t('builtinShort') : label.split('/').at(-1)
  return (
    <Choices
      models={models}
      chosen={chosen.id}
      onChoose={choose}
      trigger={
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
      }
    />
  )
}
