import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from './cn'

const badgeVariants = cva(
  [
    'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm',
    'border px-1.5 text-xs font-medium [&_svg]:size-3 [&_svg]:shrink-0',
  ],
  {
    variants: {
      tone: {
        neutral: 'border-border bg-muted text-muted-foreground',
        proven: 'border-transparent bg-proven-soft text-proven',
        pending: 'border-transparent bg-pending-soft text-pending',
        failed: 'border-transparent bg-failed-soft text-failed',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)

export function Badge({ className, tone, ...props }: ComponentProps<'span'> & VariantProps<typeof badgeVariants>) {
  return <span data-slot="badge" className={cn(badgeVariants({ tone }), className)} {...props} />
}
