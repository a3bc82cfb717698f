'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { cn } from '../ui/cn'
import { Form } from '../ui/fields/form'

/** Where the person is in the application; typing another address and Enter goes there. */
export function AddressBar({ path, onOpen }: { path: string; onOpen: (path: string) => void }) {
  const t = useTranslations('preview')
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <Form
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault()
        onOpen(`/${(draft ?? path).replace(/^\/+/, '')}`)
        setDraft(null)
      }}
    >
      <input
        aria-label={t('address')}
        value={draft ?? path}
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
