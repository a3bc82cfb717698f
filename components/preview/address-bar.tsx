'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useState } from 'react'
import { cn } from '../ui/cn'
import { Form } from '../ui/fields/form'

type AddressBarProps = {
  path: string
  /** The application can be used. */
  isReady: boolean
  onOpen: (path: string) => void
}

/**
 * Where the person is in the application; typing another address and Enter goes there, or will as soon as the
 * application can be used.
 */
export function AddressBar({ path, isReady, onOpen }: AddressBarProps) {
  const t = useTranslations('preview')
  const [draft, setDraft] = useState<string | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const go = useEffectEvent((to: string) => {
    setWanted(null)
    onOpen(to)
  })
  useEffect(() => {
    if (isReady && wanted !== null) go(wanted)
  }, [isReady, wanted])
  return (
    <Form
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault()
        setWanted(`/${(draft ?? wanted ?? path).replace(/^\/+/, '')}`)
        setDraft(null)
      }}
    >
      <input
        aria-label={t('address')}
        value={draft ?? wanted ?? path}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
        className={cn(
          'h-7 w-full min-w-0 rounded-md border bg-surface px-2.5 font-mono text-xs text-foreground',
          'transition-colors duration-100 hover:border-input',
        )}
      />
    </Form>
  )
}
