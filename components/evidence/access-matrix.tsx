'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import type { AccessCell, AccessTable } from '@/lib/domains/evidence/contract'
import { OPERATIONS, type Operation, type Role, ROLES } from '@/lib/domains/spec/contract'
import { cn } from '../ui/cn'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { CellFace, STATE_TEXT, stateOf } from './matrix-cell'
import { OPERATION_TEXT, ROLE_TEXT } from './matrix-words'

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/**
 * A matrix that is still a plan: its cells are switches. `whyFixed` says why one stands still; null when it may change.
 */
export type MatrixEditing = {
  whyFixed: (role: Role, operation: Operation) => string | null
  onChange: (role: Role, operation: Operation, isAllowed: boolean) => void
}
type AccessMatrixProps = { table: AccessTable; from?: number; editing?: MatrixEditing }

/**
 * One table's matrix: roles across, operations down. Arrow keys move between cells, Enter shows the statement that
 * proves one or changes it.
 */
export function AccessMatrix({ table, from = 0, editing }: AccessMatrixProps) {
  const roles = ROLES.filter((role) => table.cells.some((cell) => cell.role === role))
  const operations = OPERATIONS.filter((operation) => table.cells.some((cell) => cell.operation === operation))
  const [focus, setFocus] = useState<[number, number]>([0, 0])
  const grid = useRef<HTMLDivElement>(null)
  const find = (row: number, column: number) =>
    table.cells.find((cell) => cell.operation === operations[row] && cell.role === roles[column])

  function onKeyDown(event: KeyboardEvent) {
    const step = ARROWS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const row = Math.min(operations.length - 1, Math.max(0, focus[0] + step[0]))
    const column = Math.min(roles.length - 1, Math.max(0, focus[1] + step[1]))
    if (find(row, column) === undefined) return
    setFocus([row, column])
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.focus()
  }

  const isWide = roles.length > 5
  const columns = { gridTemplateColumns: `52px repeat(${roles.length}, minmax(0, 1fr))` }
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={`Access to ${table.table}`}
      tabIndex={-1}
      className="flex flex-col gap-1 outline-none"
    >
      <div role="row" className="grid items-end gap-1" style={columns}>
        <span role="columnheader">
          <span className="sr-only">Operation</span>
        </span>
        {roles.map((role) => (
          <span
            key={role}
            role="columnheader"
            title={ROLE_TEXT[role].long}
            className={cn(
              'truncate text-center text-[11px] leading-4 text-muted-foreground',
              isWide && 'text-[10px] tracking-tighter',
            )}
          >
            {ROLE_TEXT[role].short}
          </span>
        ))}
      </div>
      {operations.map((operation, row) => (
        <div key={operation} role="row" className="grid items-center gap-1" style={columns}>
          <span role="rowheader" title={OPERATION_TEXT[operation].long} className="text-[11px] text-muted-foreground">
            {OPERATION_TEXT[operation].short}
          </span>
          {roles.map((role, column) => {
            const cell = find(row, column)
            return (
              <span key={role} role="gridcell">
                {cell !== undefined && editing !== undefined && (
                  <PlannedCell
                    cell={cell}
                    position={`${row}:${column}`}
                    isReachable={focus[0] === row && focus[1] === column}
                    onFocus={() => setFocus([row, column])}
                    onKeyDown={onKeyDown}
                    editing={editing}
                  />
                )}
                {cell !== undefined && editing === undefined && (
                  <CellButton
                    cell={cell}
                    table={table.table}
                    position={`${row}:${column}`}
                    isReachable={focus[0] === row && focus[1] === column}
                    onFocus={() => setFocus([row, column])}
                    onKeyDown={onKeyDown}
                    order={from + (row + column) * 24}
                  />
                )}
              </span>
            )
          })}
        </div>
      ))}
    </div>
  )
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
function PlannedCell({
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

type CellButtonProps = CellProps & { table: string; order: number }

function CellButton({ cell, table, position, isReachable, onFocus, onKeyDown, order }: CellButtonProps) {
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
