'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { Message } from '@/lib/domains/projects/contract'
import type { ReactNode } from 'react'
import { Markdown } from '../../../ui/text/markdown'
import { ScrollArea } from '../../../ui/scroll-area'
import { Time } from '../../../ui/text/time'

type ConversationProps = {
  messages: readonly Message[]
  runId: string | null
  run: ReactNode
  onShowVersion: (version: number) => void
}

/** Messages oldest first; the followed run stands after the prompt that started it. */
export function Conversation({ messages, runId, run, onShowVersion }: ConversationProps) {
  const t = useTranslations('studio.chat')
  const area = useRef<HTMLDivElement>(null)
  const count = messages.length
  useEffect(() => {
    const box = area.current?.firstElementChild
    box?.scrollTo({ top: box.scrollHeight })
  }, [count, runId])

  const promptOfRun = messages.findLastIndex((message) => message.runId === runId && message.role === 'user')
  const at =
    runId === null ? -1 : promptOfRun >= 0 ? promptOfRun : messages.findLastIndex((message) => message.role === 'user')
  return (
    <div ref={area} className="flex min-h-0 flex-1 flex-col">
      <ScrollArea label={t('messages')} className="flex-1">
        <ol className="flex flex-col gap-5 p-4">
          {messages.length === 0 && runId !== null && <li>{run}</li>}
          {messages.map((message, index) => (
            <li key={message.id} className="flex flex-col gap-5">
              <Bubble message={message} onShowVersion={onShowVersion} />
              {index === at && run}
            </li>
          ))}
          {messages.length === 0 && runId === null && (
            <li className="text-sm leading-6 text-muted-foreground">{t('nothing')}</li>
          )}
        </ol>
      </ScrollArea>
    </div>
  )
}

function Bubble({ message, onShowVersion }: { message: Message; onShowVersion: (version: number) => void }) {
  const t = useTranslations('studio.chat')
  const { version } = message
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline gap-2 text-xs text-muted-foreground">
        <span className="font-medium text-foreground">{t(`roles.${message.role}`)}</span>
        <Time value={message.createdAt} />
        {version !== null && (
          <button
            type="button"
            onClick={() => onShowVersion(version)}
            className="ml-auto rounded-sm font-mono hover:text-foreground"
          >
            <span className="sr-only">{t('showVersion')} </span>v{version}
          </button>
        )}
      </div>
      {message.role === 'user' ? (
        <p className="text-sm leading-6 break-words whitespace-pre-wrap">{message.text}</p>
      ) : (
        <Markdown text={message.text} />
      )}
    </div>
  )
}
