'use client'

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorSelection, EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { languageOf } from './code-languages'

/** All colours are tokens, so a change of theme needs no new editor. Green, amber and red stay free for evidence. */
const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', color: 'var(--foreground)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-geist-mono), ui-monospace, monospace', lineHeight: '20px' },
  '.cm-content': { padding: '12px 0' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--muted-foreground)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 16px', minWidth: '44px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&[data-jumped] .cm-activeLine, &[data-jumped] .cm-activeLineGutter': { backgroundColor: 'var(--muted)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--muted)' },
})
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.definitionKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], color: 'var(--code-type)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.color], color: 'var(--code-number)' },
  { tag: [tags.comment, tags.meta], color: 'var(--muted-foreground)', fontStyle: 'italic' },
  { tag: [tags.heading, tags.strong], fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: [tags.link, tags.url], textDecoration: 'underline' },
])

/** `line` is 1-based: the place a finding points at. */
export default function CodeView({ path, content, line }: { path: string; content: string; line: number | null }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const parent = host.current
    if (parent === null) return
    let view: EditorView | null = null
    let isGone = false
    void languageOf(path).then((language) => {
      if (isGone) return
      view = new EditorView({
        parent,
        state: EditorState.create({
          doc: content,
          extensions: [
            lineNumbers(),
            highlightActiveLine(),
            highlightActiveLineGutter(),
            // Not editable rather than read-only: otherwise a phone opens its keyboard on every tap.
            EditorView.editable.of(false),
            EditorView.contentAttributes.of({
              'aria-label': `Contents of ${path}`,
              'aria-readonly': 'true',
              tabindex: '0',
            }),
            EditorState.readOnly.of(true),
            look,
            syntaxHighlighting(colours),
            language,
          ],
        }),
      })
      if (line === null) return
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
      view.dom.dataset.jumped = ''
      view.dispatch({
        selection: EditorSelection.cursor(at.from),
        effects: EditorView.scrollIntoView(at.from, { y: 'center' }),
      })
    })
    return () => {
      isGone = true
      view?.destroy()
    }
  }, [path, content, line])
  return <div ref={host} className="h-full min-h-0" />
}
