'use client'

import { useLocale, useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useMemo } from 'react'
import type { Template } from '@/lib/domains/generation/contract'
import { ThemeToggle } from '../../shell/theme-toggle'
import { Wordmark } from '../../shell/wordmark'
import { Button } from '../../ui/button'
import { templateSource } from './template-source'

const PreviewPane = dynamic(() => import('../../preview/preview-pane'), { ssr: false })

/** An application that was made from the sentence above it, to be used by whoever comes along. */
export function TemplatePage({ slug, name, prompt }: Pick<Template, 'slug' | 'name' | 'prompt'>) {
  const t = useTranslations('site.templates')
  const locale = useLocale()
  const source = useMemo(() => templateSource(slug, locale), [slug, locale])
  return (
    <main id="main" className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
        <Wordmark />
        <span aria-hidden className="h-4 w-px bg-border max-sm:hidden" />
        <h1 className="shrink-0 text-sm font-medium">{name}</h1>
        <p className="min-w-0 flex-1 truncate text-sm text-muted-foreground max-md:hidden" title={prompt}>
          {prompt}
        </p>
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          <Button asChild variant="ghost" size="sm" className="max-sm:hidden">
            <Link href="/templates">{t('all')}</Link>
          </Button>
          <Button asChild size="sm">
            <Link href={`/?template=${slug}`}>{t('use')}</Link>
          </Button>
        </div>
      </header>
      <PreviewPane source={source} />
    </main>
  )
}
