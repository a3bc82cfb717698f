import { createFormatter, createTranslator } from 'use-intl/core'
import type { ListText, RunTexts } from '@/components/generation/run/run-texts'
import type { ModelTexts } from '@/components/generation/prompt/model-words'
import type { Locale } from '@/lib/core/locale'
import { MESSAGES } from '@/messages/messages'

/** The words of runs as a page in that language has them. */
export const runTexts = (locale: Locale = 'en'): RunTexts =>
  createTranslator({ locale, messages: MESSAGES[locale], namespace: 'run' }) as RunTexts

/** The words of models. */
export const modelTexts = (locale: Locale = 'en'): ModelTexts =>
  createTranslator({ locale, messages: MESSAGES[locale], namespace: 'prompt.models' }) as ModelTexts

/** Joins words as a page in that language does. */
export const listText = (locale: Locale = 'en'): ListText => {
  const { list } = createFormatter({ locale })
  return list
}
