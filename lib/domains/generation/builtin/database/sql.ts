import type { Field } from '../../../spec/contract'
import { FIELD_TYPE_FACTS } from '../../../spec/field-types'
import { RESERVED_WORDS } from '../../../spec/identifiers'

/** An identifier, quoted only where it must be. */
export const name = (identifier: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(identifier) && !RESERVED_WORDS.has(identifier)
    ? identifier
    : '"' + identifier.replaceAll('"', '""') + '"'

/** `public.recipes` */
export const table = (identifier: string): string => 'public.' + name(identifier)

/**
 * A string literal. Backslashes are plain characters (`standard_conforming_strings` is on everywhere since Postgres
 * 9.1).
 */
export const literal = (value: string): string => "'" + value.replaceAll("'", "''") + "'"

export const names = (identifiers: readonly string[]): string => identifiers.map(name).join(', ')

/** Postgres cuts identifiers at 63 bytes, silently; a name derived from two others must not collide after the cut. */
export function objectName(...parts: string[]): string {
  const whole = parts.join('_')
  if (whole.length <= 63) return whole
  let hash = 0
  for (const char of whole) hash = (hash * 31 + char.charCodeAt(0)) >>> 0
  return whole.slice(0, 54) + '_' + hash.toString(36)
}

export const typeOf = (field: Field): string => FIELD_TYPE_FACTS[field.type].sql
