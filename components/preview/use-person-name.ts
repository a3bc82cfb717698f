'use client'

import { useTranslations } from 'next-intl'
import type { PreviewState } from './preview-state'

/** What somebody in front of the preview is called: by their account, else as a visitor. */
export function usePersonName({ places, people }: Pick<PreviewState, 'places' | 'people'>): (id: string) => string {
  const t = useTranslations('preview')
  return (id) => {
    const account = places[id]?.account ?? null
    if (account !== null) return account.name
    const visitors = people.filter((one) => (places[one]?.account ?? null) === null)
    return visitors.length < 2 ? t('visitor') : t('visitorNumber', { number: visitors.indexOf(id) + 1 })
  }
}
