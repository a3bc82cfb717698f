import type { FieldType } from './contract'

/**
 * What each type of field is in the languages that meet in a generated project. A new type is a row here. Browser-safe.
 */
export const FIELD_TYPE_FACTS = {
  text: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  longtext: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  integer: { sql: 'integer', typescript: 'number', json: 'number', reads: 'number' },
  number: { sql: 'numeric', typescript: 'number', json: 'number', reads: 'number' },
  /** Minor units of its currency. */
  money: { sql: 'bigint', typescript: 'number', json: 'number', reads: 'number' },
  boolean: { sql: 'boolean', typescript: 'boolean', json: 'boolean', reads: 'boolean' },
  date: { sql: 'date', typescript: 'string', json: 'string', reads: 'date' },
  datetime: { sql: 'timestamptz', typescript: 'string', json: 'string', reads: 'time' },
  /** A text with a check: an enum type of Postgres cannot lose a value again. */
  enum: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  email: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  url: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  image: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  file: { sql: 'text', typescript: 'string', json: 'string', reads: 'text' },
  json: { sql: 'jsonb', typescript: 'Json', json: 'object', reads: 'json' },
  reference: { sql: 'uuid', typescript: 'string', json: 'string', reads: 'reference' },
} as const satisfies Record<
  FieldType,
  {
    /** The column's type in Postgres. */
    sql: string
    /** What `supabase gen types` calls it. */
    typescript: string
    /** What a row has in the JSON API. */
    json: string
    /** How lists filter and sort by it. */
    reads: string
  }
>
