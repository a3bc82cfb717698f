'use client'

import type { ReactNode } from 'react'
import { type AccessTable, CHECK_NAMES, type Report } from '@/lib/domains/evidence/contract'
import type { CheckView } from '@/lib/domains/runs/reduce'
import { EvidenceBadge } from '../projects/evidence-badge'
import { Skeleton } from '../ui/skeleton'
import { AccessMatrix } from './access-matrix'
import { CheckAgain } from './check-again'
import { CheckLine } from './check-line'
import { liveChecks } from './live-checks'
import { MatrixLegend, stateOf } from './matrix-cell'
import type { ReportState } from './use-report'

type OpenFile = (path: string, line: number | null) => void

type ReportPanelProps = {
  report: ReportState
  /** The run that is going: its checks so far, and the access matrix it set out to prove. */
  live: { checks: readonly CheckView[]; planned: AccessTable[] | null } | null
  version: number
  isBusy: boolean
  /** What a person may add to a report that is incomplete. */
  note: ReactNode
  onCheck: (full: boolean) => void
  onOpenFile: OpenFile
}

/** While a run is checking, its checks as they happen; after it, the stored report of the version. */
export function ReportPanel({ report, live, version, isBusy, note, onCheck, onOpenFile }: ReportPanelProps) {
  if (live !== null) return <LiveReport checks={live.checks} planned={live.planned} onOpenFile={onOpenFile} />
  if (report.state === 'loading') return <Loading />
  if (report.state === 'none') {
    if (version === 0) return <Notice text="The report appears here as soon as the checks run." />
    return (
      <div className="flex flex-col items-start gap-3 p-4">
        <p className="text-sm leading-6 text-muted-foreground">
          No check has run on version {version}: it was not made by a run. Check it to see what holds.
        </p>
        <CheckAgain label="Check this version" isBusy={isBusy} onCheck={onCheck} />
      </div>
    )
  }
  if (report.state === 'failed') return <Notice text={report.reason} />
  return (
    <ReadyReport
      key={report.report.manifest}
      report={report.report}
      note={note}
      isBusy={isBusy}
      onCheck={onCheck}
      onOpenFile={onOpenFile}
    />
  )
}

type ReadyReportProps = Pick<ReportPanelProps, 'isBusy' | 'note' | 'onCheck' | 'onOpenFile'> & { report: Report }

function ReadyReport({ report, isBusy, note, onCheck, onOpenFile }: ReadyReportProps) {
  const passed = report.checks.filter((check) => check.status === 'passed').length
  const ran = report.checks.filter((check) => check.status !== 'not_run' && check.status !== 'unavailable').length
  const checks = CHECK_NAMES.flatMap((name) => report.checks.filter((check) => check.check === name))
  return (
    <div className="flex flex-col">
      <div className="flex h-12 items-center gap-3 border-b px-4">
        <EvidenceBadge status={report.status} />
        <p className="text-xs text-muted-foreground" title={`Bound to exactly these files: ${report.manifest}`}>
          {passed} of {ran} checks passed
        </p>
        <div className="ml-auto">
          <CheckAgain label="Check again" isBusy={isBusy} onCheck={onCheck} />
        </div>
      </div>
      {report.status === 'incomplete' && note}
      <ul className="border-b">
        {checks.map((check) => (
          <CheckLine
            key={check.check}
            check={check.check}
            status={check.outOfScope === undefined ? check.status : 'outside'}
            reason={check.outOfScope}
            ms={check.ms ?? null}
            findings={check.findings}
            onOpenFile={onOpenFile}
          />
        ))}
      </ul>
      {report.access !== undefined && report.access.length > 0 && <Access tables={report.access} />}
      {report.derived !== undefined && report.derived.length > 0 && (
        <p className="px-4 py-3 text-xs leading-5 text-muted-foreground">
          Derived, because devora.json does not say it: {report.derived.join(', ')}.
        </p>
      )}
    </div>
  )
}

function Access({ tables }: { tables: AccessTable[] }) {
  const cells = tables.flatMap((table) => table.cells)
  const proven = cells.filter((cell) => stateOf(cell).startsWith('proven')).length
  const tablesText = `${tables.length} ${tables.length === 1 ? 'table' : 'tables'}`
  return (
    <section aria-labelledby="access-matrix" className="flex flex-col gap-4 p-4">
      <div className="flex items-baseline justify-between gap-4">
        <h3 id="access-matrix" className="text-[13px] font-medium">
          Access matrix
        </h3>
        <p className="text-xs text-muted-foreground">
          {proven} of {cells.length} proven, {tablesText}
        </p>
      </div>
      <MatrixLegend />
      {tables.map((table, index) => (
        <div key={table.table} className="flex flex-col gap-1 border-t pt-3">
          <h4 className="font-mono text-xs">{table.table}</h4>
          <AccessMatrix table={table} from={Math.min(index, 4) * 60} />
        </div>
      ))}
    </section>
  )
}

function LiveReport({
  checks,
  planned,
  onOpenFile,
}: {
  checks: readonly CheckView[]
  planned: AccessTable[] | null
  onOpenFile: OpenFile
}) {
  const shown = liveChecks(checks)
  const done = shown.filter(({ status }) => status !== 'running' && status !== 'waiting').length
  return (
    <div className="flex flex-col">
      <div className="flex h-12 items-center gap-3 border-b px-4">
        <EvidenceBadge status="checking" />
        <p className="text-xs text-muted-foreground">
          {checks.length === 0 ? 'The checks run once the files are written' : `${done} of ${shown.length} checks done`}
        </p>
      </div>
      <ul className="border-b">
        {shown.map(({ name, status, ms, findings }) => (
          <CheckLine key={name} check={name} status={status} ms={ms} findings={findings} onOpenFile={onOpenFile} />
        ))}
      </ul>
      {planned !== null && planned.length > 0 && <Access tables={planned} />}
    </div>
  )
}

function Loading() {
  return (
    <div aria-busy className="flex flex-col gap-3 p-4">
      <p className="sr-only">Opening the report</p>
      {Array.from({ length: 8 }, (_, index) => (
        <Skeleton key={index} className="h-6" />
      ))}
    </div>
  )
}

const Notice = ({ text }: { text: string }) => <p className="p-6 text-sm leading-6 text-muted-foreground">{text}</p>
