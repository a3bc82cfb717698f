'use client'

import { type SyntheticEvent, useState } from 'react'
import { MAX_MEMORY_TEXT, type Memory } from '@/lib/domains/memory/contract'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { MemoryLine } from './memory-line'
import { useMemories } from './use-memories'

/** What Devora remembers about its owner: read, corrected, forgotten, written. */
export function MemoryPanel({ initial, nextCursor }: { initial: Memory[]; nextCursor: string | null }) {
  const { memories, add, edit, forget, more } = useMemories(initial, nextCursor)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)
  async function submit(event: SyntheticEvent) {
    event.preventDefault()
    if (text.trim() === '') return setError('Write what to remember.')
    setPending(true)
    const refusal = await add(text.trim())
    setPending(false)
    setError(refusal)
    if (refusal === null) setText('')
  }
  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-1">
        <div className="flex gap-2">
          <Input
            aria-label="Something to remember"
            aria-invalid={error !== null || undefined}
            aria-describedby="new-memory-note"
            placeholder="Always use a dark theme"
            maxLength={MAX_MEMORY_TEXT}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setError(null)
            }}
          />
          <Button type="submit" className="h-9" disabled={isPending}>
            Remember
          </Button>
        </div>
        <p
          id="new-memory-note"
          role={error === null ? undefined : 'alert'}
          className="min-h-4 text-xs leading-4 text-failed"
        >
          {error}
        </p>
      </form>
      {memories.length === 0 ? (
        <p className="rounded-lg border border-dashed p-4 text-sm leading-6 text-muted-foreground">
          Nothing yet. Write “always”, “never” or “I prefer” in a prompt, change the colours of a plan or of a style
          sheet, or write it above: later runs keep to it.
        </p>
      ) : (
        <ul aria-label="Memories" className="flex flex-col divide-y rounded-lg border">
          {memories.map((memory) => (
            <li key={memory.id}>
              <MemoryLine memory={memory} onEdit={(next) => edit(memory.id, next)} onForget={() => forget(memory.id)} />
            </li>
          ))}
        </ul>
      )}
      {more !== null && (
        <Button className="self-start" onClick={() => void more()}>
          Older memories
        </Button>
      )}
    </div>
  )
}
