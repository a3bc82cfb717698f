import { Check, Minus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { AccessCell } from '@/lib/domains/evidence/contract'
import { cn } from '../ui/cn'

/** `planned-*`: what a plan asks for, before anything of it is proven. */
export type CellState = 'proven-allow' | 'proven-deny' | 'failed' | 'untested' | 'planned-allow' | 'planned-deny'

/** Pure: what one executed cell says. */
export function stateOf(cell: Pick<AccessCell, 'expected' | 'actual'>): CellState {
  if (cell.actual === 'untested') return 'untested'
  if (cell.actual !== cell.expected) return 'failed'
  return cell.expected === 'allow' ? 'proven-allow' : 'proven-deny'
}

const LOOK: Record<CellState, string> = {
  'proven-allow': 'border-proven-fill bg-proven-fill text-on-fill',
  'proven-deny': 'border-proven-fill/60 bg-proven-soft text-proven',
  failed: 'border-failed-fill bg-failed-fill text-on-fill',
  untested: 'border-dashed border-pending-fill text-pending',
  'planned-allow': 'border-pending-fill bg-pending-soft text-pending',
  'planned-deny': 'border-dashed border-pending-fill/60 text-pending',
}
const ICON = {
  'proven-allow': Check,
  'proven-deny': Minus,
  failed: X,
  untested: null,
  'planned-allow': Check,
  'planned-deny': Minus,
}

/**
 * Both greens are proof: filled where the role gets in, pale where it is kept out. `order` delays the turn to green.
 */
export function CellFace({ state, order = 0, className }: { state: CellState; order?: number; className?: string }) {
  const Icon = ICON[state]
  return (
    <span
      aria-hidden
      className={cn(
        'grid h-6 w-full place-items-center rounded-sm border motion-safe:animate-prove',
        LOOK[state],
        className,
      )}
      style={{ animationDelay: `${order}ms` }}
    >
      {Icon !== null && <Icon className="size-3.5" strokeWidth={2.25} />}
    </span>
  )
}

const LEGEND: CellState[] = ['proven-allow', 'proven-deny', 'failed', 'untested']

export function MatrixLegend({ states = LEGEND }: { states?: CellState[] }) {
  const t = useTranslations('evidence.legend')
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted-foreground">
      {states.map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <CellFace state={state} className="size-4 motion-safe:animate-none [&_svg]:size-2.5" />
          {t(state)}
        </li>
      ))}
    </ul>
  )
}
