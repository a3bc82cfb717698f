import { describe, expect, test } from 'vitest'
import { fromDatabase } from '@/lib/supabase-local/rest/database-errors'
import { DatabaseError } from '@/lib/supabase-local/database'
import { negotiate } from '@/lib/supabase-local/rest/media'
import { planCall } from '@/lib/supabase-local/rest/plan/plan-call'
import { planRelation } from '@/lib/supabase-local/rest/plan/plan-relation'
import { RestError } from '@/lib/supabase-local/rest/rest-error'
import { readRequest } from '@/lib/supabase-local/rest/rest-request'
import { buildSchemaCache } from '@/lib/supabase-local/rest/schema/build-cache'
import type { RawCatalogue, RawFunction } from '@/lib/supabase-local/rest/schema/catalogue'
import { closest } from '@/lib/supabase-local/rest/schema/closest'

const column = (rel: number, num: number, name: string, base = 'text') => ({
  rel,
  num,
  name,
  type: base,
  base,
  required: false,
  default: null,
  description: null,
})
const routine: RawFunction = {
  schema: 'public',
  name: 'f',
  description: null,
  names: ['x'],
  modes: null,
  types: ['text'],
  defaults: 0,
  variadic: false,
  volatility: 's',
  set: false,
  rows: 0,
  void: false,
  composite: false,
  relation: 0,
  argument: 0,
}
const RAW: RawCatalogue = {
  relations: [
    { oid: 1, schema: 'public', name: 'items', kind: 'r', description: null },
    { oid: 2, schema: 'public', name: 'boxes', kind: 'r', description: null },
  ],
  columns: [
    column(1, 1, 'id'),
    column(1, 2, 'box'),
    column(1, 3, 'data', 'jsonb'),
    column(1, 4, 'odd"name'),
    column(2, 1, 'id'),
  ],
  keys: [
    { name: 'items_pkey', type: 'p', rel: 1, cols: [1], ref: 0, refcols: null },
    { name: 'items_box_fkey', type: 'f', rel: 1, cols: [2], ref: 2, refcols: [1] },
  ],
  functions: [routine],
  views: [],
  casts: [],
}
const CACHE = buildSchemaCache(RAW, ['public'])

/** The statement that a request becomes. */
const LIMITS = { maxRows: 100, aggregates: true }

async function planOf(
  method: string,
  path: string,
  parameters: [string, string][] = [],
  body?: string,
  prefer = '',
  limits = LIMITS,
) {
  const url = new URL(`http://x/rest/v1${path}?${new URLSearchParams(parameters)}`)
  const request = new Request(url, { method, headers: { prefer, 'content-type': 'application/json' }, body })
  const caller = { role: 'anon', claims: {} }
  const read = await readRequest({ request, url, path, caller }, ['public'])
  const name = path.split('/').at(-1)!
  return read.target.kind === 'routine' ? planCall(read, name, CACHE, limits) : planRelation(read, name, CACHE, limits)
}

/** A statement without its quoted names: all that is left was written here, whatever the request said. */
const skeleton = (sql: string): string => sql.replace(/"(?:[^"]|"")*"/g, '"_"')

const HOSTILE = [
  `'; drop table items; --`,
  `"; drop table items; --`,
  `x" or "1"="1`,
  `\\'; select pg_sleep(9); --`,
  `$1; --`,
  `$$ or true`,
  `/* */ or 1=1`,
  `E'\\''`,
  `\u0001\n\r\t`,
  `‘；’`,
]
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

