'use client'

import { useTranslations } from 'next-intl'
import type { Asked } from '@/lib/domains/projects/contract'

type AskedWords = {
  /** "6 of 8 asks proven": what stands beside every status. */
  short: (asked: Asked | null) => string
  /** The same, and how the others stand. */
  whole: (asked: Asked | null) => string
}

/** How much of what was asked is proven; null: nobody has taken the words apart. */
export function useAskedWords(): AskedWords {
  const t = useTranslations('projects.asked')
  const short = (asked: Asked | null): string =>
    asked === null ? t('unknown') : t('proven', { proven: asked.proven, asks: asked.asks })
  return {
    short,
    whole: (asked) => {
      if (asked === null) return t('unknownNote')
      const { failed, notBuilt, notUnderstood } = asked
      return [
        short(asked),
        ...(failed > 0 ? [t('failed', { count: failed })] : []),
        ...(notBuilt > 0 ? [t('notBuilt', { count: notBuilt })] : []),
        ...(notUnderstood > 0 ? [t('notUnderstood', { count: notUnderstood })] : []),
      ].join(' · ')
    },
  }
}
