import { createTranslator } from 'use-intl/core'
import en from '../../messages/en/errors.json' with { type: 'json' }
import es from '../../messages/es/errors.json' with { type: 'json' }
import type { Locale } from './locale'

const TEXTS: Record<Locale, typeof en> = { en, es }

/** A text of `messages/<language>/errors.json` by its place: `detail.locked`, `missing.project`. */
export type ErrorKey = {
  [Group in keyof typeof en]: `${Group}.${keyof (typeof en)[Group] & string}`
}[keyof typeof en]
/** What a refusal says, apart from the language it is said in. */
export type Told = { key: ErrorKey; values?: Record<string, string | number> }

/** One sentence, or several that stand behind each other. */
export type Words = Told | readonly Told[]

/** Which placeholders a key has is known where it is written, not here. */
type Translate = (key: ErrorKey, values: Record<string, string>) => string

const isErrorKey = (text: string): text is ErrorKey => {
  const [group = '', name = '', ...rest] = text.split('.')
  return rest.length === 0 && Object.hasOwn(en, group) && Object.hasOwn(en[group as keyof typeof en], name)
}

/** What a refusal says, in one language. Pure. */
export function errorText(locale: Locale, words: Words): string {
  const say = createTranslator({ locale, messages: TEXTS[locale] }) as Translate
  return [words]
    .flat()
    .map((told: Told) => sentence(say, told))
    .join(' ')
}

function sentence(say: Translate, { key, values }: Told): string {
  // Numbers are ids, versions and limits, written as they are sent: `20000`, not `20,000`.
  const written = Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))
  return say(key, written)
}

/** The reason of a field as a schema carries it: its place in the message files, in place of a message. */
export const reason = <K extends keyof typeof en.reason & string>(key: K): `reason.${K}` => `reason.${key}`

/** The keyed words in a schema's message; null when it is one of the validator's own, which are English. */
export const keyedReason = (message: string): Told | null => (isErrorKey(message) ? { key: message } : null)

/** What a schema says of a field, in one language; what has no key stays as it is. Pure. */
export function reasonText(locale: Locale, message: string): string {
  const told = keyedReason(message)
  return told === null ? message : errorText(locale, told)
}

/** Words that were stored with an event: told where all of their keys are still known, null otherwise. Pure. */
export function storedText(
  locale: Locale,
  stored: ReadonlyArray<{ key: string; values?: Record<string, string | number> | undefined }>,
): string | null {
  return stored.length > 0 && stored.every(({ key }) => isErrorKey(key)) ? errorText(locale, stored as Told[]) : null
}
