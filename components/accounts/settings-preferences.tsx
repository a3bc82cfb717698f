'use client'

import { useId, useState } from 'react'
import { toast } from 'sonner'
import { type Preferences, updateSettings } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Switch } from '../ui/switch'

const SWITCHES = [
  {
    name: 'planFirst',
    label: 'Plan first',
    text: 'Every new run waits after its plan, unless it says otherwise: the switch beside the prompt, planFirst over the API.',
  },
  {
    name: 'learn',
    label: 'Learn from what I say and change',
    text: 'Sentences like “always a dark theme” become memories, and so do changes to plans, styles and prompts: a look at once, anything else when you do it in two projects.',
  },
] as const satisfies { name: keyof Preferences; label: string; text: string }[]

/** Saved as soon as they are switched. */
export function SettingsPreferences({ initial }: { initial: Preferences }) {
  const [shown, setShown] = useState(initial)
  const id = useId()
  async function change(name: keyof Preferences, value: boolean) {
    setShown((now) => ({ ...now, [name]: value }))
    try {
      await call(updateSettings, { body: { preferences: { [name]: value } } })
    } catch {
      setShown((now) => ({ ...now, [name]: !value }))
      toast.error('That was not saved. Try again.')
    }
  }
  return (
    <ul className="flex flex-col divide-y rounded-lg border">
      {SWITCHES.map(({ name, label, text }) => (
        <li key={name} className="flex items-center gap-4 px-4 py-3">
          <label htmlFor={`${id}-${name}`} className="flex min-w-0 flex-1 flex-col">
            <span className="text-sm font-medium">{label}</span>
            <span id={`${id}-${name}-note`} className="text-xs leading-5 text-muted-foreground">
              {text}
            </span>
          </label>
          <Switch
            id={`${id}-${name}`}
            aria-describedby={`${id}-${name}-note`}
            aria-label={label}
            checked={shown[name]}
            onCheckedChange={(value) => void change(name, value)}
          />
        </li>
      ))}
    </ul>
  )
}
