import type { Field } from '../../../spec/contract'

/**
 * SQL keywords that Postgres does not take as a bare column or table name
 * (https://www.postgresql.org/docs/17/sql-keywords-appendix.html).
 */
const RESERVED = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create ' +
    'cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default deferrable desc distinct do else end ' +
    'except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit ' +
    'localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select session_user ' +
    'similar some symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when where window with'
  ).split(' '),
)

/** An identifier, quoted only where it must be. */
export const name = (identifier: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(identifier) && !RESERVED.has(identifier)
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

const TYPES = {
  text: 'text',
  longtext: 'text',
  integer: 'integer',
  number: 'numeric',
  money: 'bigint',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  enum: 'text',
  email: 'text',
  url: 'text',
  image: 'text',
  file: 'text',
  json: 'jsonb',
  reference: 'uuid',
} as const satisfies Record<Field['type'], string>

export const typeOf = (field: Field): string => TYPES[field.type]
