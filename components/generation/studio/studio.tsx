'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { getArchive } from '@/lib/domains/projects/contract'
import { addressOf } from '@/lib/http/client'
import { CodeOrPreview } from '../../preview/code-or-preview'
import { type PreviewStage, usePreviewStage } from '../../preview/preview-stage'
import { ProjectPreview } from '../../preview/project-preview'
import { FilesPane } from '../../projects/code/files-pane'
import { GoToFile } from '../../projects/code/go-to-file'
import { PlanPane } from '../plan/plan-pane'
import { ChatPane } from './panes/chat-pane'
import { CodeArea } from './panes/code-area'
import { ReportPane } from './panes/report-pane'
import { StudioBar } from './studio-bar'
import { StudioPanes } from './panes/studio-panes'
import { type StudioPage, type StudioProps, useStudioPage } from './use-studio-page'
import { cn } from '../../ui/cn'

/** One project: conversation, files, code, report; all of one version, which the address names. */
export function Studio(props: StudioProps) {
  const page = useStudioPage(props)
  const { studio, shown, plan, pane, setPane, verification, tree } = page
  const stage = usePreviewStage(page.isPreviewSeen)
  const [isGoing, setGoing] = useState(false)
  const stored = studio.versions.find(({ number }) => number === shown.version)
  const isChecking = shown.run !== null || verification.version === shown.version
  return (
    <main id="main" className="flex h-[calc(100dvh-48px)] min-h-0 flex-col">
      <StudioBar
        project={studio.project}
        version={shown.version}
        status={plan !== null ? 'planned' : isChecking ? 'checking' : (stored?.status ?? null)}
        asked={stored?.asked ?? null}
        isLive={shown.run !== null}
        isPlanning={plan !== null}
        isAsking={plan?.isAsking === true}
        pane={pane}
        onPane={setPane}
        middle={page.middle}
        onMiddle={page.choose}
        onRenamed={studio.refresh}
      />
      {page.isOlder && (
        <OlderNote version={shown.version} isRunning={studio.liveRun !== null} onNewest={page.showNewest} />
      )}
      <StudioPanes
        pane={pane}
        isPlanning={plan !== null}
        isCode={page.middle === 'code'}
        panes={{
          chat: <Chat page={page} />,
          files: <Files page={page} onGoTo={() => setGoing(true)} />,
          code: <Code page={page} stage={stage} />,
          report: <Reports page={page} />,
        }}
      />
      {stage.place(<Preview page={page} />)}
      {plan === null && tree !== null && (
        <GoToFile
          files={tree}
          isOpen={isGoing}
          onOpenChange={setGoing}
          onOpenFile={(path) => page.openFile(path, null)}
        />
      )}
    </main>
  )
}

type PaneProps = { page: StudioPage }

const Chat = ({ page }: PaneProps) => (
  <ChatPane
    studio={page.studio}
    actions={page.actions}
    composer={page.composer}
    plan={page.plan}
    onShowVersion={page.showVersion}
    onShowNewest={page.showNewest}
    onOpenFile={page.openFile}
    onOpenPlan={() => page.setPane('code')}
    onCallCheck={page.callCheck}
  />
)

const Files = ({ page, onGoTo }: PaneProps & { onGoTo: () => void }) => (
  <FilesPane
    files={page.tree}
    archive={
      page.shown.run === null && page.shown.version > 0
        ? addressOf<typeof getArchive>(
            '/projects/{id}/archive',
            { id: page.studio.id },
            { version: page.shown.version },
          )
        : null
    }
    selected={page.file?.path ?? null}
    revealed={page.revealed}
    unsaved={page.unsaved}
    onSelect={page.select}
    onOpen={page.openFile}
    onGoTo={onGoTo}
  />
)

/** The open file or the running application, or the plan while a run waits for it. */
const Code = ({ page, stage }: PaneProps & { stage: PreviewStage }) => {
  const { studio, plan, actions, shown, tree, file, load, jump, setPane } = page
  if (plan !== null)
    return (
      <PlanPane
        plan={plan}
        keepsTables={studio.project.currentVersion > 0}
        isStopping={actions.isStopping}
        onStop={actions.stop}
      />
    )
  return (
    <CodeOrPreview
      stage={stage}
      middle={page.middle}
      onMiddle={page.choose}
      version={shown.version}
      isWriting={shown.run !== null}
      isDraft={page.isDraft}
    >
      <CodeArea
        studio={studio}
        shown={shown}
        files={tree}
        file={file}
        load={load}
        jump={jump}
        onBack={() => setPane('files')}
      />
    </CodeOrPreview>
  )
}

/** Stays while panes come and go: what was done in it lives in its frame. */
const Preview = ({ page }: PaneProps) =>
  page.shown.version === 0 ? null : (
    <ProjectPreview
      projectId={page.studio.id}
      version={page.shown.version}
      onOpenFile={page.openFile}
      onRepair={page.ask}
    />
  )

const Reports = ({ page }: PaneProps) => (
  <ReportPane
    studio={page.studio}
    shown={page.shown}
    verification={page.verification}
    called={page.called}
    onShow={page.showVersion}
    onRestore={page.actions.restore}
    onOpenFile={page.openFile}
    onShowNewest={page.showNewest}
    onSay={(text) => {
      page.composer.suggest(text)
      page.setPane('chat')
    }}
  />
)

type OlderNoteProps = { version: number; isRunning: boolean; onNewest: () => void }

/** Somebody looks at a version of their choice; everything on the page is of that version. */
function OlderNote({ version, isRunning, onNewest }: OlderNoteProps) {
  const t = useTranslations('studio')
  return (
    <p
      className={cn(
        'flex shrink-0 items-center gap-3 border-b bg-surface',
        'px-4 py-1.5 text-xs leading-5 text-muted-foreground',
      )}
    >
      <span className="min-w-0">{t('older', { version })}</span>
      <button
        type="button"
        onClick={onNewest}
        className={cn(
          'shrink-0 rounded-sm text-foreground underline decoration-input',
          'underline-offset-4 hover:decoration-foreground',
        )}
      >
        {t(isRunning ? 'showRun' : 'showNewest')}
      </button>
    </p>
  )
}
