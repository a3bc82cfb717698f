'use client'

import { GitCompare, RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Version } from '@/lib/domains/projects/contract'
import {
  AlertDialog,
  AlertDialogAction,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogTitle,
} from '../ui/alert-dialog'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Time } from '../ui/time'
import { Tooltip } from '../ui/tooltip'
import { EvidenceBadge } from './evidence-badge'
import { VersionDiffDialog } from './version-diff-dialog'

type VersionsPanelProps = {
  projectId: string
  versions: readonly Version[]
  current: number
  shown: number
  onShow: (version: number) => void
  onRestore: (version: number) => Promise<void>
}

/** Every change is a version. Choosing one shows its files and report; restoring makes a new one. */
export function VersionsPanel({ projectId, versions, current, shown, onShow, onRestore }: VersionsPanelProps) {
  const t = useTranslations('studio.versions')
  const [restoring, setRestoring] = useState<number | null>(null)
  const [comparing, setComparing] = useState<number | null>(null)
  if (versions.length === 0) return <p className="p-6 text-sm leading-6 text-muted-foreground">{t('none')}</p>
  return (
    <>
      <ol className="flex flex-col">
        {versions.map((version) => (
          <li
            key={version.number}
            className={cn('relative flex flex-col gap-1.5 border-b px-4 py-3', version.number === shown && 'bg-muted')}
          >
            <div className="flex items-center gap-2">
              <button
                type="button"
                aria-current={version.number === shown ? 'true' : undefined}
                onClick={() => onShow(version.number)}
                className="rounded-sm font-mono text-[13px] font-medium -outline-offset-2 after:absolute after:inset-0"
              >
                <span className="sr-only">{t('show')} </span>v{version.number}
              </button>
              <EvidenceBadge status={version.status} />
              {version.number === current && <span className="text-xs text-muted-foreground">{t('current')}</span>}
              <span className="relative z-10 ml-auto flex">
                {version.number > 1 && (
                  <Tooltip label={t('changedSince', { version: version.number - 1 })}>
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={t('whatChanged', { version: version.number })}
                      onClick={() => setComparing(version.number)}
                    >
                      <GitCompare />
                    </Button>
                  </Tooltip>
                )}
                {version.number !== current && (
                  <Tooltip label={t('restore')}>
                    <Button
                      variant="ghost"
                      size="icon-sm"
                      aria-label={t('restoreOne', { version: version.number })}
                      onClick={() => setRestoring(version.number)}
                    >
                      <RotateCcw />
                    </Button>
                  </Tooltip>
                )}
              </span>
            </div>
            {version.summary !== '' && <p className="line-clamp-2 text-[13px] leading-5">{version.summary}</p>}
            <p className="flex gap-3 text-xs text-muted-foreground">
              <span>{t(`reasons.${version.reason}`)}</span>
              <span>{t('files', { count: version.files })}</span>
              <Time value={version.createdAt} className="ml-auto" />
            </p>
          </li>
        ))}
      </ol>
      <AlertDialog open={restoring !== null} onOpenChange={(isOpen) => !isOpen && setRestoring(null)}>
        <AlertDialogContent>
          <AlertDialogTitle>{t('restoreAsk', { version: restoring ?? 0 })}</AlertDialogTitle>
          <AlertDialogDescription>{t('restoreText')}</AlertDialogDescription>
          <AlertDialogFooter>
            <AlertDialogCancel>{t('cancel')}</AlertDialogCancel>
            <AlertDialogAction onClick={() => restoring !== null && void onRestore(restoring)}>
              {t('restore')}
            </AlertDialogAction>
          </AlertDialogFooter>
        </AlertDialogContent>
      </AlertDialog>
      <VersionDiffDialog projectId={projectId} version={comparing} onClose={() => setComparing(null)} />
    </>
  )
}
