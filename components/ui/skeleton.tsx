import type { ComponentProps } from 'react'
import { cn } from './cn'

/** Holds the place of something that is on its way, in its size. Still: nothing here pretends to be progress. */
export const Skeleton = ({ className, ...props }: ComponentProps<'div'>) => (
  <div aria-hidden className={cn('rounded-sm bg-muted', className)} {...props} />
)
