'use client'

import { useLocale, useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useMemo } from 'react'
import type { TryExample } from '@/lib/domains/generation/contract'
import { ThemeToggle } from '../../shell/theme-toggle'
import { Wordmark } from '../../shell/wordmark'
import { Button } from '../../ui/button'
import { exampleSource } from './example-source'

const PreviewPane = dynamic(() => import('../../preview/preview-pane'), { ssr: false })

type ExamplePageProps = { example: TryExample; title: string; prompt: string }

/** An application that was made from the sentence above it, to be used by whoever comes along. */
export function ExamplePage({ example, title, prompt }: ExamplePageProps) {
  const t = useTranslations('site.examples')
  const locale = useLocale()
  const source = useMemo(() => exampleSource(example, locale), [example, locale])
  return (
    <main id="main" className="flex h-dvh flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
        <Wordmark />
        <span aria-hidden className="h-4 w-px bg-border max-sm:hidden" />
        <h1 className="shrink-0 text-sm font-medium">{title}</h1>
        <p className="min-w-0 flex-1 truncate text-sm text-muted-foreground max-md:hidden" title={prompt}>
          {prompt}
        </p>
        <div className="ml-auto flex items-center gap-1">
          <ThemeToggle />
          <Button asChild size="sm">
            <Link href="/">{t('own')}</Link>
          </Button>
        </div>
      </header>
      <PreviewPane source={source} />
    </main>
  )
}
