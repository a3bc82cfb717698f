'use client'

import { useTranslations } from 'next-intl'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Skeleton } from '../../ui/skeleton'
import { useShortcut } from '../../ui/use-shortcut'
import type { Jump } from './use-editor-view'
import { CodeHeader } from './header'
import { DraftBar } from './draft-bar'
import { useEditorChoices } from './drafts-store'
import type { TreeFile } from './tree-rows'
import type { FileDraft } from './use-draft'
import type { FileContent } from './use-file-content'

const CodeEditor = dynamic(() => import('./editor'), { ssr: false, loading: () => <Loading /> })

type CodePaneProps = {
  file: TreeFile | null
  /** Which generator wrote it, when that is known. */
  generator: string | null
  content: FileContent
  draft: FileDraft
  /** Why it cannot be edited; null when it can. */
  readOnly: string | null
  jump: Jump | null
  /** What stands here while there is no file. */
  empty: string | null
  version: number
  errorText: (error: unknown) => string
  onBack: () => void
}

/** One file: read, searched, edited and saved as a new version. */
export function CodePane(props: CodePaneProps) {
  const { file, generator, content, draft, readOnly, jump, empty, version, errorText, onBack } = props
  const t = useTranslations('studio.code')
  const { isWrapped, setWrapped } = useEditorChoices()
  const [searches, setSearches] = useState(0)
  const mayEdit = readOnly === null
  const text = (mayEdit ? draft.text : null) ?? content.content
  // Saves from anywhere on the page, and never opens the browser's own dialog; in the editor that has its own key.
  useShortcut('s', mayEdit ? draft.save : null)

  if (file === null)
    return empty === null ? (
      <Loading />
    ) : (
      <p className="m-auto max-w-70 p-6 text-center text-sm leading-6 text-muted-foreground">{empty}</p>
    )
  return (
    <>
      <CodeHeader
        file={file}
        generator={draft.isUnsaved ? null : generator}
        text={text}
        isUnsaved={mayEdit && draft.isUnsaved}
        isSaving={draft.isSaving}
        isWrapped={isWrapped}
        onWrap={() => setWrapped(!isWrapped)}
        onSearch={() => setSearches((count) => count + 1)}
        onSave={draft.isConflict ? null : draft.save}
        onBack={onBack}
      />
      {readOnly !== null && (
        <p className="border-b bg-surface px-3 py-1.5 text-xs leading-5 text-muted-foreground">{readOnly}</p>
      )}
      {mayEdit && <DraftBar draft={draft} stored={content.content} version={version} errorText={errorText} />}
      <div className="min-h-0 flex-1">
        {content.state === 'loading' && <Loading />}
        {content.state === 'failed' && <Notice text={errorText(content.error)} />}
        {content.state === 'ready' && text === null && <Notice text={t('notText')} />}
        {content.state === 'ready' && text !== null && (
          <CodeEditor
            path={file.path}
            text={text}
            mayEdit={mayEdit}
            isWrapped={isWrapped}
            jump={jump}
            searches={searches}
            onEdit={draft.edit}
            onSave={draft.save}
          />
        )}
      </div>
    </>
  )
}

const WIDTHS = ['w-2/5', 'w-3/5', 'w-1/2', 'w-1/3', 'w-4/5', 'w-2/3', 'w-1/4']

function Loading() {
  const t = useTranslations('studio.code')
  return (
    <div aria-busy className="flex flex-col gap-2 p-4 pl-14">
      <p className="sr-only">{t('opening')}</p>
      {WIDTHS.map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  )
}

const Notice = ({ text }: { text: string }) => <p className="p-6 text-sm text-muted-foreground">{text}</p>
