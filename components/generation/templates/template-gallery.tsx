'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Template } from '@/lib/domains/generation/contract'
import { Input } from '../../ui/fields/input'
import { TemplateCard } from './template-card'

/** All templates, narrowed by what somebody types: a name, a word of the sentence, something that it keeps. */
export function TemplateGallery({ templates }: { templates: readonly Template[] }) {
  const t = useTranslations('site.templates')
  const [typed, setTyped] = useState('')
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const found = templates.filter((template) => {
    const text = plain([template.name, template.prompt, ...template.keeps].join(' '))
    return words.every((word) => text.includes(word))
  })
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
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {found.map((template) => (
          <TemplateCard key={template.slug} {...template} />
        ))}
      </ul>
    </div>
  )
}

/** Without accents and capitals, as people search. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
