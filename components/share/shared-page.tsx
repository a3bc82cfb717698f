'use client'

import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import Link from 'next/link'
import { useState } from 'react'
import type { FileEntry } from '@/lib/domains/projects/contract'
import type { SharedProject } from '@/lib/domains/share/contract'
import { CheckLine } from '../evidence/check-line'
import { EvidenceBadge } from '../projects/evidence-badge'
import { ThemeToggle } from '../shell/theme-toggle'
import { Wordmark } from '../shell/wordmark'
import { Button } from '../ui/button'
import { ScrollArea } from '../ui/scroll-area'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'
import { type OpenPlace, SharedCode } from './shared-code'
import { SharedConversation } from './shared-conversation'
import { SharedPreview } from './shared-preview'

type SharedPageProps = { token: string; shared: SharedProject; files: readonly FileEntry[] }

/** What a link shows: the application, running; its files; what was checked; and what was said, where that is shown. */
export function SharedPage({ token, shared, files }: SharedPageProps) {
  const t = useTranslations('share.page')
  const { version, hasConversation } = shared
  const [tab, setTab] = useState('preview')
  const [place, setPlace] = useState<OpenPlace | null>(null)
  const open = (path: string, line: number | null): void => {
    setTab('code')
    setPlace((before) => ({ path, jump: line === null ? null : { line, id: (before?.jump?.id ?? 0) + 1 } }))
  }
  const content = 'flex min-h-0 flex-1 flex-col data-[state=inactive]:hidden'
  return (
    <main id="main" className="flex h-dvh flex-col">
      <SharedBar token={token} shared={shared} />
      <Tabs value={tab} onValueChange={setTab} className="flex-1">
        <TabsList aria-label={t('tabs')}>
          <TabsTrigger value="preview">{t('preview')}</TabsTrigger>
          <TabsTrigger value="code">{t('code')}</TabsTrigger>
          <TabsTrigger value="checks">{t('checks')}</TabsTrigger>
          {hasConversation && <TabsTrigger value="conversation">{t('conversation')}</TabsTrigger>}
        </TabsList>
        <TabsContent value="preview" forceMount className={content}>
          <SharedPreview token={token} version={version} onOpenFile={open} />
        </TabsContent>
        <TabsContent value="code" forceMount className={content}>
          <SharedCode token={token} version={version} files={files} place={place} onOpen={open} />
        </TabsContent>
        <TabsContent value="checks" className={content}>
          <SharedChecks checks={shared.checks} />
        </TabsContent>
        {hasConversation && (
          <TabsContent value="conversation" className={content}>
            <SharedConversation token={token} />
          </TabsContent>
        )}
      </Tabs>
    </main>
  )
}

function SharedBar({ token, shared }: { token: string; shared: SharedProject }) {
  const t = useTranslations('share.page')
  const studio = useTranslations('studio')
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-b px-4">
      <Wordmark />
      <span aria-hidden className="h-4 w-px bg-border max-sm:hidden" />
      <h1 className="min-w-0 truncate text-sm font-medium">{shared.name}</h1>
      <span className="font-mono text-xs text-muted-foreground max-sm:hidden">
        <span className="sr-only">{studio('version')} </span>v{shared.version}
      </span>
      <EvidenceBadge status={shared.status} asked={shared.asked} className="max-sm:hidden" />
      <div className="ml-auto flex items-center gap-1">
        <Button asChild variant="ghost" size="icon-sm">
          <a href={`/s/${token}/preview`} target="_blank" rel="noreferrer" aria-label={t('ownTab')} title={t('ownTab')}>
            <ExternalLink />
          </a>
        </Button>
        <ThemeToggle />
        <Button asChild size="sm" className="max-sm:hidden">
          <Link href="/">{t('makeOwn')}</Link>
        </Button>
      </div>
    </header>
  )
}

function SharedChecks({ checks }: Pick<SharedProject, 'checks'>) {
  const t = useTranslations('share.page')
  return (
    <ScrollArea label={t('checks')} className="flex-1">
      <div className="mx-auto flex max-w-170 flex-col gap-4 px-4 py-6">
        <p className="text-sm text-muted-foreground">{t(checks.length === 0 ? 'unchecked' : 'checksNote')}</p>
        {checks.length > 0 && (
          <ul className="overflow-hidden rounded-lg border">
            {checks.map(({ check, status, isOutside }) => (
              <CheckLine
                key={check}
                check={check}
                status={isOutside ? 'outside' : status}
                ms={null}
                checkedAt={null}
                findings={[]}
                called={0}
                onOpenFile={() => undefined}
              />
            ))}
          </ul>
        )}
      </div>
    </ScrollArea>
  )
}
