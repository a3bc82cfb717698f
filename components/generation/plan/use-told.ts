'use client'

import { useLocale } from 'next-intl'
import { useCallback } from 'react'
import { errorText, type Told } from '@/lib/core/error-texts'

/** Says why something cannot be done to a plan, in the page's language. */
export function useTold(): (told: Told) => string {
  const locale = useLocale()
  return useCallback((told) => errorText(locale, told), [locale])
}
