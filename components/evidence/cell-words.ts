'use client'

import { useTranslations } from 'next-intl'
import type { AccessCell } from '@/lib/domains/evidence/contract'
import { type CellState, stateOf } from './matrix-cell'

type Cell = Pick<AccessCell, 'role' | 'operation' | 'expected' | 'actual'>

export type Outcome = Exclude<CellState, 'failed'> | 'leaks' | 'blocked' | 'broke'

/** What an executed cell came to: what was tried was let through or refused, as the plan has it or against it. Pure. */
export function outcomeOf(cell: Pick<Cell, 'expected' | 'actual'>): Outcome {
  const state = stateOf(cell)
  if (state !== 'failed') return state
  return cell.actual === 'error' ? 'broke' : cell.actual === 'allow' ? 'leaks' : 'blocked'
}

/** Cells in words. `said`: what was tried and what came of it; `planned`: who may do what. */
export function useCellWords(): { said: (cell: Cell) => string; planned: (cell: Cell) => string } {
  const t = useTranslations('evidence')
  const parts = ({ role, operation }: Cell) => ({
    who: t.has(`who.${role}`) ? t(`who.${role}`) : role,
    what: t.has(`tried.${operation}`) ? t(`tried.${operation}`) : operation,
  })
  return {
    said: (cell) => t('cell', { ...parts(cell), outcome: t(`outcomes.${outcomeOf(cell)}`) }),
    planned: ({ role, operation }) =>
      t('plannedCell', { who: t(`roles.${role}.long`), what: t(`operations.${operation}.long`).toLowerCase() }),
  }
}
