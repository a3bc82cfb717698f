'use client'

import { useTranslations } from 'next-intl'
import type { GenerationStage } from '@/lib/domains/generation/constants'
import { DropdownMenuItem, DropdownMenuLabel, OpenedMenu } from '../../ui/overlays/dropdown-menu'
import type { Opened } from '../../ui/overlays/on-demand'
import type { RetryChoice } from './retry-words'

export type RetryChoicesProps = {
  choices: readonly RetryChoice[]
  hasModel: boolean
  onChoose: (stage: GenerationStage) => void
}

/** The stages that a run can be taken up from. */
export function RetryChoices({ choices, hasModel, onChoose, ...opened }: RetryChoicesProps & Opened) {
  const t = useTranslations('run.retry')
  return (
    <OpenedMenu {...opened} className="w-72">
      <DropdownMenuLabel className="leading-5">{t(hasModel ? 'keptFree' : 'builtinFree')}</DropdownMenuLabel>
      {choices.map(({ stage, name, keeps }) => (
        <DropdownMenuItem
          key={stage}
          className="h-auto flex-col items-start gap-0 py-1.5"
          onSelect={() => onChoose(stage)}
        >
          <span>{name}</span>
          {hasModel && <span className="text-xs leading-4 text-muted-foreground">{keeps}</span>}
        </DropdownMenuItem>
      ))}
    </OpenedMenu>
  )
}
