'use client'

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import { AccessMatrix } from './access-matrix'
import { MatrixLegend, stateOf } from './matrix-cell'
import { cn } from '../ui/cn'

/** More tables than this begin closed, but for those in which something is not as planned. */
const MAX_OPEN = 3

/** The access matrix, table by table; each folds to one line that says how it stands. */
export function AccessSection({ tables }: { tables: readonly AccessTable[] }) {
  const t = useTranslations('evidence')
  const cells = tables.flatMap((table) => table.cells)
  const proven = cells.filter((cell) => stateOf(cell).startsWith('proven')).length
  return (
    <section aria-labelledby="access-matrix" className="flex flex-col gap-3 p-4">
      <div className="flex items-baseline justify-between gap-4">
        <h3 id="access-matrix" className="text-[13px] font-medium">
          {t('matrix')}
        </h3>
        <p className="text-xs text-muted-foreground">
          {t('provenOf', { proven, all: cells.length, tables: tables.length })}
        </p>
      </div>
      <MatrixLegend />
      {tables.map((table, index) => (
        <TableMatrix key={table.table} table={table} order={index} isOpen={tables.length <= MAX_OPEN || index === 0} />
      ))}
    </section>
  )
}

function TableMatrix({ table, order, isOpen }: { table: AccessTable; order: number; isOpen: boolean }) {
  const t = useTranslations('evidence')
  const failed = table.cells.filter((cell) => stateOf(cell) === 'failed').length
  const proven = table.cells.filter((cell) => stateOf(cell).startsWith('proven')).length
  return (
    <details open={isOpen || failed > 0} className="group border-t pt-2">
      <summary
        className={cn(
          'flex cursor-pointer list-none items-center gap-1.5',
          'rounded-sm py-1 [&::-webkit-details-marker]:hidden',
        )}
      >
        <ChevronRight aria-hidden className="size-3.5 shrink-0 text-muted-foreground group-open:rotate-90" />
        <h4 className="min-w-0 truncate font-mono text-xs">{table.table}</h4>
        <span className={`ml-auto shrink-0 text-xs ${failed > 0 ? 'text-failed' : 'text-muted-foreground'}`}>
          {failed > 0 ? t('tableFailed', { count: failed }) : t('tableProven', { proven, all: table.cells.length })}
        </span>
      </summary>
      <div className="pt-1">
        <AccessMatrix table={table} from={Math.min(order, 4) * 60} />
      </div>
    </details>
  )
}
