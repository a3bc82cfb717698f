import type en from '../../messages/en/errors.json'

/*
 * What a refusal says, apart from the language it is said in. The texts themselves are in `error-texts.ts`, for the
 * server; a page has those of its own language already and brings them along. Browser-safe.
 */

type Texts = typeof en
/** A text of `messages/<language>/errors.json` by its place: `detail.locked`, `missing.project`. */
export type ErrorKey = {
  [Group in keyof Texts]: `${Group}.${keyof Texts[Group] & string}`
}[keyof Texts]
/** What a refusal says, apart from the language it is said in. */
export type Told = { key: ErrorKey; values?: Record<string, string | number> }

/** One sentence, or several that stand behind each other. */
export type Words = Told | readonly Told[]
/** Words that were stored with an event: a key may be gone by the time that they are read. */
export type StoredWords = ReadonlyArray<{ key: string; values?: Record<string, string | number> | undefined }>

/** The texts of one language. Which placeholders a key has is known where it is written, not here. */
export type Language = {
  say: (key: ErrorKey, values: Record<string, string>) => string
  has: (key: string) => key is ErrorKey
}

/** The reason of a field as a schema carries it: its place in the message files, in place of a message. */
export const reason = <K extends keyof Texts['reason'] & string>(key: K): `reason.${K}` => `reason.${key}`

/** What a refusal says. Pure. */
export const wordsIn = ({ say }: Language, words: Words): string =>
  [words]
    .flat()
    // Numbers are ids, versions and limits, written as they are sent: `20000`, not `20,000`.
    .map(({ key, values = {} }: Told) =>
      say(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))),
    )
    .join(' ')

/** What a schema says of a field; what has no key, one of the validator's own in English, stays as it is. Pure. */
export const reasonIn = (language: Language, message: string): string =>
  language.has(message) ? wordsIn(language, { key: message }) : message

/** Words that were stored: told where all of their keys are still known, null otherwise. Pure. */
export const storedIn = (language: Language, stored: StoredWords): string | null =>
  stored.length > 0 && stored.every(({ key }) => language.has(key)) ? wordsIn(language, stored as Told[]) : null
