'use client'

import { useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useRouter } from 'next/navigation'
import { toast } from '../ui/notices/notices'
import { type Locale, isLocale, LOCALES } from '@/lib/core/locale'
import type { updateSettings } from '@/lib/domains/accounts/contract'
import { call } from '@/lib/http/client'
import { keepLocale } from '../shell/language-choice'
import { Field } from '../ui/fields/field'
import { Select } from '../ui/fields/select'
import { useInBrowser } from '../ui/use-in-browser'
import { useSingleMutation } from '../ui/use-single-mutation'

const THEMES = ['system', 'light', 'dark'] as const

/** How the pages look and what they speak; saved as soon as it is chosen. `initial` null: as the browser asks. */
export function SettingsLook({ initial }: { initial: Locale | null }) {
  const t = useTranslations('settings')
  const common = useTranslations('common')
  const router = useRouter()
  const { theme, setTheme } = useTheme()
  // The server does not know the theme.
  const isInBrowser = useInBrowser()
  const { mutate, variables, isPending, isError } = useSingleMutation({
    mutationFn: (locale: Locale | null) => call<typeof updateSettings>('PATCH /settings', { body: { locale } }),
    onSuccess: (saved) => {
      if (saved.locale !== null) keepLocale(saved.locale)
      router.refresh()
    },
    onError: () => toast.error(common('notSaved')),
  })
  const shown = variables === undefined || isError ? initial : variables
  return (
    <div className="grid max-w-120 gap-4 sm:grid-cols-2">
      <Field label={common('theme')}>
        {(control) => (
          <Select
            {...control}
            value={isInBrowser ? (theme ?? 'system') : 'system'}
            disabled={!isInBrowser}
            onChange={(event) => setTheme(event.target.value)}
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {common(`themes.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={common('language')}>
        {(control) => (
          <Select
            {...control}
            value={shown ?? ''}
            disabled={isPending || !isInBrowser}
            onChange={({ target }) => mutate(isLocale(target.value) ? target.value : null)}
          >
            <option value="">{t('automatic')}</option>
            {LOCALES.map((one) => (
              <option key={one} value={one} lang={one}>
                {common(`languages.${one}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}
