import { describe, expect, test } from 'vitest'
import { openRest } from '@/lib/supabase-local/rest/rest'
import type { Local } from '../../../support/supabase-local'

type Asked = { status: number; headers: Headers; body: unknown }

/** Raw HTTP against what PostgREST's documentation says of each error, and of headers. */
export function errorSuite(local: () => Local): void {
  describe('errors', () => {
    test('what cannot be read: PGRST100', async () => {
      expect(await get('/books?id=noop.1')).toMatchObject({
        status: 400,
        body: {
          code: 'PGRST100',
          message: '"failed to parse filter (noop.1)" (line 1, column 1)',
          details: 'unexpected "n" expecting "not" or operator (eq, gt, ...)',
          hint: null,
        },
      })
      expect(await get('/books?select=id,(')).toMatchObject({ status: 400, body: { code: 'PGRST100' } })
      expect(await get('/books?order=id.up')).toMatchObject({
        body: { details: 'unexpected "." expecting "asc", "desc", "nullsfirst" or "nullslast"' },
      })
      expect(await get('/books?or=()')).toMatchObject({ body: { code: 'PGRST100' } })
    })

    test('methods, bodies, ranges, schemas, media: PGRST101 to PGRST107', async () => {
      expect(await ask('DELETE', '/rpc/add')).toMatchObject({
        status: 405,
        body: { code: 'PGRST101', message: 'Cannot use the DELETE method on RPC' },
      })
      expect(await ask('POST', '/books', '{"id":')).toMatchObject({
        status: 400,
        body: { code: 'PGRST102', message: 'Empty or invalid json' },
      })
      expect(await ask('POST', '/books', '[{"id":1},{"title":"a"}]')).toMatchObject({
        body: { code: 'PGRST102', message: 'All object keys must match' },
      })
      expect(await get('/books?limit=-1')).toMatchObject({ status: 416, body: { code: 'PGRST103' } })
      expect(await get('/books', { range: '9-0' })).toMatchObject({ status: 416, body: { code: 'PGRST103' } })
      expect(await get('/books?offset=99', { prefer: 'count=exact' })).toMatchObject({
        status: 416,
        body: {
          code: 'PGRST103',
          message: 'Requested range not satisfiable',
          details: 'An offset of 99 was requested, but there are only 5 rows.',
        },
      })
      expect(await get('/books', { 'accept-profile': 'auth' })).toMatchObject({
        status: 406,
        body: {
          code: 'PGRST106',
          message: 'Invalid schema: auth',
          hint: 'Only the following schemas are exposed: public',
        },
      })
      const plan = 'application/vnd.pgrst.plan+json'
      expect(await get('/books', { accept: plan })).toMatchObject({
        status: 406,
        body: { code: 'PGRST107', message: `None of these media types are available: ${plan}` },
      })
    })

    test('embeds that are not there, orders that are impossible: PGRST108, 118, 120, 127', async () => {
      expect(await get('/books?covers.colour=eq.red')).toMatchObject({
        status: 400,
        body: { code: 'PGRST108', message: "'covers' is not an embedded resource in this request" },
      })
      expect(await get('/books?select=id,reviews(id)&order=reviews(stars)')).toMatchObject({
        body: {
          code: 'PGRST118',
          details: "'books' and 'reviews' do not form a many-to-one or one-to-one relationship",
        },
      })
      expect(await get('/books?select=id,reviews(id)&reviews=eq.1')).toMatchObject({ body: { code: 'PGRST120' } })
      expect(await get('/books?select=id,...reviews(stars.sum())')).toMatchObject({ body: { code: 'PGRST127' } })
    })

    test('relationships: none, several', async () => {
      expect(await get('/books?select=*,staff(*)')).toMatchObject({
        status: 400,
        body: {
          code: 'PGRST200',
          message: "Could not find a relationship between 'books' and 'staff' in the schema cache",
          details:
            "Searched for a foreign key relationship between 'books' and 'staff' in the schema 'public', " +
            'but no matches were found.',
        },
      })
      expect(await get('/books?select=*,revews(*)')).toMatchObject({
        body: { hint: "Perhaps you meant 'reviews' instead of 'revews'." },
      })
      const { status, body } = await get('/books?select=*,authors(*)')
      expect(status).toBe(300)
      expect(body).toEqual({
        code: 'PGRST201',
        message: "Could not embed because more than one relationship was found for 'books' and 'authors'",
        details: [
          {
            cardinality: 'many-to-one',
            embedding: 'books with authors',
            relationship: 'books_author_id_fkey using books(author_id) and authors(id)',
          },
          {
            cardinality: 'many-to-one',
            embedding: 'books with authors',
            relationship: 'books_translator_id_fkey using books(translator_id) and authors(id)',
          },
        ],
        hint:
          "Try changing 'authors' to one of the following: 'authors!books_author_id_fkey', " +
          "'authors!books_translator_id_fkey'. Find the desired relationship in the 'details' key.",
      })
    })

    test('tables and columns that are not there: PGRST204, 205, 42703', async () => {
      expect(await get('/boks')).toMatchObject({
        status: 404,
        body: {
          code: 'PGRST205',
          message: "Could not find the table 'public.boks' in the schema cache",
          hint: "Perhaps you meant the table 'public.books'",
        },
      })
      expect(await get('/a/b/c')).toMatchObject({ status: 404, body: { code: 'PGRST125' } })
      expect(await ask('POST', '/books', '{"titel":"x"}')).toMatchObject({
        status: 400,
        body: { code: 'PGRST204', message: "Could not find the 'titel' column of 'books' in the schema cache" },
      })
      expect(await get('/books?select=titel')).toMatchObject({
        status: 400,
        body: { code: '42703', message: 'column books.titel does not exist' },
      })
      expect(await get('/authors?select=books!author_id(titel)')).toMatchObject({
        body: { code: '42703', message: 'column books_1.titel does not exist' },
      })
    })

    test("Postgres' own: their statuses", async () => {
      expect(await ask('POST', '/genres', '{"id":1,"name":"x"}')).toMatchObject({
        status: 409,
        body: { code: '23505', details: 'Key (id)=(1) already exists.' },
      })
      expect(await ask('POST', '/covers', '{"book_id":99,"colour":"x"}')).toMatchObject({
        status: 409,
        body: { code: '23503' },
      })
      expect(await ask('POST', '/reviews', '{"book_id":1,"stars":9}')).toMatchObject({
        status: 400,
        body: { code: '23514' },
      })
      expect(await get('/books?id=eq.x')).toMatchObject({
        status: 400,
        body: { code: '22P02', message: 'invalid input syntax for type integer: "x"' },
      })
      expect(await get('/books?printed=eq.maybe')).toMatchObject({ status: 400, body: { code: '22P02' } })
      expect(await get('/books?title=fts.a%20b')).toMatchObject({ status: 400, body: { code: '42601' } })
      expect(await get('/books?select=id::nosuch')).toMatchObject({ status: 400, body: { code: '42704' } })
      expect(await ask('POST', '/rpc/refuse', '{"code":"57014","message":"slow"}')).toMatchObject({ status: 500 })
      expect(await ask('POST', '/rpc/refuse', '{"code":"42P01"}')).toMatchObject({ status: 404 })
    })

    test('headers of a reading', async () => {
      const page = await get('/books?select=id&order=id', { range: '1-2', prefer: 'count=exact' })
      expect([page.status, page.body]).toEqual([206, [{ id: 2 }, { id: 3 }]])
      expect(page.headers.get('content-range')).toBe('1-2/5')
      expect(page.headers.get('content-location')).toBe('/books?order=id&select=id')
      expect(page.headers.get('preference-applied')).toBe('count=exact')
      expect(page.headers.get('content-type')).toBe('application/json; charset=utf-8')
      const none = await get('/books?id=eq.99')
      expect([none.status, none.headers.get('content-range'), none.body]).toEqual([200, '*/*', []])
      const root = await get('/')
      expect(root.body).toMatchObject({ swagger: '2.0', definitions: { books: { type: 'object' } } })
    })

    test('a definition that comes later is found without being told of', async () => {
      expect((await get('/later')).status).toBe(404)
      const sql = `create table later (id int primary key, book_id int references books (id));
        insert into later values (1, 2); grant select, insert on later to anon;`
      await local().migrate(sql)
      expect((await get('/later?select=id,books(title)')).body).toEqual([{ id: 1, books: { title: 'Jane' } }])
      await local().migrate('alter table later add column note text')
      expect((await ask('POST', '/later', '{"id":2,"note":"x"}')).status).toBe(201)
      await local().migrate('drop table later')
      expect(await get('/later')).toMatchObject({ status: 404 })
    })

    test('a definition that changed without a fault is seen after a while', async () => {
      let now = 0
      const rest = openRest({ database: local().database, now: () => now })
      const url = new URL('http://x/rpc/later')
      const call = async (): Promise<unknown> => {
        const request = new Request(url)
        const caller = { role: 'anon', claims: {} }
        return (await rest.handle({ request, url, path: '/rpc/later', caller })).json()
      }
      await local().migrate(`create function later() returns int language sql stable as 'select 1'`)
      expect(await call()).toBe(1)
      const several = `create function later() returns setof int language sql stable as 'select 1'`
      await local().migrate(`drop function later(); ${several}`)
      expect(await call()).toBe(1)
      now = 6000
      expect(await call()).toEqual([1])
      await local().migrate('drop function later()')
    })
  })

  const get = (path: string, headers: Record<string, string> = {}): Promise<Asked> =>
    ask('GET', path, undefined, headers)

  async function ask(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Asked> {
    const all = { apikey: local().supabase.keys.anonKey, 'content-type': 'application/json', ...headers }
    const request = new Request(`http://supabase.local/rest/v1${path}`, { method, headers: all, body })
    const response = await local().supabase.fetch(request)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as unknown),
    }
  }
}
