'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import type { AccessCell, AccessTable } from '@/lib/domains/evidence/contract'
import { OPERATIONS, ROLES } from '@/lib/domains/spec/contract'
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover'
import { CellFace, STATE_TEXT, stateOf } from './matrix-cell'
import { OPERATION_TEXT, ROLE_TEXT } from './matrix-words'

const ARROWS: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }

/** One table's matrix: roles across, operations down. Arrow keys move between cells, Enter shows the statement that proves one. */
export function AccessMatrix({ table, from = 0 }: { table: AccessTable; from?: number }) {
  const roles = ROLES.filter((role) => table.cells.some((cell) => cell.role === role))
  const operations = OPERATIONS.filter((operation) => table.cells.some((cell) => cell.operation === operation))
  const [focus, setFocus] = useState<[number, number]>([0, 0])
  const grid = useRef<HTMLTableElement>(null)
  const find = (row: number, column: number) => table.cells.find((cell) => cell.operation === operations[row] && cell.role === roles[column])

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

  return (
    <table ref={grid} role="grid" aria-label={`Access to ${table.table}`} className="w-full table-fixed border-separate border-spacing-1" onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <th className="w-15 text-left font-mono text-[11px] font-normal text-muted-foreground">
            <span className="sr-only">Operation</span>
          </th>
          {roles.map((role) => (
            <th key={role} scope="col" title={ROLE_TEXT[role].long} className="pb-0.5 text-center text-[11px] font-normal text-muted-foreground">
              {ROLE_TEXT[role].short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {operations.map((operation, row) => (
          <tr key={operation}>
            <th scope="row" title={OPERATION_TEXT[operation].long} className="text-left text-[11px] font-normal text-muted-foreground">
              {OPERATION_TEXT[operation].short}
            </th>
            {roles.map((role, column) => {
              const cell = find(row, column)
              return (
                <td key={role} role="gridcell" className="p-0">
                  {cell !== undefined && (
                    <CellButton
                      cell={cell}
                      table={table.table}
                      position={`${row}:${column}`}
                      isReachable={focus[0] === row && focus[1] === column}
                      onFocus={() => setFocus([row, column])}
                      order={from + (row + column) * 24}
                    />
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type CellButtonProps = { cell: AccessCell; table: string; position: string; isReachable: boolean; onFocus: () => void; order: number }

function CellButton({ cell, table, position, isReachable, onFocus, order }: CellButtonProps) {
  const state = stateOf(cell)
  const what = `${ROLE_TEXT[cell.role].long}: ${OPERATION_TEXT[cell.operation].long.toLowerCase()}`
  return (
    <Popover>
      <PopoverTrigger asChild>
        <button
          type="button"
          data-cell={position}
          data-state-of={state}
          tabIndex={isReachable ? 0 : -1}
          onFocus={onFocus}
          aria-label={`${what}. ${STATE_TEXT[state]}`}
          className="block w-full rounded-sm outline-offset-1 hover:brightness-95 dark:hover:brightness-110"
        >
          <CellFace state={state} order={order} />
        </button>
      </PopoverTrigger>
      <PopoverContent>
        <div className="flex flex-col gap-3">
          <p className="font-medium text-balance">{what}</p>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
            <dt className="text-muted-foreground">Table</dt>
            <dd className="font-mono">{table}</dd>
            <dt className="text-muted-foreground">Planned</dt>
            <dd>{cell.expected}</dd>
            <dt className="text-muted-foreground">Happened</dt>
            <dd className={state === 'failed' ? 'text-failed' : state === 'untested' ? 'text-pending' : 'text-proven'}>{cell.actual}</dd>
          </dl>
          {cell.statement !== undefined && (
            <pre className="max-h-48 overflow-auto rounded-md border bg-surface p-2 font-mono text-xs leading-5 whitespace-pre-wrap" tabIndex={0}>
              {cell.statement}
            </pre>
          )}
          {cell.detail !== undefined && <p className="text-xs leading-5 text-muted-foreground">{cell.detail}</p>}
        </div>
      </PopoverContent>
    </Popover>
  )
}