describe('nothing that a request says becomes SQL', () => {
  test.each(HOSTILE)('%j as a value, a name, an alias, a key of JSON', async (text) => {
    const pairs = (value: string, name: string): [string, string][] => [
      ['select', `${name}:id,data->${name},box:boxes(${name})`],
      ['id', `eq.${value}`],
      [name, `in.(${name})`],
      ['data->>a', `like(any).${value}`],
      ['or', `(id.eq.${name},data->${name}.is.null)`],
      ['order', `${name}.desc,data->${name}`],
      ['boxes.id', `not.fts(simple).${value}`],
    ]
    const hostile = await planOf('GET', '/items', pairs(text, quoted(text)), undefined, 'count=exact')
    const plain = await planOf('GET', '/items', pairs('value', '"name"'), undefined, 'count=exact')
    expect(skeleton(hostile.sql).replace(/\$\d+/g, '$')).toBe(skeleton(plain.sql).replace(/\$\d+/g, '$'))
    expect(hostile.statement.values).toContain(text)
  })

  test.each(HOSTILE)('%j in bodies, conflict targets and arguments', async (text) => {
    const body = JSON.stringify({ id: text })
    const conflict: [string, string][] = [['on_conflict', quoted(text)]]
    const hostile = await planOf('POST', '/items', conflict, body, 'resolution=merge-duplicates')
    const plain = await planOf('POST', '/items', [['on_conflict', 'id']], '{"id":1}', 'resolution=merge-duplicates')
    expect(skeleton(hostile.sql)).toBe(skeleton(plain.sql))
    const update = await planOf('PATCH', '/items', [['id', `eq.${text}`]], body)
    expect(skeleton(update.sql)).toBe(skeleton((await planOf('PATCH', '/items', [['id', 'eq.1']], '{"id":1}')).sql))
    const call = await planOf('GET', '/rpc/f', [['x', text]])
    expect(call.sql).toBe((await planOf('GET', '/rpc/f', [['x', 'y']])).sql)
    await expect(planOf('POST', '/items', [], JSON.stringify({ [text]: 1 }))).rejects.toMatchObject({
      code: 'PGRST204',
    })
    await expect(planOf('GET', `/${encodeURIComponent(text)}`)).rejects.toMatchObject({ code: 'PGRST205' })
  })

  test.each(['int; drop table items', 'text[]', "int'", 'int--', 'numeric(1)', 'a b', 'select x', '1', '$1', 'a.b'])(
    'no cast to %s',
    async (type) => {
      await expect(planOf('GET', '/items', [['select', `id::${type}`]])).rejects.toBeInstanceOf(RestError)
      await expect(planOf('GET', '/items', [['select', `id.sum()::${type}`]])).rejects.toBeInstanceOf(RestError)
    },
  )

  test.each(['x; drop', "english'", 'a(b)', ''])('no text search configuration %j', async (config) => {
    await expect(planOf('GET', '/items', [['id', `fts(${config}).a`]])).rejects.toMatchObject({ code: 'PGRST100' })
  })

  test('a name with a zero byte is refused', async () => {
    await expect(planOf('GET', '/items', [['select', '"a\0b"']])).rejects.toMatchObject({ code: '22021' })
  })
})

const databaseError = (message: string, fields: Record<string, unknown>): DatabaseError =>
  new DatabaseError(Object.assign(new Error(message) as Error & Record<string, unknown>, fields))

test('aggregates are refused where they are not allowed, at any depth', async () => {
  const limits = { maxRows: 100, aggregates: false }
  const ask = (select: string) => planOf('GET', '/items', [['select', select]], undefined, '', limits)
  await expect(ask('count()')).rejects.toMatchObject({ code: 'PGRST123' })
  await expect(ask('id,boxes(id.max())')).rejects.toMatchObject({ code: 'PGRST123' })
  await expect(ask('id,boxes(count)')).resolves.toBeDefined()
})

test('the closest name, or none', () => {
  const names = ['projects', 'clients', 'tasks']
  expect(closest('project', names, 0.75)).toBe('projects')
  expect(closest('CLIENTS', names, 0.75)).toBe('clients')
  expect(closest('orders', names, 0.75)).toBeUndefined()
  expect(closest('x'.repeat(100_000), names, 0.33)).toBeUndefined()
})

test('media: by quality, vendor types, plans refused', () => {
  expect(negotiate(null, false).format).toBe('array')
  expect(negotiate('text/csv;q=0.5, application/vnd.pgrst.object+json;nulls=stripped', false)).toEqual({
    format: 'object',
    stripNulls: true,
    contentType: 'application/vnd.pgrst.object+json; nulls=stripped; charset=utf-8',
  })
  expect(() => negotiate('application/vnd.pgrst.plan+json; for="application/json"', false)).toThrow(
    'None of these media types are available: application/vnd.pgrst.plan+json;for="application/json"',
  )
})

test.each([
  ['08006', 503],
  ['22P02', 400],
  ['23502', 400],
  ['23503', 409],
  ['23505', 409],
  ['25006', 405],
  ['28P01', 403],
  ['40001', 500],
  ['42501', 403],
  ['42703', 400],
  ['42883', 404],
  ['42P01', 404],
  ['42P17', 500],
  ['53300', 503],
  ['54001', 500],
  ['57014', 500],
  ['P0001', 400],
  ['P0002', 500],
  ['PT404', 404],
  ['PTabc', 500],
  ['PT000', 500],
  ['XX000', 500],
])('SQLSTATE %s is answered with %i', (code, status) => {
  const error = databaseError('m', { code, detail: 'd', hint: 'h' })
  const answer = fromDatabase(error, false)
  expect(answer.status).toBe(status)
  expect(answer.body).toEqual({ code, message: 'm', details: 'd', hint: 'h' })
})

test('a visitor without the privilege is asked to sign in', () => {
  const error = databaseError('permission denied', { code: '42501' })
  expect(fromDatabase(error, true)).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': 'Bearer' } })
})
