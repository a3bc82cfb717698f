'use client'

import { Pencil, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import type { Memory, MemoryScope as Scope } from '@/lib/domains/memory/contract'
import { Button } from '../ui/button'
import { Time } from '../ui/text/time'
import { useSingleMutation } from '../ui/use-single-mutation'
import { MemoryEdit } from './memory-edit'
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
  const t = useTranslations('memory')
  const [isEditing, setEditing] = useState(false)
  const forgetting = useSingleMutation({ mutationFn: onForget })
  const pencil = useRef<HTMLButtonElement>(null)
  function close() {
    setEditing(false)
    // The line is drawn first.
    requestAnimationFrame(() => pencil.current?.focus())
  }
  if (isEditing) return <MemoryEdit text={memory.text} onEdit={onEdit} onClose={close} />
  return (
    <div className="flex items-start gap-2 py-2.5 pr-2 pl-4">
      <MemoryText memory={memory} onScope={onScope} />
      <Button
        ref={pencil}
        variant="ghost"
        size="icon-sm"
        aria-label={t('editOf', { text: memory.text })}
        title={t('edit')}
        onClick={() => setEditing(true)}
      >
        <Pencil />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label={t('forgetOf', { text: memory.text })}
        title={t('forget')}
        disabled={forgetting.isPending}
        onClick={() => forgetting.mutate()}
      >
        <X />
      </Button>
    </div>
  )
}

function MemoryText({ memory, onScope }: Pick<MemoryLineProps, 'memory' | 'onScope'>) {
  const t = useTranslations('memory')
  const { text, kind, usedAt, source } = memory
  const colour = colourIn(text)
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <p className="text-sm leading-5 break-words">
        {text}
        {colour !== null && (
          <span
            aria-hidden
            className="ml-2 inline-block size-3 rounded-sm border align-[-1px]"
            style={{ backgroundColor: colour }}
          />
        )}
      </p>
      <p className="text-xs leading-4 text-muted-foreground">
        {t(`kinds.${kind}`)} · <MemorySource memory={memory} /> ·{' '}
        {usedAt === null ? t('notUsed') : t.rich('used', { time: () => <Time value={usedAt} /> })}
      </p>
      {/* What was not learned in a project has no “here”. */}
      {kind !== 'project' && source?.project != null && <MemoryScope memory={memory} onChoose={onScope} />}
    </div>
  )
}
