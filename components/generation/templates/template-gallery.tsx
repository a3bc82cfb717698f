'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Template } from '@/lib/domains/generation/contract'
import { Input } from '../../ui/fields/input'
import { TemplateCards } from './template-cards'
import { hasWords } from '@/lib/core/text'

/** All templates, narrowed by what somebody types: a name, a word of the sentence, something that it keeps. */
export function TemplateGallery({ templates }: { templates: readonly Template[] }) {
  const t = useTranslations('site.templates')
  const [typed, setTyped] = useState('')
  const found = templates.filter(({ name, prompt, keeps }) => hasWords([name, prompt, ...keeps].join(' '), typed))
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Input
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="max-w-80"
        />
        <p role="status" className="text-[13px] text-muted-foreground">
          {t('found', { count: found.length })}
        </p>
      </div>
      <TemplateCards templates={found} />
    </div>
  )
}
