'use client'

import { useTranslations } from 'next-intl'
import { cn } from '../ui/cn'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../ui/tabs'
import type { PreviewState } from './preview-state'

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url)
  return pathname + search.replace(/[?&]_rsc=[^&]*/, '')
}

/** What happened in the application, the newest first. */
export function Activity({ state }: { state: PreviewState }) {
  const t = useTranslations('preview')
  const { seen, printed, mails } = state
  const list = 'h-full overflow-auto px-4 py-2 font-mono text-xs leading-5'
  const nothing = (text: string) => <p className="px-4 py-3 text-xs leading-5 text-muted-foreground">{text}</p>
  return (
    <Tabs defaultValue="requests" className="h-52 shrink-0 border-t bg-background">
      <TabsList className="h-8" aria-label={t('activity')}>
        <TabsTrigger value="requests" className="text-xs">
          {t('requests')}
        </TabsTrigger>
        <TabsTrigger value="console" className="text-xs">
          {t('console')}
        </TabsTrigger>
        <TabsTrigger value="mails" className="text-xs">
          {t('mails')}
        </TabsTrigger>
      </TabsList>
      <TabsContent value="requests">
        {seen.length === 0 && nothing(t('noRequests'))}
        <ol className={cn(list, seen.length === 0 && 'hidden')}>
          {seen.map(({ number, method, url, status, ms }) => (
            <li key={number} className="flex gap-3">
              <span className={cn('w-8', status >= 400 ? 'text-failed' : 'text-muted-foreground')}>{status}</span>
              <span className="w-14 text-muted-foreground">{method}</span>
              <span className="min-w-0 flex-1 truncate">{pathOf(url)}</span>
              <span className="text-muted-foreground tabular-nums">{t('ms', { ms })}</span>
            </li>
          ))}
        </ol>
      </TabsContent>
      <TabsContent value="console">
        {printed.length === 0 && nothing(t('noConsole'))}
        <ol className={cn(list, printed.length === 0 && 'hidden')}>
          {printed.map(({ number, level, text }) => (
            <li key={number} className={cn('wrap-anywhere whitespace-pre-wrap', level === 'error' && 'text-failed')}>
              {text}
            </li>
          ))}
        </ol>
      </TabsContent>
      <TabsContent value="mails">
        {mails.length === 0 && nothing(t('noMails'))}
        <ol className={cn('h-full overflow-auto px-4 py-2 text-xs leading-5', mails.length === 0 && 'hidden')}>
          {mails.map(({ id, to, subject, text }) => (
            <li key={id} className="border-b py-2 last:border-0">
              <p className="font-medium">{subject}</p>
              <p className="text-muted-foreground">{to}</p>
              <p className="wrap-anywhere whitespace-pre-wrap">{text}</p>
            </li>
          ))}
        </ol>
      </TabsContent>
    </Tabs>
  )
}
