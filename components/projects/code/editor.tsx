'use client'

import { useTranslations } from 'next-intl'
import { commonExtensions, editableExtensions, readOnlyExtensions } from './editor-setup'
import { type Jump, useEditorView } from './use-editor-view'
import { useSearchPhrases } from './use-search-phrases'

type CodeEditorProps = {
  path: string
  /** What is to be seen: the stored text, or the unsaved one. */
  text: string
  mayEdit: boolean
  isWrapped: boolean
  jump: Jump | null
  /** Grows with every wish to search in the file. */
  searches: number
  onEdit: (text: string) => void
  onSave: () => void
}

/** One file in CodeMirror. Its text comes from outside; what is typed goes out at once and comes back. */
export default function CodeEditor(props: CodeEditorProps) {
  const { path, mayEdit } = props
  const t = useTranslations('studio.code')
  const phrases = useSearchPhrases()
  const host = useEditorView({
    ...props,
    common: () => commonExtensions(phrases),
    rights: (save) =>
      mayEdit ? editableExtensions(t('editing', { path }), save) : readOnlyExtensions(t('contents', { path })),
  })
  return <div ref={host} className="h-full min-h-0" />
}
