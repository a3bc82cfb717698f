'use client'

import { ChevronRight } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { ModelChoice } from '@/lib/domains/accounts/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import { countText, microsText } from '../../credits/money-words'
import { cn } from '../../ui/cn'
import { costOfRun, type StageUsage, stageUsages } from './usage-words'

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
export function UsagePanel(props: UsagePanelProps) {
  return (
    <div className="flex flex-col border-t">
      <Costs {...props} />
      <Remembered memories={props.view.memories} />
    </div>
  )
}

function Costs({ view, models, billed, budget }: UsagePanelProps) {
  const t = useTranslations('run.cost')
  const locale = useLocale()
  const usages = stageUsages(view, models, useTranslations('run'))
  const { micros: total, isEstimate, forgiven } = costOfRun(view, billed)
  const all = view.usage.inputTokens + view.usage.outputTokens
  const about = isEstimate ? '~' : ''
  const cost =
    budget === null
      ? microsText(total, locale)
      : t('ofBudget', { cost: microsText(total, locale), budget: microsText(budget, locale) })
  return (
    <Disclosure
      title={
        <>
          <span>{t('title')}</span>
          <span className="ml-auto text-right font-mono text-[11px]">
            {all === 0 ? t('noTokens') : t('tokensUsed', { tokens: about + countText(all, locale) })} · {about + cost}
          </span>
        </>
      }
    >
      {usages.length === 0 ? (
        <p className="text-xs leading-5 text-muted-foreground">{t('nothingYet')}</p>
      ) : (
        <UsageTable usages={usages} />
      )}
      {isEstimate && <Note>{t('estimate')}</Note>}
      {forgiven > 0 && <Note>{t('forgiven', { cost: microsText(forgiven, locale) })}</Note>}
      {view.savedTokens > 0 && <Note>{t('saved', { tokens: countText(view.savedTokens, locale) })}</Note>}
    </Disclosure>
  )
}

const Note = ({ children }: { children: string }) => (
  <p className="pt-1 text-xs leading-5 text-muted-foreground">{children}</p>
)

function UsageTable({ usages }: { usages: readonly StageUsage[] }) {
  const t = useTranslations('run.cost')
  return (
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
        {usages.map((usage) => (
          <UsageRow key={usage.stage} usage={usage} />
        ))}
      </tbody>
    </table>
  )
}

function UsageRow({ usage }: { usage: StageUsage }) {
  const t = useTranslations('run.cost')
  const locale = useLocale()
  const { name, generator, tokens, isLive } = usage
  const inOut = tokens === null ? undefined : t('inOut', { input: tokens.inputTokens, output: tokens.outputTokens })
  return (
    <tr>
      <th scope="row" className="truncate py-0.5 text-left font-normal">
        {name}
      </th>
      <td className="truncate py-0.5 text-muted-foreground" title={generator}>
        {generator}
      </td>
      <td className="py-0.5 text-right font-mono text-[11px]" title={inOut}>
        {tokens === null ? '–' : `${isLive ? '~' : ''}${countText(tokens.inputTokens + tokens.outputTokens, locale)}`}
      </td>
      <td className="py-0.5 text-right font-mono text-[11px]">
        <Price usage={usage} />
      </td>
    </tr>
  )
}

function Price({ usage: { isReused, micros, tokens } }: { usage: StageUsage }) {
  const t = useTranslations('run.cost')
  const locale = useLocale()
  if (isReused) return <span title={t('keptTitle')}>{t('kept')}</span>
  if (micros === null) return <span title={t('unknownPrice')}>?</span>
  return tokens === null ? '–' : microsText(micros, locale)
}

function Remembered({ memories }: { memories: RunView['memories'] }) {
  const t = useTranslations('run.cost')
  return (
    <Disclosure
      title={
        <>
          <span>{t('remembered')}</span>
          <span className="ml-auto font-mono text-[11px]">{t('memoriesUsed', { count: memories.length })}</span>
        </>
      }
    >
      {memories.length === 0 ? (
        <p className="text-xs leading-5 text-muted-foreground">{t('memoryHint')}</p>
      ) : (
        <ul className="flex list-disc flex-col gap-1 pl-4 text-xs leading-5">
          {memories.map(({ id, text }) => (
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
  )
}

function Disclosure({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group border-b last:border-b-0">
      <summary
        className={cn(
          'flex min-h-8 cursor-pointer list-none items-center gap-1.5 px-3 text-xs text-muted-foreground',
          '-outline-offset-2 hover:text-foreground [&::-webkit-details-marker]:hidden',
        )}
      >
        <ChevronRight aria-hidden className="size-3.5 shrink-0 group-open:rotate-90" />
        {title}
      </summary>
      <div className="flex flex-col px-3 pb-2.5">{children}</div>
    </details>
  )
}
