'use client'

import { useState } from 'react'
import type { RunPicture } from '@/lib/domains/runs/reduce'
import { useVerification } from '../../evidence/use-verification'
import { CodePane } from '../../projects/code-pane'
import { FilesPane } from '../../projects/files-pane'
import { firstFile } from '../../projects/tree-rows'
import { useFileContent } from '../../projects/use-file-content'
import { cn } from '../../ui/cn'
import { ScopeQuestions } from '../../memory/scope-questions'
import { Conversation } from './conversation'
import { EvidencePane } from './evidence-pane'
import { FollowedRun } from '../run/followed-run'
import { PlanPane } from '../plan/plan-pane'
import { usePlanWaiting } from '../plan/plan-waiting'
import { PromptBox } from '../prompt/prompt-box'
import { PromptChoices } from '../prompt/prompt-choices'
import { usePromptOptions } from '../prompt/prompt-options'
import { StudioBar, type StudioView } from './studio-bar'
import { useAttachments } from '../prompt/use-attachments'
import { useShownFiles } from './use-shown-files'
import { useStanding } from './use-standing'
import { makerOf } from '../run/usage-words'
import { type StudioData, useStudio } from './use-studio'

/**
 * One project: conversation, files, evidence. Panes side by side where there is room, one at a time where there is not.
 */
type StudioProps = {
  initial: StudioData
  wantedRun: string | null
  /** The run that the page begins with, as far as it had come when the page was drawn. */
  picture: RunPicture | null
}

export function Studio({ initial, wantedRun, picture }: StudioProps) {
  const studio = useStudio(initial, wantedRun, picture)
  const { project, versions, view, liveRun } = studio
  const [pane, setPane] = useState<StudioView>('chat')
  const [prompt, setPrompt] = useState('')
  const options = usePromptOptions()
  const attachments = useAttachments()
  const standing = useStanding(project.id, studio.files)
  const plan = usePlanWaiting(liveRun, view, studio.runs)
  const isPlanning = plan !== null
  /** null: the current version, whichever that becomes. */
  const [chosenVersion, setChosenVersion] = useState<number | null>(null)
  const [chosen, setChosen] = useState<{ path: string; line: number | null } | null>(null)
  const shownVersion = liveRun !== null ? project.currentVersion : (chosenVersion ?? project.currentVersion)
  const status = versions.find(({ number }) => number === shownVersion)?.status ?? null

  const { tree, load } = useShownFiles({
    projectId: project.id,
    current: project.currentVersion,
    files: studio.files,
    shownVersion,
    liveRun,
    runFiles: view.files,
  })
  // Something is always open once there is something to open; while files stream in, the first one stays.
  const [first, setFirst] = useState<string | null>(null)
  const wanted = liveRun !== null && tree.some((one) => one.path === first) ? first : firstFile(tree)
  if (wanted !== first) setFirst(wanted)
  const file = tree.find((one) => one.path === chosen?.path) ?? tree.find((one) => one.path === wanted) ?? null
  const shown = useFileContent(file, load)
  const verification = useVerification(project.id, studio.runs, studio.refresh)

  function openFile(path: string, line: number | null) {
    setChosen({ path, line })
    setPane('code')
  }
  function showVersion(version: number) {
    setChosenVersion(version === project.currentVersion ? null : version)
  }
  async function send(text: string) {
    setChosenVersion(null)
    if (!(await studio.send(text, { ...options.options, ...attachments.options }))) return
    setPrompt('')
    attachments.clear()
  }
  const isChecking = verification.version === shownVersion

  return (
    <main id="main" className="flex h-[calc(100dvh-48px)] min-h-0 flex-col">
      <StudioBar
        project={project}
        version={shownVersion}
        status={isPlanning ? 'planned' : liveRun !== null || isChecking ? 'checking' : status}
        isLive={liveRun !== null}
        isPlanning={isPlanning}
        pane={pane}
        onPane={setPane}
      />
      <div
        className={cn(
          'grid min-h-0 flex-1 grid-cols-1 lg:grid-cols-[340px_minmax(0,1fr)]',
          !isPlanning && 'xl:grid-cols-[340px_minmax(0,1fr)_400px]',
        )}
      >
        <section
          aria-label="Conversation"
          className={cn('min-h-0 min-w-0 flex-col lg:flex lg:border-r', pane === 'chat' ? 'flex' : 'hidden')}
        >
          <Conversation
            messages={studio.messages}
            runId={studio.runId}
            run={
              <FollowedRun
                studio={studio}
                models={options.models?.items ?? []}
                isWaiting={isPlanning}
                onOpenFile={openFile}
                onOpenPlan={() => setPane('code')}
              />
            }
            onShowVersion={showVersion}
          />
          <ScopeQuestions projectId={studio.project.id} since={studio.messages.at(-1)?.id ?? null} />
          <div className="border-t p-3">
            <PromptBox
              label="What should change?"
              placeholder="Say what should change"
              action="Send"
              size="small"
              value={prompt}
              onChange={setPrompt}
              onSend={(text) => void send(text)}
              isSending={studio.isSending}
              onStop={liveRun === null ? undefined : studio.stop}
              isStopping={studio.isStopping}
              error={studio.error}
              attachments={attachments}
              choices={
                liveRun === null ? <PromptChoices options={options} size="small" standing={standing} /> : <span />
              }
            />
          </div>
        </section>

        {plan !== null && (
          <div className={cn('min-h-0 min-w-0 flex-col lg:flex', pane === 'chat' ? 'hidden' : 'flex')}>
            <PlanPane
              plan={plan}
              keepsTables={project.currentVersion > 0}
              isStopping={studio.isStopping}
              onStop={studio.stop}
            />
          </div>
        )}
        <div
          className={cn(
            'min-h-0 min-w-0 lg:grid-cols-[232px_minmax(0,1fr)]',
            pane === 'files' || pane === 'code' ? 'grid' : 'hidden',
            pane === 'evidence' ? 'lg:hidden xl:grid' : 'lg:grid',
            isPlanning && 'hidden lg:hidden xl:hidden',
          )}
        >
          <FilesPane
            files={tree}
            selected={file?.path ?? null}
            revealed={chosen?.path ?? null}
            isShown={pane === 'files'}
            onSelect={(path) => setChosen({ path, line: null })}
            onOpen={() => setPane('code')}
          />
          <section
            aria-label="Code"
            className={cn('min-h-0 min-w-0 flex-col lg:flex', pane === 'code' ? 'flex' : 'hidden')}
          >
            <CodePane
              path={file?.path ?? null}
              size={file?.size ?? null}
              line={file !== null && file.path === chosen?.path ? chosen.line : null}
              shown={shown}
              maker={file === null ? null : makerOf(view, file)}
              onBack={() => setPane('files')}
              empty={
                liveRun === null
                  ? 'No files yet. Say what to build, and they appear here.'
                  : 'The plan comes first. Files appear here one by one while they are written.'
              }
            />
          </section>
        </div>

        <section
          aria-label="Evidence"
          className={cn(
            'min-h-0 min-w-0 flex-col xl:flex xl:border-l',
            pane === 'evidence' ? 'flex' : 'hidden',
            isPlanning && 'hidden xl:hidden',
          )}
        >
          <h2 className="sr-only">Evidence</h2>
          <EvidencePane
            studio={studio}
            version={shownVersion}
            verification={verification}
            onShow={showVersion}
            onRestored={() => setChosenVersion(null)}
            onOpenFile={openFile}
          />
        </section>
      </div>
    </main>
  )
}
