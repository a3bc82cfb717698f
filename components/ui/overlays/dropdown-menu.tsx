'use client'

import * as Radix from 'radix-ui/dropdown-menu'
import { type ComponentProps, type ReactNode, useEffect, useState } from 'react'
import { cn } from '../cn'
import type { Opened } from './on-demand'

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

type OpenedMenuProps = Opened &
  Pick<ComponentProps<typeof Radix.Content>, 'align' | 'className'> & {
    onOpenChange?: (isOpen: boolean) => void
    children: ReactNode
  }

/** The menu of a button that loads it (`onDemand`): it begins open, and is an ordinary menu from then on. */
export function OpenedMenu({ trigger, isByKeyboard, onOpenChange, align = 'end', ...content }: OpenedMenuProps) {
  const [menu, setMenu] = useState<HTMLElement | null>(null)
  const [isFirst, setFirst] = useState(isByKeyboard)
  useEffect(() => {
    if (!isFirst || menu === null) return
    // Whoever came by key stands on the first choice, as in every menu; Radix has not seen this key.
    const frame = requestAnimationFrame(() => {
      menu.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus()
      setFirst(false)
    })
    return () => cancelAnimationFrame(frame)
  }, [isFirst, menu])
  return (
    <Radix.Root defaultOpen {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <DropdownMenuContent ref={setMenu} align={align} {...content} />
    </Radix.Root>
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
