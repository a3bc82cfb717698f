'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AskedPanel } from '../../../evidence/asked/asked-panel'
import { withTried } from '../../../evidence/asked/lit-pieces'
import { useAsked } from '../../../evidence/asked/use-asked'
import { useStrike } from '../../../evidence/asked/use-strike'
import { OverrideNote } from '../../../evidence/override-note'
import { type CalledCheck, ReportPanel } from '../../../evidence/report-panel'
import { useReport } from '../../../evidence/use-report'
import type { useVerification } from '../../../evidence/use-verification'
import { VersionsPanel } from '../../../projects/versions-panel'
import { ScrollArea } from '../../../ui/scroll-area'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../../../ui/tabs'
import type { AskedView } from '@/lib/domains/evidence/contract'
import type { Asked } from '@/lib/domains/projects/contract'
import { usePlannedAccess } from '../../plan/use-planned-access'
import type { Shown } from '../wanted-version'
import { type StudioState, useRefreshFor } from '../use-studio'

type ReportPaneProps = {
  studio: StudioState
  shown: Shown
  verification: ReturnType<typeof useVerification>
  called: CalledCheck | null
  onShow: (version: number) => void
  onRestore: (version: number) => Promise<void>
  onOpenFile: (path: string, line: number | null) => void
  /** Puts words into the box of the next prompt. */
  onSay: (text: string) => void
  onShowNewest: () => void
}

/** The report of the shown version, and all versions to choose from. */
export function ReportPane(props: ReportPaneProps) {
  const { shown, called, onShow, onRestore } = props
  const { project, versions } = props.studio
  // Here and not in the tab: it stays known while another tab is open.
  const shownReport = useShownReport(props)
  const t = useTranslations('studio')
  const [tab, setTab] = useState('report')
  // Whoever asks for a check wants to see it, whichever tab was open.
  const [answered, setAnswered] = useState(called)
  if (called !== answered) {
    setAnswered(called)
    setTab('report')
  }
  return (
    <Tabs value={tab} onValueChange={setTab} className="min-h-0 flex-1">
      <TabsList aria-label={t('panes.report')}>
        <TabsTrigger value="report">{t('panes.report')}</TabsTrigger>
        <TabsTrigger value="versions">
          {t('versions.title')}{' '}
          <span className="font-mono text-[11px] text-muted-foreground">{project.currentVersion}</span>
        </TabsTrigger>
      </TabsList>
      <TabsContent value="report" className="flex flex-col" tabIndex={-1}>
        <ShownReport {...props} {...shownReport} />
      </TabsContent>
      <TabsContent value="versions" className="flex flex-col" tabIndex={-1}>
        <ScrollArea label={t('versions.title')} className="flex-1">
          <VersionsPanel
            projectId={project.id}
            versions={versions}
            current={project.currentVersion}
            shown={shown.version}
            onShow={onShow}
            onRestore={onRestore}
          />
        </ScrollArea>
      </TabsContent>
    </Tabs>
  )
}

/**
 * What the controls took back since the versions were asked for, told apart by its numbers: the status says other ones
 * now, and the conversation says so too. Null: nothing.
 */
function takenBackIn(reported: AskedView | null, known: Asked | null): string | null {
  if (reported?.asked == null || known === null) return null
  const [now, before] = [reported.asked, known].map(({ proven, unproven, failed }) => `${proven} ${unproven} ${failed}`)
  return now === before ? null : `version ${reported.version}: ${now}`
}

/** The stored report of the shown version, and what is being checked of it. */
function useShownReport({ studio, shown, verification }: ReportPaneProps) {
  const { project, versions, view } = studio
  const { version, run } = shown
  const stored = versions.find(({ number }) => number === version)
  const report = useReport(project.id, stored == null || stored.status === null ? null : version)
  const reported = useAsked(project.id, stored === undefined || run !== null ? null : version)
  useRefreshFor(takenBackIn(reported, stored?.asked ?? null), studio.refresh, () => undefined)
  const planned = usePlannedAccess(run, view.files)
  const generating = run === null ? null : { checks: view.checks, planned, asked: view.asked }
  const isChecking = verification.version === version
  const checking = isChecking ? { checks: verification.checks, planned: null, asked: null } : null
  const asked = reported !== null && isChecking ? withTried(reported, verification.tried) : reported
  return { report, asked, live: generating ?? checking, override: stored?.override ?? null }
}

type ShownReportProps = ReportPaneProps & ReturnType<typeof useShownReport>

function ShownReport({ report, asked, live, override, ...props }: ShownReportProps) {
  const { studio, verification, called, onOpenFile, onSay, onShowNewest } = props
  const { version } = props.shown
  const t = useTranslations('studio')
  const strike = useStrike(studio.id, version, async () => {
    await studio.refresh()
    onShowNewest()
  })
  const isNewest = version === studio.project.currentVersion && studio.liveRun === null
  const actions = isNewest ? { say: onSay, strike } : null
  return (
    <ScrollArea label={t('panes.results')} className="flex-1">
      {asked !== null && <AskedPanel key={version} projectId={studio.id} asked={asked} actions={actions} />}
      <ReportPanel
        report={report}
        asked={asked?.asked ?? null}
        live={live}
        version={version}
        isBusy={verification.isBusy}
        note={
          <OverrideNote
            key={version}
            projectId={studio.id}
            version={version}
            override={override}
            onDone={studio.refresh}
          />
        }
        called={called}
        onCheck={(full) => verification.start(version, full)}
        onOpenFile={onOpenFile}
      />
    </ScrollArea>
  )
}
