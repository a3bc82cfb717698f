'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { OverrideNote } from '../../evidence/override-note'
import { type CalledCheck, ReportPanel } from '../../evidence/report-panel'
import { useReport } from '../../evidence/use-report'
import type { useVerification } from '../../evidence/use-verification'
import { VersionsPanel } from '../../projects/versions-panel'
import { ScrollArea } from '../../ui/scroll-area'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../../ui/tabs'
import { usePlannedAccess } from '../plan/use-planned-access'
import type { Shown } from './wanted-version'
import type { StudioState } from './use-studio'

type ReportPaneProps = {
  studio: StudioState
  shown: Shown
  verification: ReturnType<typeof useVerification>
  called: CalledCheck | null
  onShow: (version: number) => void
  onRestore: (version: number) => Promise<void>
  onOpenFile: (path: string, line: number | null) => void
}

/** The report of the shown version, and all versions to choose from. */
export function ReportPane(props: ReportPaneProps) {
  const { studio, shown, verification, called, onShow, onRestore, onOpenFile } = props
  const { project, versions, view } = studio
  const t = useTranslations('studio')
  const [tab, setTab] = useState('report')
  // Whoever asks for a check wants to see it, whichever tab was open.
  const [answered, setAnswered] = useState(called)
  if (called !== answered) {
    setAnswered(called)
    setTab('report')
  }
  const { version } = shown
  const stored = versions.find(({ number }) => number === version)
  const report = useReport(project.id, stored == null || stored.status === null ? null : version)
  const planned = usePlannedAccess(shown.run, view.files)
  const generating = shown.run === null ? null : { checks: view.checks, planned }
  const checking = verification.version === version ? { checks: verification.checks, planned: null } : null

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
        <ScrollArea label={t('panes.results')} className="flex-1">
          <ReportPanel
            report={report}
            live={generating ?? checking}
            version={version}
            isBusy={verification.isBusy}
            note={
              <OverrideNote
                key={version}
                projectId={project.id}
                version={version}
                override={stored?.override ?? null}
                onDone={studio.refresh}
              />
            }
            called={called}
            onCheck={(full) => verification.start(version, full)}
            onOpenFile={onOpenFile}
          />
        </ScrollArea>
      </TabsContent>
      <TabsContent value="versions" className="flex flex-col" tabIndex={-1}>
        <ScrollArea label={t('versions.title')} className="flex-1">
          <VersionsPanel
            projectId={project.id}
            versions={versions}
            current={project.currentVersion}
            shown={version}
            onShow={onShow}
            onRestore={onRestore}
          />
        </ScrollArea>
      </TabsContent>
    </Tabs>
  )
}
