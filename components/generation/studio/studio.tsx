'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FileEntry } from '@/lib/domains/projects/contract'
import type { CalledCheck } from '../../evidence/report-panel'
import { useVerification } from '../../evidence/use-verification'
import { useKeptInBrowser } from '../../projects/code/drafts-store'
import { FilesPane } from '../../projects/code/files-pane'
import { GoToFile } from '../../projects/code/go-to-file'
import { useUnsaved } from '../../projects/code/use-draft'
import type { RunPicture } from '../../runs/use-run'
import { usePlanWaiting } from '../plan/plan-waiting'
import { PlanPane } from '../plan/plan-pane'
import { ChatPane } from './chat-pane'
import { CodeArea } from './code-area'
import { ReportPane } from './report-pane'
import { useWantedVersion } from './use-wanted-version'
import { shownVersion } from './wanted-version'
import { StudioBar } from './studio-bar'
import type { StudioData } from './studio-data'
import { type PaneName, StudioPanes } from './studio-panes'
import { useComposer } from './use-composer'
import { useOpenFile } from './use-open-file'
import { useShownFiles } from './use-shown-files'
import { useStudio, useStudioActions } from './use-studio'

type StudioProps = {
  initial: StudioData
  /** The files of the version that the page was asked for. */
  initialFiles: { version: number; files: FileEntry[] }
  wantedRun: string | null
  /** The run that the page begins with, as far as it had come when the page was drawn. */
  picture: RunPicture | null
}

/** One project: conversation, files, code, report; all of one version, which the address names. */
export function Studio({ initial, initialFiles, wantedRun, picture }: StudioProps) {
  const studio = useStudio(initial, wantedRun, picture)
  const { project, versions, view, liveRun } = studio
  const [wanted, show] = useWantedVersion(project.currentVersion)
  const shown = shownVersion({ wanted, current: project.currentVersion, liveRun })
  const actions = useStudioActions(studio, () => show(null))
  const composer = useComposer()
  const [pane, setPane] = useState<PaneName>('chat')
  const [called, setCalled] = useState<CalledCheck | null>(null)
  const [isGoing, setGoing] = useState(false)
  const plan = usePlanWaiting(liveRun, view, studio.runs)
  const isPlanning = plan !== null && shown.run !== null
  const verification = useVerification(project.id, studio.runs, studio.refresh)
  const { files, load } = useShownFiles({ projectId: project.id, shown, initial: initialFiles, runFiles: view.files })
  const unsaved = useUnsaved(project.id)
  const { file, tree, jump, revealed, open } = useOpenFile(files, shown, unsaved)
  useKeptInBrowser()

  function openFile(path: string, line: number | null) {
    open(path, line)
    setPane('code')
  }
  function showVersion(version: number) {
    // While a run goes the newest stored version is one to be chosen too: otherwise the run's files lie over it.
    show(version === project.currentVersion && liveRun === null ? null : version)
  }
  const status = versions.find(({ number }) => number === shown.version)?.status ?? null
  const isChecking = verification.version === shown.version

  return (
    <main id="main" className="flex h-[calc(100dvh-48px)] min-h-0 flex-col">
      <StudioBar
        project={project}
        version={shown.version}
        status={isPlanning ? 'planned' : shown.run !== null || isChecking ? 'checking' : status}
        isLive={shown.run !== null}
        isPlanning={isPlanning}
        pane={pane}
        onPane={setPane}
        onRenamed={studio.refresh}
      />
      {wanted !== null && (shown.version !== project.currentVersion || liveRun !== null) && (
        <OlderNote version={shown.version} isRunning={liveRun !== null} onNewest={() => show(null)} />
      )}
      <StudioPanes
        pane={pane}
        isPlanning={isPlanning}
        panes={{
          chat: (
            <ChatPane
              studio={studio}
              actions={actions}
              composer={composer}
              isPlanning={isPlanning}
              onShowVersion={showVersion}
              onShowNewest={() => show(null)}
              onOpenFile={openFile}
              onOpenPlan={() => setPane('code')}
              onCallCheck={(check) => {
                setCalled((before) => ({ check, id: (before?.id ?? 0) + 1 }))
                setPane('report')
              }}
            />
          ),
          files: (
            <FilesPane
              projectId={project.id}
              files={tree}
              version={shown.version}
              maySearch={shown.run === null}
              selected={file?.path ?? null}
              revealed={revealed}
              unsaved={unsaved}
              onSelect={(path) => open(path, null)}
              onOpen={openFile}
              onGoTo={() => setGoing(true)}
            />
          ),
          code: isPlanning ? (
            <PlanPane
              plan={plan}
              keepsTables={project.currentVersion > 0}
              isStopping={actions.isStopping}
              onStop={actions.stop}
            />
          ) : (
            <CodeArea
              studio={studio}
              shown={shown}
              files={tree}
              file={file}
              load={load}
              jump={jump}
              onBack={() => setPane('files')}
            />
          ),
          report: (
            <ReportPane
              studio={studio}
              shown={shown}
              verification={verification}
              called={called}
              onShow={showVersion}
              onRestore={actions.restore}
              onOpenFile={openFile}
            />
          ),
        }}
      />
      {!isPlanning && tree !== null && (
        <GoToFile files={tree} isOpen={isGoing} onOpenChange={setGoing} onOpenFile={(path) => openFile(path, null)} />
      )}
    </main>
  )
}

type OlderNoteProps = { version: number; isRunning: boolean; onNewest: () => void }

/** Somebody looks at a version of their choice; everything on the page is of that version. */
function OlderNote({ version, isRunning, onNewest }: OlderNoteProps) {
  const t = useTranslations('studio')
  return (
    <p className="flex shrink-0 items-center gap-3 border-b bg-surface px-4 py-1.5 text-xs leading-5 text-muted-foreground">
      <span className="min-w-0">{t('older', { version })}</span>
      <button
        type="button"
        onClick={onNewest}
        className="shrink-0 rounded-sm text-foreground underline decoration-input underline-offset-4 hover:decoration-foreground"
      >
        {t(isRunning ? 'showRun' : 'showNewest')}
      </button>
    </p>
  )
}
