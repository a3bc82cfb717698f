'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import {
  type ErrorKey,
  type Language,
  reasonIn,
  storedIn,
  type StoredWords,
  type Words,
  wordsIn,
} from '@/lib/core/told'

/** Says in the language of the page what was told by its key: a refusal, the reason of a field, words of a run. */
export function useTold() {
  const t = useTranslations('errors')
  return useMemo(() => {
    const language: Language = {
      say: (key, values) => t(key, values as never),
      has: (key): key is ErrorKey => t.has(key as ErrorKey),
    }
    return {
      words: (words: Words): string => wordsIn(language, words),
      /** What a schema says of a field. */
      reason: (message: string): string => reasonIn(language, message),
      /** Null where a key is not known any more. */
      stored: (words: StoredWords): string | null => storedIn(language, words),
    }
  }, [t])
}
export type Telling = ReturnType<typeof useTold>
