'use client'

import { useTranslations } from 'next-intl'
import { cn } from '../../ui/cn'
import type { Lit, Piece } from './lit-pieces'

/** Colour repeats what the line below the words and the word for screen readers say. */
const LIGHT: Record<NonNullable<Lit>, string> = {
  proven: 'bg-proven-soft text-proven decoration-proven-fill decoration-2 underline',
  unproven: 'bg-pending-soft text-pending decoration-pending-fill decoration-dashed decoration-2 underline',
  failed: 'bg-failed-soft text-failed decoration-failed-fill decoration-wavy decoration-1 underline',
  not_built: 'bg-muted text-muted-foreground decoration-input decoration-dotted decoration-2 underline',
  not_understood: 'bg-muted text-muted-foreground decoration-input decoration-dotted decoration-2 underline',
  struck: 'text-muted-foreground line-through',
  context: 'text-muted-foreground',
}

type LitPromptProps = {
  pieces: readonly Piece[]
  /** Where the piece begins that is looked at. */
  chosen?: number | null
  /** Absent: there is nothing to look at yet. */
  onChoose?: (piece: Piece) => void
}

/** Somebody's own sentence as the report: each stretch lit by what is proven of it. */
export function LitPrompt({ pieces, chosen = null, onChoose }: LitPromptProps) {
  const t = useTranslations('evidence.asked')
  return (
    <p className="text-[13px] leading-7 break-words whitespace-pre-wrap">
      {pieces.map((piece) => {
        const { from, text, lit } = piece
        if (lit === null || lit === 'context')
          return (
            <span key={from} className={lit === null ? undefined : LIGHT[lit]}>
              {text}
            </span>
          )
        const light = cn('rounded-sm px-0.5 underline-offset-4 transition-colors duration-200', LIGHT[lit])
        const told = <span className="sr-only"> ({t(`states.${lit}`)})</span>
        if (onChoose === undefined)
          return (
            <span key={from} className={light}>
              {text}
              {told}
            </span>
          )
        return (
          <button
            key={from}
            type="button"
            aria-pressed={chosen === from}
            onClick={() => onChoose(piece)}
            className={cn('inline text-left whitespace-pre-wrap', light, chosen === from && 'ring-2 ring-ring')}
          >
            {text}
            {told}
          </button>
        )
      })}
    </p>
  )
}
