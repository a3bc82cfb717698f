'use client'

import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import type { AccessCell } from '@/lib/domains/evidence/contract'
import type { Operation, Role } from '@/lib/domains/spec/contract'
import { onDemand } from '../ui/overlays/on-demand'
import type { CellProofProps } from './cell-proof'
import { useCellWords } from './cell-words'
import { CellFace, stateOf } from './matrix-cell'
import { cn } from '../ui/cn'

/**
 * A matrix that is still a plan: its cells are switches. `whyFixed` says why one stands still; null when it may change.
 */
export type MatrixEditing = {
  whyFixed: (role: Role, operation: Operation) => string | null
  onChange: (role: Role, operation: Operation, isAllowed: boolean) => void
}

type CellProps = {
  cell: AccessCell
  position: string
  isReachable: boolean
  onFocus: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** Fixed ones can be reached too, so that one hears why. */
export function PlannedCell({
  cell,
  position,
  isReachable,
  onFocus,
  onKeyDown,
  editing,
}: CellProps & { editing: MatrixEditing }) {
  const t = useTranslations('evidence')
  const { planned } = useCellWords()
  const isAllowed = cell.expected === 'allow'
  const reason = editing.whyFixed(cell.role, cell.operation)
  return (
    <button
      type="button"
      data-cell={position}
      tabIndex={isReachable ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      aria-pressed={isAllowed}
      aria-disabled={reason !== null || undefined}
      aria-label={`${planned(cell)}${reason === null ? '' : `. ${reason}`}`}
      title={reason ?? t(`plannedTitle.${isAllowed ? 'allow' : 'deny'}`, { cell: planned(cell) })}
      onClick={() => reason === null && editing.onChange(cell.role, cell.operation, !isAllowed)}
      className={cn(
        'block w-full rounded-sm outline-offset-1 not-aria-disabled:hover:brightness-95',
        'aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
        'dark:not-aria-disabled:hover:brightness-110',
      )}
    >
      <CellFace state={isAllowed ? 'planned-allow' : 'planned-deny'} className="motion-safe:animate-none" />
    </button>
  )
}

const Proof = onDemand<CellProofProps>('dialog', async () => (await import('./cell-proof')).CellProof)

/** A cell that was executed, in words; its button opens the statement that proves them. */
export function ProvenCell(props: CellProps & { table: string; order: number }) {
  const { cell, table, position, isReachable, onFocus, onKeyDown, order } = props
  const { said } = useCellWords()
  const state = stateOf(cell)
  const words = said(cell)
  return (
    <Proof
      cell={cell}
      table={table}
      words={words}
      trigger={
        <button
          type="button"
          data-cell={position}
          data-state-of={state}
          tabIndex={isReachable ? 0 : -1}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          aria-label={words}
          title={words}
          className="block w-full rounded-sm outline-offset-1 hover:brightness-95 dark:hover:brightness-110"
        >
          <CellFace state={state} order={order} />
        </button>
      }
    />
  )
}
