'use client'

import { ChevronDown, RotateCcw } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { GenerationStage } from '@/lib/domains/generation/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import { Button } from '../../ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from '../../ui/overlays/dropdown-menu'
import { hasModel, retryChoices } from './retry-words'

export type Retry = {
  /** Without a stage: from all that the run had heard. */
  run: (fromStage?: GenerationStage) => void
  isSending: boolean
}

/** The ways to run it again: from where it stopped, or from a stage. Quiet, because most runs need neither. */
export function RetryMenu({ view, retry }: { view: RunView; retry: Retry }) {
  const t = useTranslations('run.retry')
  const texts = useTranslations('run')
  const format = useFormatter()
  const choices = retryChoices(view, texts, format.list)
  const hasStopped = view.end !== null && view.end.status !== 'completed'
  return (
    <div className="flex shrink-0 items-center gap-1">
      {hasStopped && (
        <Button size="sm" onClick={() => retry.run()} disabled={retry.isSending}>
          {t(retry.isSending ? 'starting' : 'again')}
        </Button>
      )}
      {choices.length > 0 && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button
              variant="ghost"
              size={hasStopped ? 'icon-sm' : 'sm'}
              disabled={retry.isSending}
              aria-label={t('fromStage')}
              title={t('fromStage')}
              className="text-xs text-muted-foreground"
            >
              {hasStopped ? (
                <ChevronDown />
              ) : (
                <>
                  <RotateCcw className="size-3.5" /> {t(retry.isSending ? 'starting' : 'againFrom')}{' '}
                  <ChevronDown className="size-3.5" />
                </>
              )}
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end" className="w-72">
            <DropdownMenuLabel className="leading-5">
              {t(hasModel(view) ? 'keptFree' : 'builtinFree')}
            </DropdownMenuLabel>
            {choices.map(({ stage, name, keeps }) => (
              <DropdownMenuItem
                key={stage}
                className="h-auto flex-col items-start gap-0 py-1.5"
                onSelect={() => retry.run(stage)}
              >
                <span>{name}</span>
                {hasModel(view) && <span className="text-xs leading-4 text-muted-foreground">{keeps}</span>}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </div>
  )
}
