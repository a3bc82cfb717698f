import { Check, Minus, X } from 'lucide-react'
import { cn } from '../ui/cn'

export type MarkState = 'waiting' | 'owed' | 'running' | 'done' | 'passed' | 'failed' | 'stopped'

const LOOK: Record<MarkState, string> = {
  waiting: 'border-input border-dashed',
  owed: 'border-pending-fill border-dashed',
  running: 'border-foreground',
  done: 'border-foreground bg-foreground text-background',
  passed: 'border-proven-fill bg-proven-fill text-on-fill',
  failed: 'border-failed-fill bg-failed-fill text-on-fill',
  stopped: 'border-input text-muted-foreground',
}

/** 16 px. A stage that is done is black: only evidence may be green. `owed` is evidence that is still missing. */
export function StatusMark({ state, className }: { state: MarkState; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('grid size-4 shrink-0 place-items-center rounded-sm border', LOOK[state], className)}
    >
      {(state === 'done' || state === 'passed') && <Check className="size-3" strokeWidth={3} />}
      {state === 'failed' && <X className="size-3" strokeWidth={3} />}
      {state === 'stopped' && <Minus className="size-3" strokeWidth={2.5} />}
      {state === 'running' && <span className="size-1.5 rounded-full bg-foreground motion-safe:animate-pulse" />}
    </span>
  )
}
