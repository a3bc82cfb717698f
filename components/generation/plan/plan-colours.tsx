'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AppSpec } from '@/lib/domains/spec/contract'
import { isColour, setColour } from '@/lib/domains/spec/edit/app'
import { Input } from '../../ui/fields/input'
import type { PlanEdit } from './plan-entity'

/** The two colours the whole look is computed from. */
export function PlanColours({ spec, onEdit }: { spec: AppSpec; onEdit: PlanEdit }) {
  const t = useTranslations('plan.colours')
  return (
    <div className="flex flex-wrap gap-4">
      {(['background', 'component'] as const).map((which) => (
        <Colour
          key={which}
          label={t(which)}
          value={spec.theme[which]}
          onChange={(value) => onEdit((now) => setColour(now, which, value), t('changed', { name: t(which), value }))}
        />
      ))}
    </div>
  )
}

function Colour({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null)
  const t = useTranslations('plan.colours')
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-xs text-muted-foreground">{label}</span>
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label={t('choose', { name: label })}
          value={isColour(value) ? value : '#ffffff'}
          onChange={(event) => onChange(event.target.value)}
          className="size-8 shrink-0 cursor-pointer rounded-md border border-input bg-raised p-1"
        />
        <Input
          aria-label={t('number', { name: label })}
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
