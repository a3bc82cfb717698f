'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { toast } from '../ui/notices/notices'
import type { Preferences, updateSettings } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { Switch } from '../ui/fields/switch'

const SWITCHES = ['planFirst', 'learn'] as const satisfies (keyof Preferences)[]

/** Saved as soon as they are switched. */
export function SettingsPreferences({ initial }: { initial: Preferences }) {
  const [t, common] = [useTranslations('settings'), useTranslations('common')]
  const [shown, setShown] = useState(initial)
  const id = useId()
  const put = (change: Partial<Preferences>) => setShown((now) => ({ ...now, ...change }))
  const { mutate } = useMutation({
    // One after another: of two changes in a hurry the later one counts, whichever answer comes first.
    scope: { id: 'preferences' },
    mutationFn: (preferences: Partial<Preferences>) =>
      call<typeof updateSettings>('PATCH /settings', { body: { preferences } }),
    onMutate: put,
    onError: (_, { planFirst, learn }) => {
      put({
        ...(planFirst === undefined ? {} : { planFirst: !planFirst }),
        ...(learn === undefined ? {} : { learn: !learn }),
      })
      toast.error(common('notSaved'))
    },
  })
  return (
    <ul className="flex flex-col divide-y rounded-lg border">
      {SWITCHES.map((name) => (
        <li key={name} className="flex items-center gap-4 px-4 py-3">
          <label htmlFor={`${id}-${name}`} className="flex min-w-0 flex-1 flex-col">
            <span className="text-sm font-medium">{t(`${name}.label`)}</span>
            <span id={`${id}-${name}-note`} className="text-xs leading-5 text-muted-foreground">
              {t(`${name}.text`)}
            </span>
          </label>
          <Switch
            id={`${id}-${name}`}
            aria-describedby={`${id}-${name}-note`}
            aria-label={t(`${name}.label`)}
            checked={shown[name]}
            onCheckedChange={(value) => mutate({ [name]: value })}
          />
        </li>
      ))}
    </ul>
  )
}
