import type { Media } from '../media.ts'
import { ident } from './sql.ts'
import { INSERTED } from './write-mutation.ts'

/** How rows become the answer's text. */
export type Shape = 'none' | 'array' | 'object' | 'csv' | 'scalar' | 'scalars'

/** The one row that every statement of this folder answers. */
export type Answer = {
  body: string | null
  /** Rows in the answer. */
  rows: number
  /** Rows that the conditions leave, when it was asked for. */
  total: number | null
  /** Rows that a write touched or a call gave. */
  affected: number | null
  inserted: string | null
  /** Key of the one row that was inserted, as a JSON array of texts. */
  key: string | null
  headers: string | null
  status: string | null
}

type Parts = {
  /** The write or call whose rows the reading is of. */
  source?: string
  rows: string
  shape: Shape
  stripNulls: boolean
  /** SQL of a number, or nothing. */
  total?: string
  /** Columns of a primary key to make an address of. */
  key?: string[]
}

export function shapeOf({ format }: Media, isHead: boolean): Shape {
  if (isHead) return 'none'
  return format === 'openapi' ? 'none' : format
}

/** The whole statement: JSON is made by Postgres and comes as text, so that no digit of a number is lost. */
export function writeAnswer(parts: Parts): string {
  const withSource = parts.source === undefined ? '' : `WITH pgrst_source AS MATERIALIZED (${parts.source}) `
  const ofSource = (value: string): string => (parts.source === undefined ? 'NULL' : value)
  const key = (parts.key ?? []).map((name) => `${ident(name)}::text`).join(', ')
  const fields = [
    `${bodyOf(parts)} AS body`,
    'count(*)::int AS rows',
    `${parts.total ?? 'NULL'}::int AS total`,
    `${ofSource('(SELECT count(*) FROM pgrst_source)')}::int AS affected`,
    `${ofSource(`NULLIF(current_setting('${INSERTED}', true), '')`)} AS inserted`,
    `${key === '' ? 'NULL' : `(SELECT json_build_array(${key})::text FROM pgrst_source LIMIT 1)`} AS key`,
    `NULLIF(current_setting('response.headers', true), '') AS headers`,
    `NULLIF(current_setting('response.status', true), '') AS status`,
  ]
  return `${withSource}SELECT ${fields.join(', ')} FROM (${parts.rows}) AS pgrst_row`
}

function bodyOf({ shape, stripNulls, rows }: Parts): string {
  const strip = (json: string): string => (stripNulls ? `json_strip_nulls(${json})` : json)
  switch (shape) {
    case 'none':
      return `''`
    case 'array':
      return `${strip(`COALESCE(json_agg(pgrst_row), '[]'::json)`)}::text`
    case 'object':
      return `COALESCE(${strip('(json_agg(pgrst_row)->0)')}::text, 'null')`
    case 'scalars':
      return `COALESCE(json_agg(pgrst_row.pgrst_scalar), '[]'::json)::text`
    case 'scalar':
      return `COALESCE((json_agg(pgrst_row.pgrst_scalar)->0)::text, 'null')`
    case 'csv':
      return csvOf(rows)
  }
}

/** Postgres writes a row as `(a,"b c",)`: without the parentheses that is a line of CSV. */
function csvOf(rows: string): string {
  const header = `(SELECT string_agg(name, ',') FROM json_object_keys((
    SELECT row_to_json(pgrst_first) FROM (${rows}) AS pgrst_first LIMIT 1)) AS name)`
  const line = 'pgrst_row::text'
  return `COALESCE(${header}, '') || E'\\n' || COALESCE(string_agg(substr(${line}, 2, length(${line}) - 2), E'\\n'), '')`
}

/**
 * SQL of how many rows there are in all; what the page itself tells is not counted again.
 *
 * @param atMost stop counting behind this many (the planner's guess is good enough then)
 */
export function totalOf(matches: string, slice: { limit?: number; offset: number }, atMost?: number): string {
  const bounded = atMost === undefined ? matches : `${matches} LIMIT ${atMost + 1}`
  const counted = `(SELECT count(*) FROM (${bounded}) AS pgrst_all)`
  if (slice.offset > 0 || slice.limit === undefined) return counted
  return `(CASE WHEN count(*) < ${slice.limit} THEN count(*) ELSE ${counted} END)`
}

/** Asks the planner for its guess of the number of rows. */
export function writeExplain(matches: string): string {
  return `EXPLAIN (FORMAT JSON) ${matches}`
}
