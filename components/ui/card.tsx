import type { ComponentProps } from 'react'
import { cn } from './cn'

export const Card = ({ className, ...props }: ComponentProps<'div'>) => (
  <div data-slot="card" className={cn('rounded-lg border bg-raised text-foreground', className)} {...props} />
)
export const CardHeader = ({ className, ...props }: ComponentProps<'div'>) => (
  <div data-slot="card-header" className={cn('flex flex-col gap-1 p-4', className)} {...props} />
)
export const CardTitle = ({ className, children, ...props }: ComponentProps<'h3'>) => (
  <h3 data-slot="card-title" className={cn('text-sm font-medium', className)} {...props}>
    {children}
  </h3>
)
export const CardContent = ({ className, ...props }: ComponentProps<'div'>) => (
  <div data-slot="card-content" className={cn('p-4 pt-0', className)} {...props} />
)
