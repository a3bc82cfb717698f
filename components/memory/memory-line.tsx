'use client'

import { Pencil, X } from 'lucide-react'
import Link from 'next/link'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { MAX_MEMORY_TEXT, type Memory } from '@/lib/domains/memory/contract'
import { Button } from '../ui/button'
import { Textarea } from '../ui/textarea'
import { Time } from '../ui/time'
import { colourIn, sourceText } from './memory-words'

const KIND_TEXT: Record<Memory['kind'], string> = { preference: 'Preference', fact: 'Fact', project: 'Project' }

type MemoryLineProps = {
  memory: Memory
  onEdit: (text: string) => Promise<string | null>
  onForget: () => Promise<void>
}

/** One memory: what it says, where it comes from, when it was last of use. */
export function MemoryLine({ memory, onEdit, onForget }: MemoryLineProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [isPending, setPending] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const isEditing = draft !== null
  const colour = colourIn(memory.text)
  useEffect(() => {
    if (isEditing) box.current?.focus()
  }, [isEditing])

  function close() {
    setDraft(null)
    setError(null)
    requestAnimationFrame(() => pencil.current?.focus())
  }
  async function save(event: SyntheticEvent) {
    event.preventDefault()
    const text = draft?.trim() ?? ''
    if (text === memory.text) return close()
    setPending(true)
    const refusal = text === '' ? 'Write what to remember, or forget it.' : await onEdit(text)
    setPending(false)
    setError(refusal)
    if (refusal === null) close()
  }
  async function forget() {
    setPending(true)
    await onForget()
    setPending(false)
  }

  if (draft !== null)
    return (
      <form onSubmit={(event) => void save(event)} className="flex flex-col gap-2 p-3">
        <Textarea
          ref={box}
          onKeyDown={(event) => event.key === 'Escape' && close()}
          rows={3}
          aria-label="What to remember"
          aria-invalid={error !== null || undefined}
          value={draft}
          maxLength={MAX_MEMORY_TEXT}
          onChange={(event) => setDraft(event.target.value)}
        />
        <div className="flex items-center gap-2">
          <p role="alert" className="min-w-0 flex-1 text-xs leading-4 text-failed">
            {error}
          </p>
          <Button size="sm" variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button size="sm" type="submit" disabled={isPending}>
            Save
          </Button>
        </div>
      </form>
    )
  return (
    <div className="flex items-start gap-2 py-2.5 pr-2 pl-4">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="text-sm leading-5 break-words">
          {memory.text}
          {colour !== null && (
            <span
              aria-hidden
              className="ml-2 inline-block size-3 rounded-sm border align-[-1px]"
              style={{ backgroundColor: colour }}
            />
          )}
        </p>
        <p className="text-xs leading-4 text-muted-foreground">
          {KIND_TEXT[memory.kind]} · {sourceText(memory)}
          {memory.source?.project != null && (
            <Link
              href={`/projects/${memory.source.project.id}`}
              className="underline decoration-input underline-offset-2 hover:decoration-foreground"
            >
              {memory.source.project.name}
            </Link>
          )}{' '}
          ·{' '}
          {memory.usedAt === null ? (
            'not used yet'
          ) : (
            <>
              used <Time value={memory.usedAt} />
            </>
          )}
        </p>
      </div>
      <Button
        ref={pencil}
        variant="ghost"
        size="icon-sm"
        aria-label={`Edit: ${memory.text}`}
        title="Edit"
        onClick={() => setDraft(memory.text)}
      >
        <Pencil />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={`Forget: ${memory.text}`}
        title="Forget"
        disabled={isPending}
        onClick={() => void forget()}
      >
        <X />
      </Button>
    </div>
  )
}
