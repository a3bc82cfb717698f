'use client'

import { ChevronsUpDown, Cpu } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { Tooltip } from '../ui/tooltip'
import { ModelList } from './model-list'
import { modelName } from './model-words'
import type { PromptOptions } from './prompt-options'

/** Who writes the next run. With nothing to choose from it is a quiet label that leads to the settings. */
export function ModelPicker({ options, size }: { options: PromptOptions; size: 'large' | 'small' }) {
  const [isOpen, setOpen] = useState(false)
  const { models, chosen, choose } = options
  const isSmall = size === 'small'
  // As wide as the label that most people will see there, so that nothing moves when the answer comes.
  if (models === null || chosen === null) return <span aria-hidden className={cn('h-7', isSmall ? 'w-23' : 'w-30')} />
  if (models.items.length === 1 && models.unavailable.length === 0)
    return (
      <Tooltip label="Free, without a key. Add a model server in the settings." side="top">
        <Link
          href="/settings#model"
          className="flex h-7 items-center gap-1.5 truncate rounded-md px-1.5 text-xs text-muted-foreground hover:bg-muted hover:text-foreground"
        >
          <Cpu aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">
            Built-in<span className={cn(isSmall && 'sr-only')}> makers</span>
          </span>
        </Link>
      </Tooltip>
    )
  const isMissing = chosen.model === null
  const label = chosen.model === null ? chosen.id : chosen.id === BUILTIN_MODEL ? 'Built-in makers' : chosen.model.name
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Made by ${label}${isMissing ? ', not available now' : ''}. Choose another`}
          title={chosen.model === null ? `${chosen.id}: not available now` : modelName(chosen.model)}
          className={cn('min-w-0 shrink gap-1.5 px-1.5 text-xs', isSmall ? 'max-w-30' : 'max-w-52', isMissing && 'text-pending')}
        >
          <Cpu className="size-3.5" />
          <span className="truncate">{label}</span>
          <ChevronsUpDown className="size-3" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-88 p-0" aria-label="Who writes the run">
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
