'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { FileEntry } from '@/lib/domains/projects/contract'
import type { getSharedArchive, getSharedFile } from '@/lib/domains/share/contract'
import { addressOf, call } from '@/lib/http/client'
import { CodePane } from '../projects/code/code-pane'
import { FilesPane } from '../projects/code/files-pane'
import { GoToFile } from '../projects/code/go-to-file'
import { firstFile } from '../projects/code/tree-rows'
import { useDraft } from '../projects/code/use-draft'
import type { Jump } from '../projects/code/use-editor-view'
import { type LoadFile, useFileContent } from '../projects/code/use-file-content'
import { useErrorText } from '../shell/use-error-text'
import { cn } from '../ui/cn'

/** The file that is open, and the line in it that was asked for. */
export type OpenPlace = { path: string; jump: Jump | null }

type SharedCodeProps = {
  token: string
  version: number
  files: readonly FileEntry[]
  place: OpenPlace | null
  onOpen: (path: string, line: number | null) => void
}

/** The files of what a link shows, to be read and searched: beside each other where there is room. */
export function SharedCode({ token, version, files, place, onOpen }: SharedCodeProps) {
  const t = useTranslations('share.page')
  const errorText = useErrorText()
  const [isGoing, setGoing] = useState(false)
  const [isReading, setReading] = useState(false)
  const path = place?.path ?? firstFile(files)
  const file = files.find((one) => one.path === path) ?? null
  const load: LoadFile = (wanted, signal) =>
    call<typeof getSharedFile>(
      'GET /shared/{token}/files/{path*}',
      { params: { token, path: wanted.split('/') }, query: { version } },
      { signal },
    )
  const content = useFileContent(file, load)
  const open = (wanted: string, line: number | null): void => {
    onOpen(wanted, line)
    setReading(true)
  }
  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label={t('files')}
        className={cn(
          'flex min-h-0 flex-col bg-surface max-lg:flex-1 lg:w-64 lg:border-r',
          isReading && 'max-lg:hidden',
        )}
      >
        <FilesPane
          files={files}
          archive={addressOf<typeof getSharedArchive>('/shared/{token}/archive', { token }, { version })}
          selected={path}
          revealed={place?.path ?? null}
          unsaved={[]}
          onSelect={(wanted) => onOpen(wanted, null)}
          onOpen={open}
          onGoTo={() => setGoing(true)}
        />
      </section>
      <section
        aria-label={t('code')}
        className={cn('flex min-h-0 min-w-0 flex-1 flex-col', !isReading && 'max-lg:hidden')}
      >
        <CodePane
          file={file}
          generator={null}
          content={content}
          draft={useNoDraft(token, version)}
          readOnly={t('readOnly')}
          jump={place?.jump ?? null}
          empty={t('none')}
          version={version}
          errorText={errorText}
          onBack={() => setReading(false)}
        />
      </section>
      <GoToFile files={files} isOpen={isGoing} onOpenChange={setGoing} onOpenFile={(wanted) => open(wanted, null)} />
    </div>
  )
}

/** There is nothing to be edited. */
const useNoDraft = (token: string, version: number) =>
  useDraft({
    projectId: token,
    file: null,
    stored: null,
    currentVersion: version,
    filesOf: () => Promise.resolve([]),
    onSaved: () => Promise.resolve(),
  })
