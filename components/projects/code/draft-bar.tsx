'use client'

import { createTwoFilesPatch } from 'diff'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../ui/button'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '../../ui/overlays/dialog'
import { ScrollArea } from '../../ui/scroll-area'
import { Patch } from '../patch'
import type { FileDraft } from './use-draft'

type DraftBarProps = {
  draft: FileDraft
  stored: string | null
  version: number
  errorText: (error: unknown) => string
}

/** Where an edit cannot simply be saved: what happened, and the ways on. Nothing is overwritten unasked. */
export function DraftBar({ draft, stored, version, errorText }: DraftBarProps) {
  const t = useTranslations('studio.code')
  const [isComparing, setComparing] = useState(false)
  if (!draft.isConflict)
    return draft.error === null ? null : (
      <p role="alert" className="border-b px-3 py-1.5 text-xs leading-5 text-failed">
        {errorText(draft.error)}
      </p>
    )
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b bg-pending-soft px-3 py-2 text-xs leading-5"
    >
      <p className="min-w-48 flex-1 text-foreground">{t('conflict', { version })}</p>
      <Button size="sm" onClick={() => setComparing(true)} disabled={stored === null}>
        {t('compare')}
      </Button>
      <Button size="sm" onClick={draft.discard}>
        {t('discard')}
      </Button>
      <Button size="sm" onClick={draft.overwrite}>
        {t('overwrite')}
      </Button>
      <Dialog open={isComparing} onOpenChange={setComparing}>
        <DialogContent className="flex h-[80dvh] max-w-230 flex-col gap-0 p-0">
          <DialogHeader className="border-b p-4">
            <DialogTitle>{t('compareTitle')}</DialogTitle>
            <DialogDescription>{t('compareText', { version })}</DialogDescription>
          </DialogHeader>
          <ScrollArea label={t('compareTitle')} className="flex-1">
            <Patch text={createTwoFilesPatch('a', 'b', stored ?? '', draft.text ?? '')} />
          </ScrollArea>
        </DialogContent>
      </Dialog>
    </div>
  )
}
