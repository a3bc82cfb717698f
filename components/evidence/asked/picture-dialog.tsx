'use client'

import { useTranslations } from 'next-intl'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../../ui/overlays/dialog'

type PictureDialogProps = {
  address: string
  /** Where the page was found in the application. */
  path: string
  title: string
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}

/** A picture of a scenario, as large as there is room. */
export function PictureDialog({ address, path, title, isOpen, onOpenChange }: PictureDialogProps) {
  const t = useTranslations('evidence.asked.picture')
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        className="max-w-300 grid-cols-[minmax(0,1fr)] p-4 outline-none"
        // In the frame nobody hears Escape: the keyboard begins outside of it.
        onOpenAutoFocus={(event) => {
          event.preventDefault()
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
        }}
      >
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription className="truncate">{t('endedAt', { path })}</DialogDescription>
        </DialogHeader>
        <iframe
          sandbox=""
          src={address}
          title={title}
          className="h-[calc(100dvh-160px)] max-h-200 w-full rounded-md border bg-white"
        />
      </DialogContent>
    </Dialog>
  )
}
