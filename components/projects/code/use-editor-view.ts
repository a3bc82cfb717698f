'use client'

import { openSearchPanel } from '@codemirror/search'
import { Compartment, EditorSelection, EditorState, type Extension, Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import { languageOf } from './languages'

/** A line to show: every jump is its own, also a second one to the same place. */
export type Jump = { line: number; id: number }

type EditorOptions = {
  path: string
  text: string
  mayEdit: boolean
  isWrapped: boolean
  jump: Jump | null
  searches: number
  /** What every file has; read when an editor is made. */
  common: () => Extension
  /** What it may be used for, read anew when `mayEdit` changes. */
  rights: (save: () => void) => Extension
  onEdit: (text: string) => void
  onSave: () => void
}

const wrappingOf = (isWrapped: boolean): Extension => (isWrapped ? EditorView.lineWrapping : [])

/** A CodeMirror editor in the element that the answer is put on; it follows what its options say. */
export function useEditorView(options: EditorOptions): RefObject<HTMLDivElement | null> {
  const { path, text, isWrapped } = options
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const parts = useRef({ language: new Compartment(), rights: new Compartment(), wrapping: new Compartment() })
  const edit = useEffectEvent((now: string) => options.onEdit(now))
  const save = useEffectEvent(() => options.onSave())
  const create = useEffectEvent((parent: HTMLElement) => {
    const extensions = [
      parts.current.rights.of(options.rights(() => save())),
      options.common(),
      parts.current.language.of([]),
      parts.current.wrapping.of(wrappingOf(isWrapped)),
      EditorView.updateListener.of((update) => {
        // Only what a person did: a text that came from outside is known there.
        if (update.docChanged && update.transactions.some((one) => !one.isUserEvent('outside')))
          edit(update.state.doc.toString())
      }),
    ]
    return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) })
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
  useFollowing(view, parts, options)
  return host
}

type Parts = { rights: Compartment; wrapping: Compartment }

/** An editor that stands already takes over what has changed around it. */
function useFollowing(view: RefObject<EditorView | null>, parts: RefObject<Parts>, options: EditorOptions): void {
  const { path, text, mayEdit, isWrapped, jump, searches } = options
  const save = useEffectEvent(() => options.onSave())
  const rights = useEffectEvent(() => options.rights(() => save()))
  useEffect(() => {
    const now = view.current
    if (now === null || now.state.doc.toString() === text) return
    now.dispatch({
      changes: { from: 0, to: now.state.doc.length, insert: text },
      userEvent: 'outside',
      // Undoing takes back what somebody typed, never what the project has become.
      annotations: Transaction.addToHistory.of(false),
    })
  }, [view, path, text])
  useEffect(() => {
    const { rights: mine, wrapping } = parts.current
    view.current?.dispatch({ effects: [mine.reconfigure(rights()), wrapping.reconfigure(wrappingOf(isWrapped))] })
  }, [view, parts, path, mayEdit, isWrapped])
  useEffect(() => {
    if (jump !== null && view.current !== null) show(view.current, jump.line)
  }, [view, path, jump])
  useEffect(() => {
    if (searches > 0 && view.current !== null) openSearchPanel(view.current)
  }, [view, searches])
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
