/** A small project, and the two files and the one edit that the recorded answers give it. */

export const CARD = 'components/notes/note-card.tsx'
export const PAGE = 'app/notes/page.tsx'
export const BUTTON = 'components/ui/button.tsx'

export const CARD_TEXT = `import Link from 'next/link'

export function NoteCard({ note }: { note: { id: string; title: string } }) {
  return (
    <article className="rounded-lg border p-4">
      <Link href={\`/notes/\${note.id}\`}>{note.title} — ñ ☕</Link>
    </article>
  )
}
`
export const PAGE_TEXT = `import { NoteCard } from '@/components/notes/note-card'

export default function NotesPage() {
  const notes = [{ id: '1', title: 'First' }]
  return (
    <main>
      <h1>Notes</h1>
      {notes.map((note) => (
        <NoteCard key={note.id} note={note} />
      ))}
    </main>
  )
}
`
export const BUTTON_OLD = `'use client'

export function Button({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button type="button" className="rounded border px-3 py-2" onClick={onPress}>
      {label}
    </button>
  )
}

export function QuietButton({ label, onPress }: { label: string; onPress: () => void }) {
  return (
    <button type="button" className="px-3 py-2" onClick={onPress}>
      {label}
    </button>
  )
}
`
export const SEARCH = '    <button type="button" className="rounded border px-3 py-2" onClick={onPress}>'
export const REPLACE = '    <button type="button" className="rounded-lg bg-component px-4 py-2" onClick={onPress}>'
export const BUTTON_NEW = BUTTON_OLD.replace(SEARCH, REPLACE)

export const CARD_OLD = 'export function NoteCard() {\n  return <p>old card</p>\n}\n'
export const PAGE_OLD = 'export default function NotesPage() {\n  return <p>old page</p>\n}\n'

export const tag = (path: string, content: string): string => `<file path="${path}">\n${content}</file>`
export const fence = (content: string, label = 'tsx', marks = '```'): string => `${marks}${label}\n${content}${marks}`
export const BOTH = `${tag(CARD, CARD_TEXT)}\n\n${tag(PAGE, PAGE_TEXT)}`
export const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE`
export const edit = (path: string, ...blocks: string[]): string =>
  `<edit path="${path}">\n${blocks.join('\n')}\n</edit>`
/** The two files, each as `write` says. */
export const each = (write: (path: string, content: string) => string): string =>
  [
    [CARD, CARD_TEXT],
    [PAGE, PAGE_TEXT],
  ]
    .map(([path, content]) => write(path!, content!))
    .join('\n\n')
