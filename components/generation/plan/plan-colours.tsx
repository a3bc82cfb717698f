'use client'

import { useState } from 'react'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { Input } from '../../ui/input'
import { setColour } from './plan-edits'
import type { PlanEdit } from './plan-thing'

const WORDS = { background: 'Background', component: 'Buttons and links' } as const

/** The two colours the whole look is computed from. */
export function PlanColours({ spec, onEdit }: { spec: AppSpec; onEdit: PlanEdit }) {
  return (
    <div className="flex flex-wrap gap-4">
      {(['background', 'component'] as const).map((which) => (
        <Colour
          key={which}
          label={WORDS[which]}
          value={spec.theme[which]}
          onChange={(value) => onEdit((now) => setColour(now, which, value), `${WORDS[which]}: ${value}`)}
        />
      ))}
    </div>
  )
}

function Colour({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  const isColour = (text: string) => /^#[0-9a-f]{6}$/i.test(text)
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-xs text-muted-foreground">{label}</span>
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label={`${label}, choose`}
          value={isColour(value) ? value : '#ffffff'}
          onChange={(event) => onChange(event.target.value)}
          className="size-8 shrink-0 cursor-pointer rounded-md border border-input bg-raised p-1"
        />
        <Input
          aria-label={`${label}, as a number`}
          value={draft ?? value}
          aria-invalid={(draft !== null && !isColour(draft)) || undefined}
          onChange={(event) => {
            const next = event.target.value.trim()
            setDraft(next)
            if (isColour(next)) onChange(next)
          }}
          onBlur={() => setDraft(null)}
          maxLength={7}
          spellCheck={false}
          className="h-8 w-24 px-2 font-mono text-xs"
        />
      </div>
    </div>
  )
}
