'use client'

import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

/** On is dark, not coloured: colour is kept for evidence. Label it, or give it an `aria-label`. */
export function Switch({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      data-slot="switch"
      className={cn(
        'inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-input bg-muted',
        'p-px transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50',
        'data-[state=checked]:border-foreground data-[state=checked]:bg-foreground',
        className,
      )}
      {...props}
    >
      <Radix.Thumb
        className={cn(
          'block size-3 rounded-full bg-muted-foreground transition-transform duration-100',
          'data-[state=checked]:translate-x-3 data-[state=checked]:bg-background',
        )}
      />
    </Radix.Root>
  )
}
