import { createTranslator } from 'use-intl/core'
import en from '../../messages/en/errors.json' with { type: 'json' }
import es from '../../messages/es/errors.json' with { type: 'json' }
import type { Locale } from './locale.ts'
import { type ErrorKey, type Language, storedIn, type StoredWords, type Told, wordsIn, type Words } from './told.ts'

/** What refusals say, in every language. Of the server: a page says them by the texts that it has (`useTold`). */
const TEXTS: Record<Locale, typeof en> = { en, es }

const has = (text: string): text is ErrorKey => {
  const [group = '', name = '', ...rest] = text.split('.')
  return rest.length === 0 && Object.hasOwn(en, group) && Object.hasOwn(en[group as keyof typeof en], name)
}
const languageOf = (locale: Locale): Language => ({
  has,
  say: createTranslator({ locale, messages: TEXTS[locale] }) as Language['say'],
})

/** What a refusal says, in one language. Pure. */
export const errorText = (locale: Locale, words: Words): string => wordsIn(languageOf(locale), words)

/** The keyed words in a schema's message; null when it is one of the validator's own, which are English. */
export const keyedReason = (message: string): Told | null => (has(message) ? { key: message } : null)

/** Words that were stored with an event: told where all of their keys are still known, null otherwise. Pure. */
export const storedText = (locale: Locale, stored: StoredWords): string | null => storedIn(languageOf(locale), stored)
