'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../../ui/button'
import type { FileDraft } from './use-draft'

/** Loaded when somebody compares. */
const DraftDiff = dynamic(async () => (await import('./draft-diff')).DraftDiff, { ssr: false })

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
      {isComparing && (
        <DraftDiff stored={stored ?? ''} edited={draft.text ?? ''} version={version} onOpenChange={setComparing} />
      )}
    </div>
  )
}
