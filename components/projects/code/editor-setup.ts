'use client'

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** All colours are tokens, so a change of theme needs no new editor. Green, amber and red stay free for evidence. */
const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', color: 'var(--foreground)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-geist-mono), ui-monospace, monospace', lineHeight: '20px' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--foreground)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--foreground)' },
  '.cm-gutters': { backgroundColor: 'var(--background)', border: 'none', color: 'var(--muted-foreground)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 16px', minWidth: '44px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &[data-jumped] .cm-activeLine': {
    backgroundColor: 'color-mix(in oklch, var(--muted) 70%, transparent)',
  },
  '&[data-jumped] .cm-activeLineGutter': { color: 'var(--foreground)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklch, var(--ring) 25%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--muted)',
    outline: '1px solid var(--input)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--muted)' },
  '.cm-searchMatch': { backgroundColor: 'var(--muted)', outline: '1px solid var(--ring)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in oklch, var(--ring) 35%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--foreground)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', fontFamily: 'var(--font-sans)', fontSize: '12px' },
  '.cm-panel.cm-search label': { fontSize: '12px', marginRight: '8px' },
  '.cm-textfield': {
    border: '1px solid var(--input)',
    borderRadius: '4px',
    backgroundColor: 'var(--raised)',
    color: 'var(--foreground)',
    fontSize: '12px',
    padding: '3px 8px',
  },
  '.cm-button': {
    border: '1px solid var(--input)',
    borderRadius: '4px',
    background: 'var(--raised)',
    color: 'var(--foreground)',
    fontSize: '12px',
    padding: '3px 8px',
  },
  '.cm-panel.cm-search [name=close]': { fontSize: '16px', right: '10px', top: '8px', color: 'var(--muted-foreground)' },
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

/** What every file has, whoever may edit it. `phrases`: the words of the search panel. */
export const commonExtensions = (phrases: Record<string, string>): Extension => [
  EditorState.phrases.of(phrases),
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSelectionMatches(),
  search({ top: true }),
  bracketMatching(),
  history(),
  look,
  syntaxHighlighting(colours),
]

/** `label`: what the editor is called by those who hear it. */
export const readOnlyExtensions = (label: string): Extension => [
  EditorState.readOnly.of(true),
  // Not editable rather than only read-only: otherwise a phone opens its keyboard on every tap.
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  keymap.of(searchKeymap),
]

/** Tab indents; Escape, then Tab, leaves the editor. */
export const editableExtensions = (label: string, onSave: () => void): Extension => [
  // It scrolls, so that it has to be reachable in the order of the page.
  EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  drawSelection(),
  indentOnInput(),
  keymap.of([
    { key: 'Mod-s', preventDefault: true, run: () => (onSave(), true) },
    ...searchKeymap,
    ...historyKeymap,
    indentWithTab,
    ...defaultKeymap,
  ]),
]
