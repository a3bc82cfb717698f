/** Texts, as they are kept and as they are compared. Browser-safe. */

/** What Postgres can keep as text: neither `text` nor `jsonb` takes NUL or half a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/**
 * The same text with U+FFFD in place of what cannot be kept. For text that nobody can be asked to correct: of models
 * and of files.
 */
export const toStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** A JSON value with every string in it made storable. */
export const toStorableJson = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? toStorable(inner) : inner)),
  ) as T

/** Without accents, lower case: how words are compared and looked for. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a text has every word that somebody typed. */
export function hasWords(text: string, typed: string): boolean {
  const within = plain(text)
  return plain(typed)
    .split(/\s+/)
    .every((word) => within.includes(word))
}
