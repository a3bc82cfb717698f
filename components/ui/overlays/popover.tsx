'use client'

import * as Radix from 'radix-ui/popover'
import type { ComponentProps } from 'react'
import { cn } from '../cn'
import type { Opened } from './on-demand'

type OpenedPopoverProps = Omit<Opened, 'isByKeyboard'> &
  ComponentProps<typeof Radix.Content> & { isOpen?: boolean; onOpenChange?: (isOpen: boolean) => void }

/** The popover of a button that loads it (`onDemand`): it begins open, and is an ordinary popover from then on. */
export function OpenedPopover({ trigger, isOpen, onOpenChange, ...content }: OpenedPopoverProps) {
  const control =
    isOpen === undefined || onOpenChange === undefined ? { defaultOpen: true } : { open: isOpen, onOpenChange }
  return (
    <Radix.Root {...control}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <PopoverContent {...content} />
    </Radix.Root>
  )
}

function PopoverContent({ className, sideOffset = 6, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        data-slot="popover"
        sideOffset={sideOffset}
        collisionPadding={12}
        className={cn(
          'z-50 w-80 max-w-[calc(100vw-24px)] rounded-lg border bg-raised',
          'p-4 text-sm shadow-md outline-none data-[state=open]:animate-in',
          'data-[state=open]:fade-in-0 data-[state=open]:duration-100',
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  )
}
