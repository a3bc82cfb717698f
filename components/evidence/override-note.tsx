'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import type { OverrideProps } from './override-dialog'

/** Loaded when somebody wants to use a version that is not verified. */
const OverrideDialog = dynamic(async () => (await import('./override-dialog')).OverrideDialog, { ssr: false })

/**
 * Where a verified version is wanted, a person may take responsibility for one that is not; the reason stays with it.
 */
export function OverrideNote(props: OverrideProps) {
  const { override } = props
  const t = useTranslations('evidence.override')
  const [isOpen, setOpen] = useState(false)
  const [wasOpened, setOpened] = useState(false)
  function open() {
    setOpened(true)
    setOpen(true)
  }
  return (
    <div className="flex items-center gap-3 border-b px-4 py-2 text-xs leading-5 text-muted-foreground">
      {override === null ? (
        <p className="min-w-0 flex-1">{t('refused')}</p>
      ) : (
        <p className="min-w-0 flex-1">
          {t('usedAnyway', { reason: override.reason })} <Time value={override.at} />
        </p>
      )}
      <Button size="sm" aria-haspopup="dialog" onClick={open}>
        {override === null ? t('use') : t('change')}
      </Button>
      {wasOpened && <OverrideDialog {...props} isOpen={isOpen} onOpenChange={setOpen} />}
    </div>
  )
}
