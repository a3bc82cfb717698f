'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { AskView } from '@/lib/domains/evidence/contract'
import { StatusMark } from '../../runs/status-mark'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { cn } from '../../ui/cn'
import { type PictureOf, ScenarioPicture } from './scenario-picture'
import { useStepWords } from './step-words'
import type { Strike } from './use-strike'

export const TONE = {
  proven: 'proven',
  unproven: 'pending',
  failed: 'failed',
  not_built: 'neutral',
  struck: 'neutral',
  not_understood: 'neutral',
} as const

const MARK = { passed: 'passed', failed: 'failed', not_tried: 'waiting', unproven: 'waiting' } as const

/** What somebody may do about an ask: say it to the next run, or strike it out. */
export type AskActions = { say: (text: string) => void; strike: Strike }

type AskDetailProps = { of: Omit<PictureOf, 'ask'>; ask: AskView; actions: AskActions | null }

/** One wish: what it was taken to mean, how it stands, and the scenarios that were tried, step by step. */
export function AskDetail({ of, ask, actions }: AskDetailProps) {
  const t = useTranslations('evidence.asked')
  const { result } = ask
  const why = result.why ?? ask.why
  return (
    <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={TONE[result.status]}>{t(`states.${result.status}`)}</Badge>
        <p className="min-w-0 text-[13px] leading-5">{ask.meaning}</p>
      </div>
      {why !== undefined && <p className="text-xs leading-5 text-muted-foreground">{why}</p>}
      {result.control === 'pending' && result.status === 'proven' && (
        <p className="text-xs leading-5 text-muted-foreground">{t('controlPending')}</p>
      )}
      {result.control === 'held' && <p className="text-xs leading-5 text-muted-foreground">{t('controlHeld')}</p>}
      {[...ask.scenarios.entries()].map(([at, scenario]) => (
        <ScenarioSteps key={at} scenario={scenario} result={result.scenarios[at]}>
          {ask.pictures
            .filter((picture) => picture.scenario === at)
            .map((picture) => (
              <ScenarioPicture key={at} of={{ ...of, ask: ask.id }} picture={picture} title={scenario.title} />
            ))}
        </ScenarioSteps>
      ))}
      {actions !== null && <Actions ask={ask} {...actions} />}
    </div>
  )
}

function Actions({ ask, say, strike }: AskActions & { ask: AskView }) {
  const t = useTranslations('evidence.asked')
  const { status } = ask.result
  const words = ask.spans.map(({ text }) => text).join(' … ')
  return (
    <div className="flex flex-wrap gap-2">
      {(status === 'not_built' || status === 'failed') && (
        <Button size="sm" onClick={() => say(t('buildThisPrompt', { words }))}>
          {t('buildThis')}
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        disabled={strike.isBusy}
        onClick={() => strike.strike(ask.id, status !== 'struck')}
      >
        {t(status === 'struck' ? 'takeBack' : 'strikeOut')}
      </Button>
    </div>
  )
}

type ScenarioStepsProps = {
  scenario: AskView['scenarios'][number]
  result: AskView['result']['scenarios'][number] | undefined
  /** Its picture, where there is one. */
  children: ReactNode
}

function ScenarioSteps({ scenario, result, children }: ScenarioStepsProps) {
  const t = useTranslations('evidence.asked')
  const sentences = useStepWords()(scenario.steps)
  return (
    <details className="group" open={result?.status === 'failed'}>
      <summary className="flex cursor-pointer items-center gap-2 text-[13px] leading-5">
        <StatusMark state={MARK[result?.status ?? 'unproven']} />
        <span className="min-w-0">{scenario.title}</span>
      </summary>
      {result?.why !== undefined && <p className="mt-1 pl-6 text-xs leading-5 text-muted-foreground">{result.why}</p>}
      {result?.by === 'browser' && (
        <p className="mt-1 pl-6 text-xs leading-5 text-muted-foreground">{t('inBrowser')}</p>
      )}
      <ol className="mt-1 flex flex-col gap-1 pl-6">
        {[...sentences.entries()].map(([at, sentence]) => {
          const step = result?.steps[at]
          const status = step?.status ?? 'not_tried'
          return (
            <li key={at} className="text-xs leading-5">
              <span
                className={cn(status === 'failed' && 'text-failed', status === 'not_tried' && 'text-muted-foreground')}
              >
                {sentence}
              </span>
              {status !== 'passed' && <span className="text-muted-foreground"> · {t(`steps.${status}`)}</span>}
              {step?.seen !== undefined && (
                <span className="block text-muted-foreground">{t('seen', { text: step.seen })}</span>
              )}
            </li>
          )
        })}
      </ol>
      <div className="mt-2 pl-6 empty:hidden">{children}</div>
    </details>
  )
}
