'use client'

import type { KeyboardEvent } from 'react'
import type { AccessCell } from '@/lib/domains/evidence/contract'
import type { Operation, Role } from '@/lib/domains/spec/contract'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { CellFace, STATE_TEXT, stateOf } from './matrix-cell'
import { OPERATION_TEXT, ROLE_TEXT } from './matrix-words'

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

const wordsOf = (cell: AccessCell): string =>
  `${ROLE_TEXT[cell.role].long}: ${OPERATION_TEXT[cell.operation].long.toLowerCase()}`

/** Fixed ones can be reached too, so that one hears why. */
export function PlannedCell({
  cell,
  position,
  isReachable,
  onFocus,
  onKeyDown,
  editing,
}: CellProps & { editing: MatrixEditing }) {
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
      aria-label={`${wordsOf(cell)}${reason === null ? '' : `. ${reason}`}`}
      title={reason === null ? `${wordsOf(cell)}: ${isAllowed ? 'yes' : 'no'}` : reason}
      onClick={() => reason === null && editing.onChange(cell.role, cell.operation, !isAllowed)}
      className="block w-full rounded-sm outline-offset-1 not-aria-disabled:hover:brightness-95 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 dark:not-aria-disabled:hover:brightness-110"
    >
      <CellFace state={isAllowed ? 'planned-allow' : 'planned-deny'} className="motion-safe:animate-none" />
    </button>
  )
}

type ProvenCellProps = CellProps & { table: string; order: number }

/** A cell that was executed: its button opens the statement that proves it. */
export function ProvenCell({ cell, table, position, isReachable, onFocus, onKeyDown, order }: ProvenCellProps) {
  const state = stateOf(cell)
  const what = wordsOf(cell)
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          data-cell={position}
          data-state-of={state}
          tabIndex={isReachable ? 0 : -1}
          onFocus={onFocus}
          onKeyDown={onKeyDown}
          aria-label={`${what}. ${STATE_TEXT[state]}`}
          className="block w-full rounded-sm outline-offset-1 hover:brightness-95 dark:hover:brightness-110"
        >
          <CellFace state={state} order={order} />
        </button>
      </PopoverTrigger>
      <PopoverContent aria-label={what}>
        <div className="flex flex-col gap-3">
          <p className="font-medium text-balance">{what}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
            <dt className="text-muted-foreground">Table</dt>
            <dd className="font-mono">{table}</dd>
            <dt className="text-muted-foreground">Planned</dt>
            <dd>{cell.expected}</dd>
            <dt className="text-muted-foreground">Happened</dt>
            <dd className={state === 'failed' ? 'text-failed' : state === 'untested' ? 'text-pending' : 'text-proven'}>
              {cell.actual}
            </dd>
          </dl>
          {cell.statement !== undefined && (
            <pre
              className="max-h-48 overflow-auto rounded-md border bg-surface p-2 font-mono text-xs leading-5 whitespace-pre-wrap"
              tabIndex={0}
            >
              {cell.statement}
            </pre>
          )}
          {cell.detail !== undefined && <p className="text-xs leading-5 text-muted-foreground">{cell.detail}</p>}
        </div>
      </PopoverContent>
    </Popover>
  )
}
