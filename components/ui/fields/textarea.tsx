import type { ComponentProps } from 'react'
import { cn } from '../cn'

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(
        'w-full min-w-0 resize-none rounded-md border border-input bg-raised px-3',
        'py-2 text-sm leading-5 text-foreground placeholder:text-muted-foreground',
        'disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-failed',
        className,
      )}
      {...props}
    />
  )
}
