'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { listSharedMessages } from '@/lib/domains/share/contract'
import { call } from '@/lib/http/client'
import { useErrorText } from '../shell/use-error-text'
import { Button } from '../ui/button'
import { ScrollArea } from '../ui/scroll-area'
import { Markdown } from '../ui/text/markdown'
import { Time } from '../ui/text/time'

/** What was asked for and what came of it, where the link shows that, too. */
export function SharedConversation({ token }: { token: string }) {
  const t = useTranslations('share.page')
  const [chat, projects] = [useTranslations('studio.chat'), useTranslations('projects')]
  const errorText = useErrorText()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['shared', token, 'messages'],
    queryFn: ({ pageParam, signal }) =>
      call<typeof listSharedMessages>(
        'GET /shared/{token}/messages',
        { params: { token }, query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const messages = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <ScrollArea label={t('conversation')} className="flex-1">
      <div className="mx-auto flex max-w-170 flex-col gap-6 px-4 py-6">
        <p className="text-sm text-muted-foreground">
          {error !== null
            ? errorText(error)
            : data !== undefined && messages.length === 0
              ? t('nothingSaid')
              : t('said')}
        </p>
        <ol className="flex flex-col gap-6">
          {messages.map(({ id, role, text, createdAt }) => (
            <li key={id} className="flex flex-col gap-1">
              <p className="flex items-baseline gap-2 text-xs text-muted-foreground">
                <span className="font-medium text-foreground">{chat(`roles.${role}`)}</span>
                <Time value={createdAt} />
              </p>
              {role === 'user' ? (
                <p className="text-sm leading-6 break-words whitespace-pre-wrap">{text}</p>
              ) : (
                <Markdown text={text} />
              )}
            </li>
          ))}
        </ol>
        {hasNextPage && (
          <Button className="self-center" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {projects('older')}
          </Button>
        )}
      </div>
    </ScrollArea>
  )
}
