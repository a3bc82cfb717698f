'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import * as Radix from 'radix-ui/dialog'
import { type ComponentProps, useRef } from 'react'
import { Button } from '../button'
import { cn } from '../cn'

export const overlayClass = cn(
  'fixed inset-0 z-50 bg-black/40 data-[state=open]:animate-in data-[state=open]:fade-in-0',
  'data-[state=open]:duration-100 dark:bg-black/60',
)
export const panelClass = cn(
  'fixed top-1/2 left-1/2 z-50 grid max-h-[calc(100dvh-32px)] w-[calc(100vw-32px)] max-w-md',
  '-translate-x-1/2 -translate-y-1/2 gap-4 rounded-xl border bg-raised p-6 shadow-lg',
  'data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-100',
)

export const Dialog = Radix.Root
export const DialogClose = Radix.Close

type DialogContentProps = ComponentProps<typeof Radix.Content>

export function DialogContent({ className, children, onOpenAutoFocus, ...props }: DialogContentProps) {
  const t = useTranslations('common')
  // Most dialogs are opened by a button that is not theirs (`DialogTrigger`): where the focus was, it comes back.
  const before = useRef<Element | null>(null)
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClass} />
      <Radix.Content
        data-slot="dialog"
        className={cn(panelClass, className)}
        onOpenAutoFocus={(event) => {
          before.current = document.activeElement
          onOpenAutoFocus?.(event)
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          if (before.current instanceof HTMLElement) before.current.focus()
        }}
        {...props}
      >
        {children}
        <Radix.Close asChild>
          <Button variant="ghost" size="icon-sm" className="absolute top-4 right-4" aria-label={t('close')}>
            <X />
          </Button>
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  )
}

export const DialogHeader = ({ className, ...props }: ComponentProps<'div'>) => (
  <div className={cn('flex flex-col gap-1 pr-8', className)} {...props} />
)
export const DialogFooter = ({ className, ...props }: ComponentProps<'div'>) => (
  <div className={cn('flex justify-end gap-2', className)} {...props} />
)
export const DialogTitle = ({ className, ...props }: ComponentProps<typeof Radix.Title>) => (
  <Radix.Title className={cn('text-base font-medium', className)} {...props} />
)
export const DialogDescription = ({ className, ...props }: ComponentProps<typeof Radix.Description>) => (
  <Radix.Description className={cn('text-sm text-muted-foreground', className)} {...props} />
)
