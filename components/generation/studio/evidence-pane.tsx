'use client'

import { useState } from 'react'
import { OverrideNote } from '../../evidence/override-note'
import { ReportPanel } from '../../evidence/report-panel'
import { useReport } from '../../evidence/use-report'
import type { useVerification } from '../../evidence/use-verification'
import { VersionsPanel } from '../../projects/versions-panel'
import { ScrollArea } from '../../ui/scroll-area'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '../../ui/tabs'
import { usePlannedAccess } from '../plan/use-planned-access'
import type { useStudio } from './use-studio'

type EvidencePaneProps = {
  studio: ReturnType<typeof useStudio>
  /** The version that is shown; 0: none yet. */
  version: number
  verification: ReturnType<typeof useVerification>
  onShow: (version: number) => void
  onRestored: () => void
  onOpenFile: (path: string, line: number | null) => void
}

/** The report of the shown version, and all versions to choose from. */
export function EvidencePane({ studio, version, verification, onShow, onRestored, onOpenFile }: EvidencePaneProps) {
  const { project, versions, liveRun, view } = studio
  const [tab, setTab] = useState('report')
  const shown = versions.find(({ number }) => number === version)
  const report = useReport(project.id, shown == null || shown.status === null ? null : version, verification.revision)
  const planned = usePlannedAccess(liveRun, view.files)
  const generating = liveRun === null ? null : { checks: view.checks, planned }
  const checking = verification.version === version ? { checks: verification.checks, planned: null } : null

  return (
    <Tabs value={tab} onValueChange={setTab} className="flex-1">
      <TabsList aria-label="Evidence">
        <TabsTrigger value="report">Report</TabsTrigger>
        <TabsTrigger value="versions">
          Versions <span className="font-mono text-[11px] text-muted-foreground">{versions.length}</span>
        </TabsTrigger>
      </TabsList>
      <TabsContent value="report" className="flex flex-col" tabIndex={-1}>
        <ScrollArea label="Report" className="flex-1">
          <ReportPanel
            report={report}
            live={generating ?? checking}
            version={version}
            isBusy={verification.isBusy}
            note={
              <OverrideNote
                projectId={project.id}
                version={version}
                override={shown?.override ?? null}
                onDone={studio.refresh}
              />
            }
            onCheck={(full) => void verification.start(version, full)}
            onOpenFile={onOpenFile}
          />
        </ScrollArea>
      </TabsContent>
      <TabsContent value="versions" className="flex flex-col" tabIndex={-1}>
        <ScrollArea label="Versions" className="flex-1">
          <VersionsPanel
            projectId={project.id}
            versions={versions}
            current={project.currentVersion}
            shown={version}
            onShow={onShow}
            onRestore={async (number) => {
              if (await studio.restore(number)) onRestored()
            }}
          />
        </ScrollArea>
      </TabsContent>
    </Tabs>
  )
}
