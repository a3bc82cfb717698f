'use client'

import { useState } from 'react'
import { type CreditEntry, getCredits } from '@/lib/domains/credits/contract'
import { call } from '@/lib/http/client'
import { Button } from '../ui/button'
import { Time } from '../ui/time'
import { microsText } from './money-words'

const KIND_TEXT: Record<CreditEntry['kind'], string> = {
  grant: 'Granted',
  reserve: 'Set aside for a run',
  release: 'Given back, not used',
  settle: 'Used by a run',
}

type CreditPanelProps = { balanceMicros: number; initial: CreditEntry[]; nextCursor: string | null }

/** What may still be spent on models that the installation pays for, and every entry that moved it. */
export function CreditPanel({ balanceMicros, initial, nextCursor }: CreditPanelProps) {
  const [entries, setEntries] = useState(initial)
  const [cursor, setCursor] = useState(nextCursor)
  const [isLoading, setLoading] = useState(false)
  async function more() {
    if (cursor === null) return
    setLoading(true)
    try {
      const page = await call(getCredits, { query: { limit: 20, cursor } })
      setEntries((now) => [...now, ...page.items])
      setCursor(page.nextCursor)
    } catch {
      // The button stays, and can be pressed again.
    }
    setLoading(false)
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-baseline gap-2">
        <span className="font-mono text-2xl tracking-tight">{microsText(balanceMicros)}</span>
        <span className="text-sm text-muted-foreground">left</span>
      </p>
      {entries.length === 0 ? (
        <p className="rounded-lg border border-dashed p-4 text-sm leading-6 text-muted-foreground">
          Nothing was spent yet. The built-in makers and your own server never touch this.
        </p>
      ) : (
        <ul aria-label="Entries" className="flex flex-col divide-y rounded-lg border">
          {entries.map((entry) => (
            <li key={entry.id} className="flex h-10 items-center gap-3 px-4 text-sm">
              <span className="min-w-0 flex-1 truncate">{KIND_TEXT[entry.kind]}</span>
              <Time value={entry.createdAt} className="shrink-0 text-xs text-muted-foreground" />
              <span className="w-24 shrink-0 text-right font-mono text-xs">
                {entry.amountMicros > 0 ? '+' : ''}
                {microsText(entry.amountMicros)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {cursor !== null && (
        <Button className="self-start" disabled={isLoading} onClick={() => void more()}>
          {isLoading ? 'Reading older entries' : 'Older entries'}
        </Button>
      )}
    </div>
  )
}
