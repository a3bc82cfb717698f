'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'

/**
 * The words of CodeMirror's own search panel (https://codemirror.net/examples/translate/), in the reader's language.
 */
export function useSearchPhrases(): Record<string, string> {
  const t = useTranslations('studio.find')
  return useMemo(
    () => ({
      Find: t('find'),
      Replace: t('replaceWith'),
      next: t('next'),
      previous: t('previous'),
      all: t('all'),
      'match case': t('matchCase'),
      regexp: t('regexp'),
      'by word': t('byWord'),
      replace: t('replace'),
      'replace all': t('replaceAll'),
      close: t('close'),
      'current match': t('currentMatch'),
      'on line': t('onLine'),
      'replaced $ matches': t('replacedMatches'),
      'replaced match on line $': t('replacedOnLine'),
      'Go to line': t('goToLine'),
      go: t('go'),
    }),
    [t],
  )
}
