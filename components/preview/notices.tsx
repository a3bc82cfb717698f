'use client'

import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { IconButton } from '../ui/icon-button'
import { MAX_KEPT_BYTES } from './kept-data'
import { NOTICES } from './preview-state'
import type { Session } from './use-session'

const MB = 1024 * 1024

/** What whoever looks should know: what got stuck, what became of the data, a link that leads out. */
export function Notices({ session, absent }: { session: Session; absent: readonly string[] }) {
  const t = useTranslations('preview.notices')
  const [known, setKnown] = useState('')
  const packages = absent.join(', ')
  const { leaves, notices } = session.state
  const host = leaves === null ? '' : URL.canParse(leaves) ? new URL(leaves).host || leaves : leaves
  return (
    <>
      {packages !== '' && packages !== known && (
        <Line onDismiss={() => setKnown(packages)}>
          <span className="min-w-0 flex-1">{t('absent', { packages })}</span>
        </Line>
      )}
      {NOTICES.filter((one) => notices.includes(one)).map((notice) => {
        const isStuck = notice === 'page' || notice === 'database'
        return (
          <Line key={notice} isBad={isStuck || notice === 'server'} onDismiss={() => session.dismiss(notice)}>
            <span className="min-w-0 flex-1">{t(notice, { size: MAX_KEPT_BYTES / MB })}</span>
            {isStuck && (
              <Button size="sm" onClick={session.restart}>
                {t('restart')}
              </Button>
            )}
          </Line>
        )
      })}
      {leaves !== null && (
        <Line onDismiss={session.stay}>
          <span className="min-w-0 flex-1 truncate">{t('leaves', { host })}</span>
        </Line>
      )}
    </>
  )
}

type LineProps = { isBad?: boolean; onDismiss: () => void; children: ReactNode }

function Line({ isBad = false, onDismiss, children }: LineProps) {
  const t = useTranslations('preview')
  return (
    <div
      role={isBad ? 'alert' : 'status'}
      className={cn(
        'flex shrink-0 items-center gap-3 border-b px-4 py-1 text-xs leading-5',
        isBad ? 'bg-failed-soft text-failed' : 'bg-surface text-muted-foreground',
      )}
    >
      {children}
      <IconButton label={t('dismiss')} onClick={onDismiss}>
        <X />
      </IconButton>
    </div>
  )
}
