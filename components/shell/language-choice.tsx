'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useId, useTransition } from 'react'
import { isLocale, LOCALE_COOKIE, LOCALES } from '@/lib/core/locale'
import { Select } from '../ui/fields/select'
import { useInBrowser } from '../ui/use-in-browser'

const YEAR_S = 365 * 24 * 3_600

/** Keeps the language in this browser. Who is signed in has it in the settings as well. */
export function keepLocale(locale: string): void {
  document.cookie = `${LOCALE_COOKIE}=${locale}; path=/; max-age=${YEAR_S}; samesite=lax`
}

/** The language of the pages, for somebody who is not signed in. */
export function LanguageChoice() {
  const t = useTranslations('common')
  const locale = useLocale()
  const router = useRouter()
  const id = useId()
  const [isPending, startTransition] = useTransition()
  const isInBrowser = useInBrowser()
  function choose(value: string) {
    if (!isLocale(value)) return
    keepLocale(value)
    startTransition(() => router.refresh())
  }
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {t('language')}
      </label>
      <Select
        id={id}
        value={locale}
        disabled={isPending || !isInBrowser}
        onChange={(event) => choose(event.target.value)}
        size="sm"
      >
        {LOCALES.map((one) => (
          <option key={one} value={one} lang={one}>
            {t(`languages.${one}`)}
          </option>
        ))}
      </Select>
    </span>
  )
}
