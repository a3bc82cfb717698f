'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ModelChoice } from '@/lib/domains/accounts/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import { countText, microsText } from '../../credits/money-words'
import { costOfRun, stageUsages } from './usage-words'

type UsagePanelProps = {
  view: RunView
  models: readonly ModelChoice[]
  /** What the server says that it was billed at; null when it has not said. */
  billed: number | null
  /** What the run may cost at most; null where there is no bound, because nothing costs. */
  budget: number | null
}

/**
 * What a run costs while it goes, by stage; and what Devora remembered for it. The lines stand from the start, so
 * nothing moves.
 */
export function UsagePanel({ view, models, billed, budget }: UsagePanelProps) {
  const t = useTranslations('run.cost')
  const usages = stageUsages(view, models, useTranslations('run'))
  const { micros: total, isEstimate, forgiven } = costOfRun(view, billed)
  const { inputTokens, outputTokens } = view.usage
  const all = inputTokens + outputTokens
  return (
    <div className="flex flex-col border-t">
      <Disclosure
        title={
          <>
            <span>{t('title')}</span>
            <span className="ml-auto text-right font-mono text-[11px]">
              {all === 0 ? t('noTokens') : t('tokensUsed', { tokens: `${isEstimate ? '~' : ''}${countText(all)}` })} ·{' '}
              {isEstimate && '~'}
              {budget === null
                ? microsText(total)
                : t('ofBudget', { cost: microsText(total), budget: microsText(budget) })}
            </span>
          </>
        }
      >
        {usages.length === 0 ? (
          <p className="text-xs leading-5 text-muted-foreground">{t('nothingYet')}</p>
        ) : (
          <table className="w-full table-fixed text-xs">
            <caption className="sr-only">{t('caption')}</caption>
            <thead className="text-muted-foreground">
              <tr>
                <th scope="col" className="w-[30%] py-0.5 text-left font-normal">
                  {t('stage')}
                </th>
                <th scope="col" className="py-0.5 text-left font-normal">
                  {t('generator')}
                </th>
                <th scope="col" className="w-[19%] py-0.5 text-right font-normal" title={t('tokensTitle')}>
                  {t('tokens')}
                </th>
                <th scope="col" className="w-[22%] py-0.5 text-right font-normal">
                  {t('dollars')}
                </th>
              </tr>
            </thead>
            <tbody>
              {usages.map(({ stage, name, generator, tokens, micros, isLive, isReused }) => (
                <tr key={stage}>
                  <th scope="row" className="truncate py-0.5 text-left font-normal">
                    {name}
                  </th>
                  <td className="truncate py-0.5 text-muted-foreground" title={generator}>
                    {generator}
                  </td>
                  <td
                    className="py-0.5 text-right font-mono text-[11px]"
                    title={
                      tokens === null
                        ? undefined
                        : t('inOut', { input: tokens.inputTokens, output: tokens.outputTokens })
                    }
                  >
                    {tokens === null
                      ? '–'
                      : `${isLive ? '~' : ''}${countText(tokens.inputTokens + tokens.outputTokens)}`}
                  </td>
                  <td className="py-0.5 text-right font-mono text-[11px]">
                    {isReused ? (
                      <span title={t('keptTitle')}>{t('kept')}</span>
                    ) : micros === null ? (
                      <span title={t('unknownPrice')}>?</span>
                    ) : tokens === null ? (
                      '–'
                    ) : (
                      microsText(micros)
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {isEstimate && <p className="pt-1 text-xs leading-5 text-muted-foreground">{t('estimate')}</p>}
        {forgiven > 0 && (
          <p className="pt-1 text-xs leading-5 text-muted-foreground">
            {t('forgiven', { cost: microsText(forgiven) })}
          </p>
        )}
        {view.savedTokens > 0 && (
          <p className="pt-1 text-xs leading-5 text-muted-foreground">
            {t('saved', { tokens: countText(view.savedTokens) })}
          </p>
        )}
      </Disclosure>
      <Disclosure
        title={
          <>
            <span>{t('remembered')}</span>
            <span className="ml-auto font-mono text-[11px]">{t('memoriesUsed', { count: view.memories.length })}</span>
          </>
        }
      >
        {view.memories.length === 0 ? (
          <p className="text-xs leading-5 text-muted-foreground">{t('memoryHint')}</p>
        ) : (
          <ul className="flex list-disc flex-col gap-1 pl-4 text-xs leading-5">
            {view.memories.map(({ id, text }) => (
              <li key={id}>{text}</li>
            ))}
          </ul>
        )}
        <Link
          href="/settings#memory"
          className="mt-1 self-start text-xs underline decoration-input underline-offset-4 hover:decoration-foreground"
        >
          {t('yourMemories')}
        </Link>
      </Disclosure>
    </div>
  )
}

function Disclosure({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group border-b last:border-b-0">
      <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 px-3 text-xs text-muted-foreground -outline-offset-2 hover:text-foreground [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 shrink-0 group-open:rotate-90" />
        {title}
      </summary>
      <div className="flex flex-col px-3 pb-2.5">{children}</div>
    </details>
  )
}
