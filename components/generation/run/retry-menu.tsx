'use client'

import { ChevronDown, RotateCcw } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { GenerationStage } from '@/lib/domains/generation/constants'
import type { RunView } from '@/lib/domains/runs/reduce'
import { Button } from '../../ui/button'
import { onDemand } from '../../ui/overlays/on-demand'
import type { RetryChoicesProps } from './retry-choices'
import { hasModel, retryChoices } from './retry-words'

const Menu = onDemand<RetryChoicesProps>('menu', async () => (await import('./retry-choices')).RetryChoices)

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
        <Menu
          choices={choices}
          hasModel={hasModel(view)}
          onChoose={retry.run}
          trigger={
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
          }
        />
      )}
    </div>
  )
}
