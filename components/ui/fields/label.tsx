import type { ComponentProps } from 'react'
import { cn } from '../cn'

export const Label = ({ className, htmlFor, ...props }: ComponentProps<'label'> & { htmlFor: string }) => (
  <label
    data-slot="label"
    htmlFor={htmlFor}
    className={cn('text-sm leading-none font-medium select-none', className)}
    {...props}
  />
)
