import { readBody } from './read-body.ts'
import { invalidRequest } from './storage-error.ts'
import type { Verb, Work } from './work.ts'

type Entry = {
  name: string
  id: string | null
  updated_at: string | null
  created_at: string | null
  last_accessed_at: string | null
  metadata: Record<string, unknown> | null
}

type Asked = {
  bucket: string
  /** What names begin with, and how much of it is not told. */
  start: string
  hidden: number
  /** Whether what lies deeper becomes a folder. */
  isFolded: boolean
  column: string
  order: 'asc' | 'desc'
  limit: number
  offset: number
}

const COLUMNS = ['name', 'updated_at', 'created_at', 'last_accessed_at']

/**
 * Objects and folders under a start of names, as whoever asks sees them. A folder is a name that something lies in; it
 * ends where the next slash after the start is.
 */
async function search(work: Work, asked: Asked): Promise<Entry[]> {
  const { column, order } = asked
  const sort = column === 'name' ? '' : `(e.id is null) desc, e.${column} ${order} nulls first,`
  const { rows } = await work.database.query<{ entry: Entry }>(
    `with hits as (
       select o.*, case when $4::boolean then strpos(substr(o.name, length($2) + 1), '/') else 0 end as slash
       from storage.objects o where o.bucket_id = $1 and starts_with(lower(o.name), lower($2))
     ), entries as (
       select distinct substr(left(h.name, length($2) + h.slash - 1), $3::int + 1) as name, null::uuid as id,
         null::timestamptz as updated_at, null::timestamptz as created_at, null::timestamptz as last_accessed_at,
         null::jsonb as metadata
       from hits h where h.slash > 0
       union all
       select substr(h.name, $3::int + 1), h.id, h.updated_at, h.created_at, h.last_accessed_at, h.metadata
       from hits h where h.slash = 0
     )
     select to_jsonb(e) as entry from entries e
     order by ${sort} lower(e.name) collate "C" ${order}, e.name collate "C" ${order} limit $5 offset $6`,
    [asked.bucket, asked.start, asked.hidden, asked.isFolded, asked.limit, asked.offset],
    work.actor,
  )
  return rows.map(({ entry }) => entry)
}

type Body = Readonly<Record<string, unknown>>

function numberOf(body: Body, name: string, fallback: number, least: number): number {
  const value = body[name] ?? fallback
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
  throw invalidRequest(`body/${name} must be integer >= ${least}`)
}

const textOr = (value: unknown): string => (typeof value === 'string' ? value : '')

function sortOf(body: Body): Pick<Asked, 'column' | 'order'> {
  const sortBy = body['sortBy']
  const given = typeof sortBy === 'object' && sortBy !== null ? (sortBy as Body) : {}
  const column = COLUMNS.find((name) => name === given['column']) ?? 'name'
  return { column, order: textOr(given['order']).toLowerCase() === 'desc' ? 'desc' : 'asc' }
}

const MAX_LISTED = 1000

/** POST /object/list/:bucket: what lies in a folder, names relative to it; folders have no id. */
export const listObjects: Verb = async (work, bucket) => {
  const body = await readBody(work.request)
  const folder = textOr(body['prefix']).replace(/(?<=[^/])$/, '/')
  const asked: Asked = {
    bucket,
    start: folder + textOr(body['search']),
    hidden: folder.length,
    isFolded: true,
    ...sortOf(body),
    limit: Math.min(numberOf(body, 'limit', 100, 1), MAX_LISTED),
    offset: numberOf(body, 'offset', 0, 0),
  }
  return Response.json(await search(work, asked))
}

/** POST /object/list-v2/:bucket: full names, page by page. */
export const listObjectsV2: Verb = async (work, bucket) => {
  const body = await readBody(work.request)
  const limit = Math.min(numberOf(body, 'limit', MAX_LISTED, 1), MAX_LISTED)
  const offset = readCursor(textOr(body['cursor']))
  const isFolded = body['with_delimiter'] === true
  const start = textOr(body['prefix'])
  const asked: Asked = { bucket, start, hidden: 0, isFolded, ...sortOf(body), limit: limit + 1, offset }
  const entries = await search(work, asked)
  const shown = entries.slice(0, limit)
  const hasNext = entries.length > limit
  const folders = shown.filter(({ id }) => id === null).map(({ name }) => ({ name: `${name}/`, key: `${name}/` }))
  const objects = shown.filter(({ id }) => id !== null).map((entry) => ({ ...entry, key: entry.name }))
  return Response.json({ hasNext, folders, objects, ...(hasNext ? { nextCursor: btoa(`at:${offset + limit}`) } : {}) })
}

function readCursor(cursor: string): number {
  if (cursor === '') return 0
  try {
    const at = /^at:(\d{1,9})$/.exec(atob(cursor))?.[1]
    if (at !== undefined) return Number(at)
  } catch {
    // Said below.
  }
  throw invalidRequest('Invalid Parameter continuation token')
}
