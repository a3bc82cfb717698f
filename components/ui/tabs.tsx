'use client'

import * as Radix from 'radix-ui/tabs'
import type { ComponentProps } from 'react'
import { cn } from './cn'

export const Tabs = ({ className, ...props }: ComponentProps<typeof Radix.Root>) => (
  <Radix.Root className={cn('flex min-h-0 flex-col', className)} {...props} />
)
export const TabsList = ({ className, ...props }: ComponentProps<typeof Radix.List>) => (
  <Radix.List className={cn('flex h-10 shrink-0 items-stretch gap-4 border-b px-4', className)} {...props} />
)
export const TabsTrigger = ({ className, ...props }: ComponentProps<typeof Radix.Trigger>) => (
  <Radix.Trigger
    className={cn(
      '-mb-px inline-flex items-center gap-1.5 border-b border-transparent text-sm',
      'text-muted-foreground transition-colors duration-100 hover:text-foreground',
      'data-[state=active]:border-foreground data-[state=active]:font-medium',
      'data-[state=active]:text-foreground',
      className,
    )}
    {...props}
  />
)
export const TabsContent = ({ className, ...props }: ComponentProps<typeof Radix.Content>) => (
  <Radix.Content className={cn('min-h-0 flex-1 -outline-offset-2', className)} {...props} />
)
