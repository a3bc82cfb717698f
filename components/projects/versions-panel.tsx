'use client'

import { GitCompare, RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Version } from '@/lib/domains/projects/contract'
import { cn } from '../ui/cn'
import { IconButton } from '../ui/icon-button'
import { Time } from '../ui/text/time'
import { EvidenceBadge } from './evidence-badge'

/** Loaded when they are opened. */
const RestoreDialog = dynamic(async () => (await import('./restore-dialog')).RestoreDialog, { ssr: false })
const VersionDiffDialog = dynamic(async () => (await import('./version-diff-dialog')).VersionDiffDialog, { ssr: false })

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
          <VersionLine
            key={version.number}
            version={version}
            isCurrent={version.number === current}
            isShown={version.number === shown}
            onShow={() => onShow(version.number)}
            onCompare={() => setComparing(version.number)}
            onRestore={() => setRestoring(version.number)}
          />
        ))}
      </ol>
      {restoring !== null && (
        <RestoreDialog version={restoring} onClose={() => setRestoring(null)} onRestore={onRestore} />
      )}
      {comparing !== null && (
        <VersionDiffDialog projectId={projectId} version={comparing} onClose={() => setComparing(null)} />
      )}
    </>
  )
}

type VersionLineProps = {
  version: Version
  isCurrent: boolean
  isShown: boolean
  onShow: () => void
  onCompare: () => void
  onRestore: () => void
}

/** One version: what its evidence says, why it was made, and what can be done with it. */
function VersionLine({ version, isCurrent, isShown, onShow, onCompare, onRestore }: VersionLineProps) {
  const t = useTranslations('studio.versions')
  const { number, status, asked, summary, reason, files, createdAt } = version
  return (
    <li className={cn('relative flex flex-col gap-1.5 border-b px-4 py-3', isShown && 'bg-muted')}>
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-current={isShown ? 'true' : undefined}
          onClick={onShow}
          className="rounded-sm font-mono text-[13px] font-medium -outline-offset-2 after:absolute after:inset-0"
        >
          <span className="sr-only">{t('show')} </span>v{number}
        </button>
        <EvidenceBadge status={status} asked={asked} />
        {isCurrent && <span className="text-xs text-muted-foreground">{t('current')}</span>}
        <span className="relative z-10 ml-auto flex">
          {number > 1 && (
            <IconButton
              label={t('whatChanged', { version: number })}
              hint={t('changedSince', { version: number - 1 })}
              onClick={onCompare}
            >
              <GitCompare />
            </IconButton>
          )}
          {!isCurrent && (
            <IconButton label={t('restoreOne', { version: number })} hint={t('restore')} onClick={onRestore}>
              <RotateCcw />
            </IconButton>
          )}
        </span>
      </div>
      {summary !== '' && <p className="line-clamp-2 text-[13px] leading-5">{summary}</p>}
      <p className="flex gap-3 text-xs text-muted-foreground">
        <span>{t(`reasons.${reason}`)}</span>
        <span>{t('files', { count: files })}</span>
        <Time value={createdAt} className="ml-auto" />
      </p>
    </li>
  )
}
