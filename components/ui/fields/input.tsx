import type { ComponentProps } from 'react'
import { cn } from '../cn'

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return (
    <input
      type={type}
      data-slot="input"
      className={cn(
        'h-9 w-full min-w-0 rounded-md border border-input bg-raised px-3 text-sm text-foreground',
        'transition-colors duration-100 placeholder:text-muted-foreground disabled:cursor-not-allowed',
        'disabled:opacity-50 aria-invalid:border-failed',
        className,
      )}
      {...props}
    />
  )
}
