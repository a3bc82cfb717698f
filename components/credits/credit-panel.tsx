'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { CreditEntry, getCredits } from '@/lib/domains/credits/contract'
import { call } from '@/lib/http/client'
import { useServerList } from '../shell/use-server-list'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import { microsText } from './money-words'

type CreditPanelProps = { balanceMicros: number; initial: CreditEntry[]; nextCursor: string | null }

/** What may still be spent on models that the installation pays for, and every entry that moved it. */
export function CreditPanel({ balanceMicros, initial, nextCursor }: CreditPanelProps) {
  const t = useTranslations('credits')
  const locale = useLocale()
  const {
    items: entries,
    more,
    isReadingMore,
  } = useServerList('credits', initial, nextCursor, (cursor) =>
    call<typeof getCredits>('GET /credits', { query: { limit: 20, cursor } }),
  )
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-baseline gap-2">
        <span className="font-mono text-2xl tracking-tight">{microsText(balanceMicros, locale)}</span>
        <span className="text-sm text-muted-foreground">{t('left')}</span>
      </p>
      {entries.length === 0 ? (
        <p className="rounded-lg border border-dashed p-4 text-sm leading-6 text-muted-foreground">{t('none')}</p>
      ) : (
        <ul aria-label={t('entries')} className="flex flex-col divide-y rounded-lg border">
          {entries.map((entry) => (
            <li key={entry.id} className="flex h-10 items-center gap-3 px-4 text-sm">
              <span className="min-w-0 flex-1 truncate">{t(`kinds.${entry.kind}`)}</span>
              <Time value={entry.createdAt} className="shrink-0 text-xs text-muted-foreground" />
              <span className="w-24 shrink-0 text-right font-mono text-xs">
                {entry.amountMicros > 0 ? '+' : ''}
                {microsText(entry.amountMicros, locale)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {more !== null && (
        <Button className="self-start" disabled={isReadingMore} onClick={more}>
          {t(isReadingMore ? 'readingOlder' : 'older')}
        </Button>
      )}
    </div>
  )
}
