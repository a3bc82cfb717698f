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

/** Which placeholders a key has is known where it is written, not here. */
type Translate = (key: ErrorKey, values: Record<string, string>) => string

/** A refusal's sentence in one language. Pure. */
export function errorText(locale: Locale, { key, values }: Told): string {
  // Numbers are ids, versions and limits, written as they are sent: `20000`, not `20,000`.
  const written = Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]))
  const say: Translate = createTranslator({ locale, messages: TEXTS[locale] })
  return say(key, written)
}

const REASONS = new Map(Object.entries(en.reason).map(([key, text]) => [text, key as keyof typeof en.reason]))

/**
 * Why a field was refused, in another language. Contracts write their reasons in English, which is read back here;
 * one that is not in the message file stays as it is. Pure.
 */
export function reasonText(locale: Locale, reason: string): string {
  const key = REASONS.get(reason)
  return key === undefined ? reason : TEXTS[locale].reason[key]
}

const DETAILS = new Map(Object.entries(en.detail).map(([key, text]) => [text, key as keyof typeof en.detail]))

/** As `reasonText`, for the sentence of a refusal that was written without its key. Pure. */
export function detailText(locale: Locale, detail: string): string {
  const key = DETAILS.get(detail)
  return key === undefined ? detail : TEXTS[locale].detail[key]
}
