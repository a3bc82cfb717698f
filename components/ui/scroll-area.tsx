import type { ComponentProps } from 'react'
import { cn } from './cn'

/**
 * A native scroller that keyboards can reach (WCAG 2.1.1). Radix' ScrollArea was tried: its inner `display: table`
 * breaks truncation in narrow panes, and the platform's thin bars already look right in both themes. `relative`: words
 * for screen readers alone are positioned, and would otherwise make the whole page as long as what is scrolled here.
 */
export function ScrollArea({ className, label, ...props }: ComponentProps<'div'> & { label: string }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className={cn('relative min-h-0 overflow-auto overscroll-contain -outline-offset-2', className)}
      {...props}
    />
  )
}
