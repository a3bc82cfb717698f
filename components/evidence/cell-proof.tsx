'use client'

import { useTranslations } from 'next-intl'
import type { AccessCell } from '@/lib/domains/evidence/contract'
import { cn } from '../ui/cn'
import type { Opened } from '../ui/overlays/on-demand'
import { OpenedPopover } from '../ui/overlays/popover'
import { outcomeOf } from './cell-words'
import { stateOf } from './matrix-cell'

export type CellProofProps = { cell: AccessCell; table: string; words: string }

const TONE = { failed: 'text-failed', untested: 'text-pending' } as const

/** What a cell of the matrix means, and the statement that proves it. */
export function CellProof({ cell, table, words, trigger }: CellProofProps & Opened) {
  const t = useTranslations('evidence')
  const state = stateOf(cell)
  return (
    <OpenedPopover trigger={trigger} aria-label={words}>
      <div className="flex flex-col gap-3">
        <p className="font-medium text-balance">{words}</p>
        <p className={`text-xs leading-5 ${state === 'failed' || state === 'untested' ? TONE[state] : 'text-proven'}`}>
          {t(`meaning.${outcomeOf(cell)}`, { table })}
        </p>
        {cell.statement !== undefined && (
          <pre
            aria-label={t('statement')}
            className={cn(
              'max-h-48 overflow-auto rounded-md border bg-surface',
              'p-2 font-mono text-xs leading-5 whitespace-pre-wrap',
            )}
            tabIndex={0}
          >
            {cell.statement}
          </pre>
        )}
        {cell.detail !== undefined && <p className="text-xs leading-5 text-muted-foreground">{cell.detail}</p>}
      </div>
    </OpenedPopover>
  )
}
