'use client'

import { useTranslations } from 'next-intl'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import type { AccessTable } from '@/lib/domains/evidence/contract'
import { OPERATIONS, ROLES } from '@/lib/domains/spec/constants'
import type { Role } from '@/lib/domains/spec/contract'
import { cn } from '../ui/cn'
import { type MatrixEditing, PlannedCell, ProvenCell } from './matrix-buttons'

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

type AccessMatrixProps = { table: AccessTable; from?: number; editing?: MatrixEditing }

/**
 * One table's matrix: roles across, operations down. Arrow keys move between cells, Enter shows the statement that
 * proves one or changes it.
 */
export function AccessMatrix({ table, from = 0, editing }: AccessMatrixProps) {
  const t = useTranslations('evidence')
  const roles = ROLES.filter((role) => table.cells.some((cell) => cell.role === role))
  const operations = OPERATIONS.filter((operation) => table.cells.some((cell) => cell.operation === operation))
  const find = (row: number, column: number) =>
    table.cells.find((cell) => cell.operation === operations[row] && cell.role === roles[column])
  const { grid, placeOf } = useGrid(operations.length, roles.length, (row, column) => find(row, column) !== undefined)
  const columns = { gridTemplateColumns: `52px repeat(${roles.length}, minmax(0, 1fr))` }
  return (
    <div
      ref={grid}
      role="grid"
      aria-label={t('accessTo', { table: table.table })}
      tabIndex={-1}
      className="flex flex-col gap-1 outline-none"
    >
      <MatrixHead roles={roles} columns={columns} />
      {operations.map((operation, row) => (
        <div key={operation} role="row" className="grid items-center gap-1" style={columns}>
          <span
            role="rowheader"
            title={t(`operations.${operation}.long`)}
            className="text-[11px] text-muted-foreground"
          >
            {t(`operations.${operation}.short`)}
          </span>
          {roles.map((role, column) => {
            const cell = find(row, column)
            const place = placeOf(row, column)
            return (
              <span key={role} role="gridcell">
                {cell !== undefined && editing !== undefined && (
                  <PlannedCell cell={cell} {...place} editing={editing} />
                )}
                {cell !== undefined && editing === undefined && (
                  <ProvenCell cell={cell} {...place} table={table.table} order={from + (row + column) * 24} />
                )}
              </span>
            )
          })}
        </div>
      ))}
    </div>
  )
}

/** One cell of the grid can be tabbed to; arrow keys move that place to the next cell that there is. */
function useGrid(rows: number, columns: number, isCell: (row: number, column: number) => boolean) {
  const [focus, setFocus] = useState<[number, number]>([0, 0])
  const grid = useRef<HTMLDivElement>(null)
  function onKeyDown(event: KeyboardEvent) {
    const step = ARROWS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const row = Math.min(rows - 1, Math.max(0, focus[0] + step[0]))
    const column = Math.min(columns - 1, Math.max(0, focus[1] + step[1]))
    if (!isCell(row, column)) return
    setFocus([row, column])
    grid.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`)?.focus()
  }
  const placeOf = (row: number, column: number) => ({
    position: `${row}:${column}`,
    isReachable: focus[0] === row && focus[1] === column,
    onFocus: () => setFocus([row, column]),
    onKeyDown,
  })
  return { grid, placeOf }
}

function MatrixHead({ roles, columns }: { roles: readonly Role[]; columns: CSSProperties }) {
  const t = useTranslations('evidence')
  return (
    <div role="row" className="grid items-end gap-1" style={columns}>
      <span role="columnheader">
        <span className="sr-only">{t('operation')}</span>
      </span>
      {roles.map((role) => (
        <span
          key={role}
          role="columnheader"
          title={t(`roles.${role}.long`)}
          className={cn(
            'truncate text-center text-[11px] leading-4 text-muted-foreground',
            roles.length > 5 && 'text-[10px] tracking-tighter',
          )}
        >
          {t(`roles.${role}.short`)}
        </span>
      ))}
    </div>
  )
}
