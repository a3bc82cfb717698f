'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CHECK_NAMES } from '@/lib/domains/evidence/constants'
import type { AccessTable, CheckName, Report } from '@/lib/domains/evidence/contract'
import type { Asked } from '@/lib/domains/projects/contract'
import type { AskedPieces, CheckView } from '@/lib/domains/runs/reduce'
import { EvidenceBadge } from '../projects/evidence-badge'
import { Skeleton } from '../ui/skeleton'
import { AccessSection } from './access-section'
import { LiveAsked } from './asked/live-asked'
import { CheckAgain } from './check-again'
import { CheckLine } from './check-line'
import { liveChecks } from './live-checks'
import type { ReportState } from './use-report'

type OpenFile = (path: string, line: number | null) => void
/** Somebody wants to see a check; `id` tells one wish from the next. */
export type CalledCheck = { check: CheckName; id: number }
const callsOf = (called: CalledCheck | null, check: CheckName): number => (called?.check === check ? called.id : 0)

type ReportPanelProps = {
  report: ReportState
  /** The run that is going: its checks so far, and the access matrix it set out to prove. */
  live: { checks: readonly CheckView[]; planned: AccessTable[] | null; asked: AskedPieces | null } | null
  version: number
  /** How much of what was asked is proven. */
  asked: Asked | null
  isBusy: boolean
  /** What a person may add to a report that is incomplete. */
  note: ReactNode
  called: CalledCheck | null
  onCheck: (full: boolean) => void
  onOpenFile: OpenFile
}

/** While a run is checking, its checks as they happen; after it, the stored report of the version. */
export function ReportPanel(props: ReportPanelProps) {
  const { report, live, version, isBusy, called, onCheck, onOpenFile } = props
  const t = useTranslations('evidence')
  if (live !== null) return <LiveReport {...live} called={called} onOpenFile={onOpenFile} />
  if (report.state === 'loading') return <Loading />
  if (report.state === 'none') {
    if (version === 0) return <Notice text={t('noReportYet')} />
    return (
      <div className="flex flex-col items-start gap-3 p-4">
        <p className="text-sm leading-6 text-muted-foreground">{t('neverChecked', { version })}</p>
        <CheckAgain label={t('checkThis')} isBusy={isBusy} onCheck={onCheck} />
      </div>
    )
  }
  if (report.state === 'failed') return <Notice text={report.reason} />
  return <ReadyReport {...props} key={report.report.manifest} report={report.report} />
}

type ReadyReportProps = Omit<ReportPanelProps, 'report'> & { report: Report }

function ReadyReport({ report, asked, isBusy, note, called, onCheck, onOpenFile }: ReadyReportProps) {
  const t = useTranslations('evidence')
  const passed = report.checks.filter((check) => check.status === 'passed').length
  const ran = report.checks.filter((check) => check.status !== 'not_run' && check.status !== 'unavailable').length
  const checks = CHECK_NAMES.flatMap((name) => report.checks.filter((check) => check.check === name))
  return (
    <div className="flex flex-col">
      <div className="flex h-12 items-center gap-3 border-b px-4">
        <EvidenceBadge status={report.status} asked={asked} isAskedSaid={asked !== null} />
        <p className="min-w-0 text-xs text-muted-foreground" title={t('boundTo', { manifest: report.manifest })}>
          {t('passedOf', { passed, ran })}
        </p>
        <div className="ml-auto">
          <CheckAgain label={t('checkAgain')} isBusy={isBusy} onCheck={onCheck} />
        </div>
      </div>
      {report.status === 'incomplete' && note}
      <ul aria-label={t('checksLabel')} className="border-b">
        {checks.map((check) => (
          <CheckLine
            key={check.check}
            check={check.check}
            status={check.outOfScope === undefined ? check.status : 'outside'}
            reason={check.outOfScope}
            ms={check.ms ?? null}
            checkedAt={check.checkedAt ?? null}
            findings={check.findings}
            called={callsOf(called, check.check)}
            onOpenFile={onOpenFile}
          />
        ))}
      </ul>
      {report.access !== undefined && report.access.length > 0 && <AccessSection tables={report.access} />}
      {report.derived !== undefined && report.derived.length > 0 && (
        <p className="px-4 py-3 text-xs leading-5 text-muted-foreground">
          {t('derived', { list: report.derived.join(', ') })}
        </p>
      )}
    </div>
  )
}

type LiveReportProps = {
  checks: readonly CheckView[]
  planned: AccessTable[] | null
  asked: AskedPieces | null
  called: CalledCheck | null
  onOpenFile: OpenFile
}

function LiveReport({ checks, planned, asked, called, onOpenFile }: LiveReportProps) {
  const t = useTranslations('evidence')
  const shown = liveChecks(checks)
  const done = shown.filter(({ status }) => status !== 'running' && status !== 'waiting').length
  return (
    <div className="flex flex-col">
      {asked !== null && <LiveAsked asked={asked} />}
      <div className="flex h-12 items-center gap-3 border-b px-4">
        <EvidenceBadge status="checking" asked={null} />
        <p className="text-xs text-muted-foreground">
          {checks.length === 0 ? t('checksLater') : t('doneOf', { done, all: shown.length })}
        </p>
      </div>
      <ul aria-label={t('checksLabel')} className="border-b">
        {shown.map((check) => (
          <CheckLine
            key={check.name}
            {...check}
            check={check.name}
            called={callsOf(called, check.name)}
            onOpenFile={onOpenFile}
          />
        ))}
      </ul>
      {planned !== null && planned.length > 0 && <AccessSection tables={planned} />}
    </div>
  )
}

function Loading() {
  const t = useTranslations('evidence')
  return (
    <div aria-busy className="flex flex-col gap-3 p-4">
      <p className="sr-only">{t('opening')}</p>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-6" />
      ))}
    </div>
  )
}

const Notice = ({ text }: { text: string }) => <p className="p-6 text-sm leading-6 text-muted-foreground">{text}</p>
