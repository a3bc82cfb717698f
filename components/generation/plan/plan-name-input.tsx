'use client'

import { type KeyboardEvent, useState } from 'react'
import { cn } from '../../ui/cn'

type PlanNameInputProps = {
  label: string
  value: string
  onRename: (value: string) => void
  className?: string
  maxLength?: number
}

/** A name that is text until one points at it. Enter or leaving it renames, Escape or nothing keeps the old one. */
export function PlanNameInput({ label, value, onRename, className, maxLength = 60 }: PlanNameInputProps) {
  /** What is being typed; null: nothing. */
  const [draft, setDraft] = useState<string | null>(null)
  function finish() {
    const next = draft?.trim() ?? ''
    setDraft(null)
    if (next !== '' && next !== value) onRename(next)
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key === 'Enter') event.currentTarget.blur()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    setDraft(null)
  }
  return (
    <input
      aria-label={label}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={finish}
      onKeyDown={onKeyDown}
      maxLength={maxLength}
      spellCheck={false}
      className={cn(
        'h-7 min-w-0 rounded-sm border border-transparent bg-transparent px-1.5 transition-colors',
        'duration-100 hover:border-input focus:border-input focus:bg-raised',
        className,
      )}
    />
  )
}
