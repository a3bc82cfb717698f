import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

/** The platform's own list, which every keyboard and phone knows, with our frame around it. */
export function Select({ className, size = 'md', ...props }: Omit<ComponentProps<'select'>, 'size'> & Size) {
  return (
    <span className="relative flex min-w-0">
      <select
        data-slot="select"
        className={cn(
          'w-full min-w-0 appearance-none truncate rounded-md border border-input bg-raised',
          'pr-8 pl-3 text-sm text-foreground transition-colors duration-100',
          'disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-failed',
          size === 'sm' ? 'h-8' : 'h-9',
          className,
        )}
        {...props}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  )
}

type Size = { size?: 'sm' | 'md' }
