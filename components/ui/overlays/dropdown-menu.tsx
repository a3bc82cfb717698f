'use client'

import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '../cn'

export const DropdownMenu = Radix.Root
export const DropdownMenuTrigger = Radix.Trigger
export const DropdownMenuRadioGroup = Radix.RadioGroup

const itemClass = cn(
  'relative flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-sm outline-none',
  'select-none data-[disabled]:opacity-50 data-[highlighted]:bg-muted [&_svg]:pointer-events-none',
  '[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted-foreground',
)

export function DropdownMenuContent({ className, sideOffset = 4, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-slot="menu"
        sideOffset={sideOffset}
        className={cn(
          'z-50 min-w-40 rounded-lg border bg-raised p-1 text-foreground shadow-md',
          'data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100',
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  )
}

export function DropdownMenuItem({
  className,
  tone,
  ...props
}: ComponentProps<typeof Radix.Item> & { tone?: 'danger' }) {
  return (
    <Radix.Item
      className={cn(
        itemClass,
        tone === 'danger' && 'text-failed data-[highlighted]:bg-failed-soft [&_svg]:text-failed',
        className,
      )}
      {...props}
    />
  )
}

export function DropdownMenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemClass, 'data-[state=checked]:font-medium', className)} {...props}>
      {children}
      <Radix.ItemIndicator className="ml-auto size-1.5 rounded-full bg-foreground" />
    </Radix.RadioItem>
  )
}

export const DropdownMenuLabel = ({ className, ...props }: ComponentProps<typeof Radix.Label>) => (
  <Radix.Label className={cn('px-2 py-1.5 text-xs text-muted-foreground', className)} {...props} />
)
export const DropdownMenuSeparator = ({ className, ...props }: ComponentProps<typeof Radix.Separator>) => (
  <Radix.Separator className={cn('-mx-1 my-1 h-px bg-border', className)} {...props} />
)
