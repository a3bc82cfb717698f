'use client'

import { createTwoFilesPatch } from 'diff'
import { useTranslations } from 'next-intl'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../../ui/overlays/dialog'
import { ScrollArea } from '../../ui/scroll-area'
import { Patch } from '../patch'

type DraftDiffProps = { stored: string; edited: string; version: number; onOpenChange: (isOpen: boolean) => void }

/** What an edit changes in the file as it is stored now. */
export function DraftDiff({ stored, edited, version, onOpenChange }: DraftDiffProps) {
  const t = useTranslations('studio.code')
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent className="flex h-[80dvh] max-w-230 flex-col gap-0 p-0">
        <DialogHeader className="border-b p-4">
          <DialogTitle>{t('compareTitle')}</DialogTitle>
          <DialogDescription>{t('compareText', { version })}</DialogDescription>
        </DialogHeader>
        <ScrollArea label={t('compareTitle')} className="flex-1">
          <Patch text={createTwoFilesPatch('a', 'b', stored, edited)} />
        </ScrollArea>
      </DialogContent>
    </Dialog>
  )
}
