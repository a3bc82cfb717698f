'use client'

import { Pencil, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { MAX_MEMORY_TEXT, type Memory, type MemoryScope as Scope } from '@/lib/domains/memory/contract'
import { Button } from '../ui/button'
import { Textarea } from '../ui/textarea'
import { Time } from '../ui/time'
import { MemoryScope } from './memory-scope'
import { MemorySource } from './memory-source'
import { colourIn } from './memory-words'

type MemoryLineProps = {
  memory: Memory
  onEdit: (text: string) => Promise<string | null>
  onForget: () => Promise<void>
  onScope: (scope: Scope) => Promise<void>
}

/** One memory: what it says, where it comes from, when it was last of use. */
export function MemoryLine({ memory, onEdit, onForget, onScope }: MemoryLineProps) {
  const [t, common] = [useTranslations('memory'), useTranslations('common')]
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
    const refusal = text === '' ? t('emptyEdit') : await onEdit(text)
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
          aria-label={t('what')}
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
            {common('cancel')}
          </Button>
          <Button size="sm" type="submit" disabled={isPending}>
            {common('save')}
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
          {t(`kinds.${memory.kind}`)} · <MemorySource memory={memory} /> ·{' '}
          {memory.usedAt === null ? t('notUsed') : t.rich('used', { time: () => <Time value={memory.usedAt ?? ''} /> })}
        </p>
        {/* What was not learned in a project has no “here”. */}
        {memory.kind !== 'project' && memory.source?.project != null && (
          <MemoryScope memory={memory} onChoose={onScope} />
        )}
      </div>
      <Button
        ref={pencil}
        variant="ghost"
        size="icon-sm"
        aria-label={t('editOf', { text: memory.text })}
        title={t('edit')}
        onClick={() => setDraft(memory.text)}
      >
        <Pencil />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t('forgetOf', { text: memory.text })}
        title={t('forget')}
        disabled={isPending}
        onClick={() => void forget()}
      >
        <X />
      </Button>
    </div>
  )
}
