import type { ComponentProps } from 'react'
import { cn } from './cn'

export const Separator = ({
  className,
  orientation = 'horizontal',
  ...props
}: ComponentProps<'div'> & { orientation?: 'horizontal' | 'vertical' }) => (
  <div
    aria-hidden
    className={cn('shrink-0 bg-border', orientation === 'horizontal' ? 'h-px w-full' : 'w-px self-stretch', className)}
    {...props}
  />
)
