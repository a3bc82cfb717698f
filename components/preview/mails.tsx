'use client'

import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import type { PreviewState } from './preview-state'

type MailsProps = { mails: PreviewState['mails']; onOpen: (link: string) => void }

/** What the application has sent. A link opens for whoever is shown, as if they had followed it. */
export function Mails({ mails, onOpen }: MailsProps) {
  const t = useTranslations('preview')
  if (mails.length === 0) return <p className="px-4 py-3 text-xs leading-5 text-muted-foreground">{t('noMails')}</p>
  return (
    <ol className="h-full overflow-auto px-4 py-1 text-xs leading-5">
      {mails.map(({ id, to, subject, text, link, code, at }) => (
        <li key={id} className="flex flex-col gap-1 border-b py-2.5 last:border-0">
          <div className="flex items-baseline gap-3">
            <p className="text-[13px] font-medium">{subject}</p>
            <p className="min-w-0 flex-1 truncate text-muted-foreground">{t('mailTo', { to })}</p>
            <Time value={at} className="text-muted-foreground" />
          </div>
          <p className="wrap-anywhere whitespace-pre-wrap text-muted-foreground">
            {link === null ? text.trim() : text.split(link)[0]?.trim()}
          </p>
          <div className="flex items-center gap-4">
            {link !== null && (
              <Button size="sm" onClick={() => onOpen(link)}>
                {t('openLink')}
              </Button>
            )}
            <span className="text-muted-foreground">
              {t('mailCode')} <span className="font-mono text-foreground select-all">{code}</span>
            </span>
          </div>
        </li>
      ))}
    </ol>
  )
}
