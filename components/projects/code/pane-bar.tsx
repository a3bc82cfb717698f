import type { ReactNode } from 'react'
import { cn } from '../../ui/cn'

/** The line above a pane: what it shows, and what one can do with it. */
export function PaneBar({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('flex h-10 shrink-0 items-center border-b pr-1.5 pl-3', className)}>{children}</div>
}
