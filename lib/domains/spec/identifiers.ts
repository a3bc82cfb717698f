import { plain } from './inflect'

/**
 * What tables, columns and addresses may be called. Browser-safe: the studio, the architect, models' answers and the
 * writers of SQL take their names and rules from here.
 */

/**
 * Key words that Postgres does not take as a bare table or column name
 * (https://www.postgresql.org/docs/17/sql-keywords-appendix.html).
 */
export const RESERVED_WORDS: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation ' +
    'column concurrently constraint create cross current_catalog current_date current_role current_schema ' +
    'current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for ' +
    'foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral ' +
    'leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps ' +
    'placing primary references returning right select session_user similar some symmetric system_user table ' +
    'tablesample then to trailing true union unique user using variadic verbose when where window with'
  ).split(' '),
)

/**
 * Names that work quoted or not, and still trip people, PostgREST or PL/pgSQL: types, functions, records of triggers,
 * hidden columns, and the columns that every table has.
 */
const TROUBLE: ReadonlySet<string> = new Set(
  (
    'between bigint bit boolean char coalesce dec decimal exists extract filter float greatest grouping inout int integer ' +
    'interval least national nchar new none nullif numeric old out over overlay precision real row setof smallint ' +
    'substring time timestamp treat trim varchar within id created_at updated_at ctid oid tableoid xmin xmax ' +
    'cmin cmax'
  ).split(' '),
)

/** As long as the names that are made here get, so that what is made of two of them stays below Postgres' 63 bytes. */
const MAX_MADE = 40

/**
 * Lower snake case in ASCII that begins with a letter; '' when nothing is left. `suffix` is put behind a word that is
 * taken.
 */
export function identifier(text: string, suffix = 'item'): string {
  const snake = plain(text)
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, MAX_MADE)
    .replace(/_+$/, '')
  return RESERVED_WORDS.has(snake) || TROUBLE.has(snake) ? `${snake}_${suffix}` : snake
}

/** What a table or column of a plan may be called. */
export const IDENTIFIER = /^[a-z][a-z0-9_]{0,59}$/

/** `call_logs` → `call-logs`: the folder and the segment of the address. */
export const slugOf = (table: string): string => table.replace(/_/g, '-')
