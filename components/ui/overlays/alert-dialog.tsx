'use client'

import * as Radix from 'radix-ui/alert-dialog'
import type { ComponentProps } from 'react'
import { buttonVariants } from '../button'
import { cn } from '../cn'
import { overlayClass, panelClass } from './dialog'

export const AlertDialog = Radix.Root
export const AlertDialogTrigger = Radix.Trigger

export function AlertDialogContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClass} />
      <Radix.Content data-slot="alert-dialog" className={cn(panelClass, className)} {...props} />
    </Radix.Portal>
  )
}

export const AlertDialogTitle = ({ className, ...props }: ComponentProps<typeof Radix.Title>) => (
  <Radix.Title className={cn('text-base font-medium', className)} {...props} />
)
export const AlertDialogDescription = ({ className, ...props }: ComponentProps<typeof Radix.Description>) => (
  <Radix.Description className={cn('text-sm text-muted-foreground', className)} {...props} />
)
export const AlertDialogFooter = ({ className, ...props }: ComponentProps<'div'>) => (
  <div className={cn('flex justify-end gap-2', className)} {...props} />
)
export const AlertDialogCancel = ({ className, ...props }: ComponentProps<typeof Radix.Cancel>) => (
  <Radix.Cancel className={cn(buttonVariants({ variant: 'secondary' }), className)} {...props} />
)
export const AlertDialogAction = ({ className, ...props }: ComponentProps<typeof Radix.Action>) => (
  <Radix.Action className={cn(buttonVariants({ variant: 'primary' }), className)} {...props} />
)
