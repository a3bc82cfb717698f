'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { Jump } from '../../../projects/code/use-editor-view'
import { CodePane } from '../../../projects/code/code-pane'
import type { TreeFile } from '../../../projects/code/tree-rows'
import { useDraft } from '../../../projects/code/use-draft'
import { type LoadFile, useFileContent } from '../../../projects/code/use-file-content'
import { useErrorText } from '../../../shell/use-error-text'
import { generatorOf } from '../../run/usage-words'
import type { Shown } from '../wanted-version'
import { filesKey, loadFiles } from '../studio-data'
import type { StudioState } from '../use-studio'

type CodeAreaProps = {
  studio: StudioState
  shown: Shown
  files: readonly TreeFile[] | null
  file: TreeFile | null
  load: LoadFile
  jump: Jump | null
  onBack: () => void
}

/** The open file. Only the newest version can be edited, and not while a run is writing the next one. */
export function CodeArea({ studio, shown, files, file, load, jump, onBack }: CodeAreaProps) {
  const { project, id, liveRun, view, refresh, tell } = studio
  const t = useTranslations('studio.code')
  const client = useQueryClient()
  const errorText = useErrorText()
  const content = useFileContent(file, load)
  const isNewest = shown.version === project.currentVersion && shown.run === null
  const readOnly = !isNewest
    ? shown.run === null
      ? t('olderVersion', { version: shown.version, current: project.currentVersion })
      : t('whileWriting')
    : liveRun === null
      ? null
      : t('whileWriting')
  const draft = useDraft({
    projectId: id,
    file: readOnly === null ? file : null,
    stored: content.content,
    currentVersion: project.currentVersion,
    filesOf: (version) =>
      client.fetchQuery({
        queryKey: filesKey(id, version),
        queryFn: () => loadFiles(id, version),
        staleTime: Infinity,
      }),
    onSaved: async () => {
      await refresh()
      tell()
    },
  })
  const generator = file === null ? null : generatorOf(view, file)
  return (
    <CodePane
      file={file}
      generator={generator === null ? null : generator === '' ? t('builtin') : generator}
      content={content}
      draft={draft}
      readOnly={file === null ? null : readOnly}
      jump={jump}
      empty={files === null ? null : t(liveRun === null ? 'none' : 'noneYet')}
      version={project.currentVersion}
      errorText={errorText}
      onBack={onBack}
    />
  )
}
