'use client'

import { Copy, ExternalLink, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ShareLink } from '@/lib/domains/share/contract'
import { Button } from '../ui/button'
import { IconButton } from '../ui/icon-button'
import { Time } from '../ui/text/time'

type ShareLinkLineProps = { link: ShareLink; isRevoking: boolean; onCopy: () => void; onRevoke: () => void }

/** One link: what it shows and until when, who has been there, and its end. */
export function ShareLinkLine({ link, isRevoking, onCopy, onRevoke }: ShareLinkLineProps) {
  const t = useTranslations('share')
  const { url, version, followsNewest, withConversation, views, lastOpenedAt, expiresAt } = link
  return (
    <li className="flex items-center gap-1 py-3">
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-xs" title={url ?? undefined}>
          {url === null ? t('unreadable') : url.replace(/^https?:\/\//, '')}
        </p>
        <p className="flex flex-wrap gap-x-2 text-xs leading-5 text-muted-foreground">
          <span>{followsNewest ? t('newest') : t('thisVersion', { version })}</span>
          {withConversation && <span>{t('conversation')}</span>}
          <span>
            {t('until')} <Time value={expiresAt} />
          </span>
          <span>
            {t('views', { count: views })}
            {lastOpenedAt !== null && (
              <>
                , {t('last')} <Time value={lastOpenedAt} />
              </>
            )}
          </span>
        </p>
      </div>
      {url !== null && (
        <>
          <IconButton label={t('copy')} onClick={onCopy}>
            <Copy />
          </IconButton>
          <Button asChild variant="ghost" size="icon-sm">
            <a href={url} target="_blank" rel="noreferrer" aria-label={t('open')} title={t('open')}>
              <ExternalLink />
            </a>
          </Button>
        </>
      )}
      <IconButton label={t('revoke')} isDisabled={isRevoking} onClick={onRevoke}>
        <Trash2 />
      </IconButton>
    </li>
  )
}
