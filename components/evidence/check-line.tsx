'use client'

import { ChevronRight } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { CheckName, Finding } from '@/lib/domains/evidence/contract'
import { durationText } from '../runs/duration'
import { type MarkState, StatusMark } from '../runs/status-mark'
import { cn } from '../ui/cn'
import { WithCode } from '../ui/text/with-code'
import { useTimeText } from '../ui/text/time-text'
import type { LiveStatus } from './check-words'

const MARK: Record<LiveStatus, MarkState> = {
  waiting: 'waiting',
  passed: 'passed',
  running: 'running',
  failed: 'failed',
  error: 'failed',
  not_run: 'owed',
  unavailable: 'waiting',
  outside: 'waiting',
}
export const markOf = (status: LiveStatus): MarkState => MARK[status]

type CheckLineProps = {
  check: CheckName
  status: LiveStatus
  ms: number | null
  /** When it ran, where its result was taken over from a check of the same files. */
  checkedAt: string | null
  findings: readonly Finding[]
  /** Instead of what it proves: why it has nothing to prove here. */
  reason?: string | undefined
  /** Grows with every wish to see this check; 0: nobody has asked. */
  called: number
  onOpenFile: (path: string, line: number | null) => void
}

/** One check: what it proves, how it went, how long; its findings open below it. */
export function CheckLine(props: CheckLineProps) {
  const { status, findings, called, onOpenFile } = props
  const row = useRef<HTMLLIElement>(null)
  const [isOpen, setOpen] = useOpen(status, called)
  useEffect(() => {
    if (called === 0) return
    row.current?.scrollIntoView({ block: 'start' })
    row.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [called])
  const hasFindings = findings.length > 0
  const rowClass = 'flex h-9 w-full items-center gap-2.5 px-4 -outline-offset-2'
  return (
    <li ref={row} className="scroll-mt-2 border-b last:border-b-0">
      {hasFindings ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className={cn(rowClass, 'hover:bg-muted')}
        >
          <CheckHead {...props} />
          <ChevronRight
            aria-hidden
            className={cn(
              'size-3.5 shrink-0 text-muted-foreground transition-transform duration-100',
              isOpen && 'rotate-90',
            )}
          />
        </button>
      ) : (
        <div className={rowClass}>
          <CheckHead {...props} />
        </div>
      )}
      {isOpen && hasFindings && (
        <ul className="flex flex-col pb-2">
          {findings.map((finding) => (
            <FindingItem
              key={`${finding.fingerprint}:${finding.file}:${finding.line}:${finding.column}`}
              finding={finding}
              onOpenFile={onOpenFile}
            />
          ))}
        </ul>
      )}
    </li>
  )
}

/** A check that fails opens by itself, until somebody says otherwise; one that is called opens too. */
function useOpen(status: LiveStatus, called: number): [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const [wanted, setOpen] = useState<boolean | null>(null)
  const [answered, setAnswered] = useState(0)
  if (called !== answered) {
    setAnswered(called)
    if (called > 0) setOpen(true)
  }
  return [wanted ?? (status === 'failed' || status === 'error'), setOpen]
}

function CheckHead({ check, status, ms, checkedAt, findings, reason }: CheckLineProps) {
  const t = useTranslations('evidence')
  const locale = useLocale()
  return (
    <>
      <StatusMark state={markOf(status)} />
      <span className="w-17 shrink-0 text-left text-[13px] font-medium">{t(`checks.${check}.name`)}</span>
      <span className="min-w-0 flex-1 truncate text-left text-xs text-muted-foreground" title={reason}>
        {reason ?? t(`checks.${check}.proves`)}
      </span>
      {findings.length > 0 && (
        <span className={cn('shrink-0 text-xs', status === 'passed' ? 'text-pending' : 'text-failed')}>
          {findings.length}
        </span>
      )}
      <span className="shrink-0 text-right font-mono text-[11px] text-muted-foreground">
        <span className={cn((status === 'passed' || status === 'waiting') && 'sr-only')}>{t(`status.${status}`)}</span>
        {status === 'passed' &&
          (checkedAt === null ? ms !== null && durationText(ms, locale) : <TakenOver at={checkedAt} />)}
      </span>
    </>
  )
}

/** A result that is of the very same files, and from when it is. */
function TakenOver({ at }: { at: string }) {
  const t = useTranslations('evidence')
  const when = useTimeText(at)
  return (
    <time dateTime={at} title={t('sameFilesTitle')} className="font-sans" suppressHydrationWarning>
      {t('sameFiles', { when })}
    </time>
  )
}

function FindingItem({ finding, onOpenFile }: { finding: Finding; onOpenFile: CheckLineProps['onOpenFile'] }) {
  const t = useTranslations('evidence')
  const { file, line = null } = finding
  return (
    <li className="flex flex-col gap-1 py-1.5 pr-4 pl-10.5">
      <p className={cn('text-[13px] leading-5', finding.severity === 'error' ? 'text-failed' : 'text-pending')}>
        <span className="sr-only">{t(`severity.${finding.severity}`)}: </span>
        <WithCode text={finding.message} />
      </p>
      {finding.hint !== undefined && (
        <p className="text-xs leading-5 text-muted-foreground">
          <WithCode text={finding.hint} />
        </p>
      )}
      {file !== undefined && (
        <button
          type="button"
          onClick={() => onOpenFile(file, line)}
          className={cn(
            'self-start rounded-sm text-left font-mono text-xs break-all underline',
            'decoration-input underline-offset-4 hover:decoration-foreground',
          )}
        >
          {file}
          {line !== null && `:${line}`}
        </button>
      )}
    </li>
  )
}
