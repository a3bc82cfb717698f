'use client'

import { openSearchPanel } from '@codemirror/search'
import { Compartment, EditorSelection, EditorState, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useTranslations } from 'next-intl'
import { useEffect, useEffectEvent, useRef } from 'react'
import { languageOf } from './code-languages'
import { commonExtensions, editableExtensions, readOnlyExtensions } from './editor-setup'
import { useSearchPhrases } from './use-search-phrases'

/** A line to show: every jump is its own, also a second one to the same place. */
export type Jump = { line: number; id: number }
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
  const { path, text, mayEdit, isWrapped, jump, searches } = props
  const t = useTranslations('studio.code')
  const phrases = useSearchPhrases()
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const parts = useRef({ language: new Compartment(), rights: new Compartment(), wrapping: new Compartment() })
  const edit = useEffectEvent((now: string) => props.onEdit(now))
  const save = useEffectEvent(() => props.onSave())
  const rights = useEffectEvent(() =>
    mayEdit ? editableExtensions(t('editing', { path }), () => save()) : readOnlyExtensions(t('contents', { path })),
  )
  const create = useEffectEvent((parent: HTMLElement) => {
    const { language, wrapping, rights: mine } = parts.current
    return new EditorView({
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          mine.of(rights()),
          commonExtensions(phrases),
          language.of([]),
          wrapping.of(isWrapped ? EditorView.lineWrapping : []),
          EditorView.updateListener.of((update) => {
            // Only what a person did: a text that came from outside is known there.
            if (update.docChanged && update.transactions.some((one) => !one.isUserEvent('outside')))
              edit(update.state.doc.toString())
          }),
        ],
      }),
    })
  })

  // A file has an editor of its own, so that undoing never crosses into another file.
  useEffect(() => {
    if (host.current === null) return
    const made = create(host.current)
    view.current = made
    let isGone = false
    void languageOf(path).then((language) => {
      if (!isGone) made.dispatch({ effects: parts.current.language.reconfigure(language) })
    })
    return () => {
      isGone = true
      view.current = null
      made.destroy()
    }
  }, [path])
  useEffect(() => {
    const now = view.current
    if (now === null || now.state.doc.toString() === text) return
    now.dispatch({
      changes: { from: 0, to: now.state.doc.length, insert: text },
      userEvent: 'outside',
      // Undoing takes back what somebody typed, never what the project has become.
      annotations: Transaction.addToHistory.of(false),
    })
  }, [path, text])
  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.rights.reconfigure(rights()) })
  }, [path, mayEdit])
  useEffect(() => {
    const wrapping = isWrapped ? EditorView.lineWrapping : []
    view.current?.dispatch({ effects: parts.current.wrapping.reconfigure(wrapping) })
  }, [path, isWrapped])
  useEffect(() => {
    if (jump !== null && view.current !== null) show(view.current, jump.line)
  }, [path, jump])
  useEffect(() => {
    if (searches > 0 && view.current !== null) openSearchPanel(view.current)
  }, [searches])

  return <div ref={host} className="h-full min-h-0" />
}

/** `line` is 1-based: the place a finding points at. */
function show(view: EditorView, line: number): void {
  const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
  view.dom.dataset.jumped = ''
  view.dispatch({
    selection: EditorSelection.cursor(at.from),
    effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
  })
  view.focus()
}
