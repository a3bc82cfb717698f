'use client'

import { useState } from 'react'
import type { CheckName } from '@/lib/domains/evidence/contract'
import type { FileEntry } from '@/lib/domains/projects/contract'
import type { CalledCheck } from '../../evidence/report-panel'
import { useVerification } from '../../evidence/use-verification'
import { useKeptInBrowser } from '../../projects/code/drafts-store'
import { useUnsaved } from '../../projects/code/use-draft'
import type { RunPicture } from '../../runs/use-run'
import { usePlanWaiting } from '../plan/plan-waiting'
import type { StudioData } from './studio-data'
import { type PaneName, useMiddleSeen } from './panes/studio-panes'
import { useComposer } from './use-composer'
import { useMiddle } from './use-middle'
import { useOpenFile } from './use-open-file'
import { useShownFiles } from './use-shown-files'
import { useStudio } from './use-studio'
import { useStudioActions } from './use-studio-actions'
import { useWantedVersion } from './use-wanted-version'
import { shownVersion } from './wanted-version'

export type StudioProps = {
  initial: StudioData
  /** The files of the version that the page was asked for. */
  initialFiles: { version: number; files: FileEntry[] }
  wantedRun: string | null
  /** The run that the page begins with, as far as it had come when the page was drawn. */
  picture: RunPicture | null
}

/** All that the panes of a project share: what is shown of it, what is going on, and what leads from one to another. */
export function useStudioPage({ initial, initialFiles, wantedRun, picture }: StudioProps) {
  const studio = useStudio(initial, wantedRun, picture)
  const { project, versions, view, liveRun, runs } = studio
  const current = project.currentVersion
  const [wanted, show] = useWantedVersion(current)
  const shown = shownVersion({ wanted, current, liveRun })
  const showNewest = () => show(null)
  const plan = usePlanWaiting(liveRun, view, runs)
  const { files, load } = useShownFiles({ projectId: project.id, shown, initial: initialFiles, runFiles: view.files })
  const unsaved = useUnsaved(project.id)
  const { open, ...opened } = useOpenFile(files, shown, unsaved)
  const [pane, setPane] = useState<PaneName>('chat')
  useTurnToQuestions(plan === null || plan.questions.length === 0 ? null : liveRun, setPane)
  const { showCode, ...middle } = useMiddle({ version: shown.version, isEditing: unsaved.length > 0 })
  const isMiddleSeen = useMiddleSeen(pane)
  const [called, setCalled] = useState<CalledCheck | null>(null)
  const composer = useComposer()
  useKeptInBrowser()
  return {
    ...opened,
    studio,
    shown,
    actions: useStudioActions(studio, showNewest),
    composer,
    verification: useVerification(project.id, runs, studio.refresh),
    /** The plan that stands in place of files, code and report while the shown run waits for it. */
    plan: shown.run === null ? null : plan,
    load,
    unsaved,
    /** Somebody chose a version that is not what would be shown by itself. */
    isOlder: wanted !== null && (shown.version !== current || liveRun !== null),
    showNewest,
    // While a run goes the newest stored version is one to be chosen too: otherwise the run's files lie over it.
    showVersion: (version: number) => show(version === current && liveRun === null ? null : version),
    ...middle,
    /** Somebody looks at the running application, which is booted when they do. */
    isPreviewSeen:
      middle.middle === 'preview' && isMiddleSeen && shown.version > 0 && (shown.run === null || plan === null),
    /** The version that is shown is there to be looked at until models have written theirs. */
    isDraft: shown.run !== null && versions.find(({ number }) => number === shown.version)?.reason === 'scaffold',
    pane,
    setPane,
    called,
    callCheck: (check: CheckName) => {
      setCalled((before) => ({ check, id: (before?.id ?? 0) + 1 }))
      setPane('report')
    },
    /** Puts a prompt into the box, for the person to read and send. */
    ask: (prompt: string) => {
      composer.suggest(prompt)
      setPane('chat')
    },
    select: (path: string) => {
      open(path, null)
      showCode()
    },
    openFile: (path: string, line: number | null) => {
      open(path, line)
      showCode()
      setPane('code')
    },
  }
}

/**
 * Where there is no room for two panes, a run that waits for answers shows its questions by itself, once, and the
 * conversation again when they are answered.
 * @param asking the run that waits for answers
 */
function useTurnToQuestions(asking: string | null, setPane: (pane: PaneName) => void): void {
  const [turnedFor, setTurnedFor] = useState<string | null>(null)
  if (asking === turnedFor) return
  setTurnedFor(asking)
  setPane(asking === null ? 'chat' : 'code')
}
export type StudioPage = ReturnType<typeof useStudioPage>
