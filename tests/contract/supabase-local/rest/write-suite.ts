import { afterEach, describe, expect, test } from 'vitest'
import type { Local } from '../../../support/supabase-local'

/** supabase-js writing: insert, upsert, update, delete, and what may be preferred of them. */
export function writeSuite(local: () => Local): void {
  const service = () => local().client(local().supabase.keys.serviceKey)
  const from = (table: string) => local().client().from(table)

  describe('writes', () => {
    afterEach(async () => {
      await from('reviews').delete().gt('id', 4)
      await from('genres').delete().gt('id', 3)
    })

    test('insert: one, several, with defaults, answered with embeds', async () => {
      const quiet = await from('genres').insert({ id: 10, name: 'travel' })
      expect(quiet).toMatchObject({ data: null, error: null, status: 201 })
      const { data, error, status } = await from('reviews')
        .insert({ book_id: 2, stars: 5 })
        .select('stars, text, books(title, authors!author_id(name))')
        .single()
      expect(error).toBeNull()
      expect(status).toBe(201)
      const books = { title: 'Jane', authors: { name: 'Brontë' } }
      expect(data).toEqual({ stars: 5, text: 'No comment.', books })
      const many = await from('reviews')
        .insert(
          [
            { book_id: 3, stars: 1, text: 'it\'s; -- \\ "x"' },
            { book_id: 3, stars: 2 },
          ],
          { count: 'exact', defaultToNull: false },
        )
        .select('text')
        .order('stars')
      expect(many.error).toBeNull()
      expect(many.data).toEqual([{ text: 'it\'s; -- \\ "x"' }, { text: 'No comment.' }])
      expect(many.count).toBe(2)
    })

    test('insert: keys that differ are null unless defaults are asked for; columns choose', async () => {
      const rows = [
        { book_id: 3, stars: 1 },
        { book_id: 3, stars: 2, text: 'Said' },
      ]
      const nulls = await from('reviews').insert(rows)
      expect(nulls.error).toMatchObject({ code: '23502' })
      const response = await raw('/reviews?columns=book_id,stars', 'POST', rows, 'return=representation')
      expect(response.status).toBe(201)
      expect(((await response.json()) as { text: string }[]).map(({ text }) => text)).toEqual([
        'No comment.',
        'No comment.',
      ])
    })

    test('insert: every type as JSON has it, no digit lost', async () => {
      const body =
        '{"id":50,"title":"T","price":1.0000000001,"copies":9007199254740993,"tags":["a,b","{}"],"details":{"a":[1.50]},"lent":"[2026-01-01,2026-01-02)"}'
      const response = await raw('/books?select=price,copies,tags,details,lent', 'POST', body, 'return=representation')
      expect(await response.text()).toBe(
        '[{"price":1.0000000001,"copies":9007199254740993,"tags":["a,b","{}"],"details":{"a": [1.50]},"lent":"[2026-01-01,2026-01-02)"}]',
      )
      await from('books').delete().eq('id', 50)
    })

    test('insert: by CSV, nothing, an empty row, only headers', async () => {
      const csv = await raw('/genres', 'POST', 'id,name\n20,"a, ""b"""\n21,NULL', 'return=representation', 'text/csv')
      expect(await csv.json()).toMatchObject({ code: '23502' })
      const good = await raw('/genres', 'POST', 'id,name\n20,"a, ""b"""\n', 'return=representation', 'text/csv')
      expect(await good.json()).toEqual([{ id: 20, name: 'a, "b"' }])
      const nothing = await from('genres').insert([]).select()
      expect(nothing).toMatchObject({ data: [], status: 201 })
      const empty = await raw('/reviews', 'POST', {}, '')
      expect(await empty.json()).toMatchObject({ code: '23502' })
      const located = await raw('/book_genres', 'POST', { book_id: 3, genre_id: 2 }, 'return=headers-only')
      expect(located.headers.get('location')).toBe('/book_genres?book_id=eq.3&genre_id=eq.2')
      expect(located.headers.get('preference-applied')).toBe('return=headers-only')
      await from('book_genres').delete().match({ book_id: 3, genre_id: 2 })
    })

    test('upsert: merge or leave, by the primary key or another', async () => {
      const made = await from('genres').upsert({ id: 30, name: 'thirty' }).select()
      expect(made).toMatchObject({ data: [{ id: 30, name: 'thirty' }], status: 201 })
      const merged = await from('genres').upsert({ id: 30, name: 'XXX' }).select()
      expect(merged).toMatchObject({ data: [{ id: 30, name: 'XXX' }], status: 200 })
      const left = await from('genres').upsert({ id: 30, name: 'no' }, { ignoreDuplicates: true }).select()
      expect(left).toMatchObject({ data: [], status: 201 })
      const byName = await from('genres').upsert({ id: 31, name: 'XXX' }, { onConflict: 'name' }).select()
      expect(byName.data).toEqual([{ id: 31, name: 'XXX' }])
      const noSuch = await from('genres').upsert({ id: 31, name: 'b' }, { onConflict: 'id,name' })
      expect(noSuch.error).toMatchObject({ code: '42P10' })
    })

    test('update and delete: with filters, answers, counts', async () => {
      await from('genres').insert([
        { id: 40, name: 'a' },
        { id: 41, name: 'b' },
      ])
      const changed = await from('genres').update({ name: 'c' }).eq('id', 40).select('name').single()
      expect(changed.data).toEqual({ name: 'c' })
      const quiet = await from('genres').update({ name: 'd' }, { count: 'exact' }).or('id.eq.40,name.eq.zzz')
      expect(quiet).toMatchObject({ data: null, count: 1, status: 204 })
      const none = await from('genres').update({ name: 'd' }).eq('id', 999).select()
      expect(none).toMatchObject({ data: [], status: 200 })
      const nothing = await from('genres').update({}).eq('id', 40).select()
      expect(nothing).toMatchObject({ data: [], error: null })
      const gone = await from('genres').delete({ count: 'exact' }).gte('id', 40).select('id').order('id')
      expect(gone).toMatchObject({ data: [{ id: 40 }, { id: 41 }], count: 2, status: 200 })
    })

    test('a domain with casts is shown and read in its own way', async () => {
      const all = await from('paints').select().order('id')
      expect(all.data).toEqual([
        { id: 1, shade: '#0000ff' },
        { id: 2, shade: '#00ff00' },
      ])
      expect((await from('paints').select('id').eq('shade', '#00ff00')).data).toEqual([{ id: 2 }])
      expect((await from('paints').select('id').in('shade', ['0000ff', 'ff'])).data).toEqual([{ id: 1 }])
      const made = await from('paints').insert({ id: 3, shade: '#010203' }).select('dark:shade').rollback()
      expect(made.data).toEqual([{ dark: '#010203' }])
      const changed = await from('paints').update({ shade: '#0000fe' }).eq('id', 1).select().rollback()
      expect(changed.data).toEqual([{ id: 1, shade: '#0000fe' }])
    })

    test('a whole table is not changed by leaving out the filter', async () => {
      const update = await from('genres').update({ name: 'x' })
      expect(update).toMatchObject({ status: 400, error: { code: '21000', message: 'UPDATE requires a WHERE clause' } })
      const all = await from('genres').delete()
      expect(all).toMatchObject({ status: 400, error: { code: '21000', message: 'DELETE requires a WHERE clause' } })
    })

    test('single of a write that meets several rows undoes it', async () => {
      const { error, status } = await from('genres').update({ name: 'x' }).eq('id', 99).select().single()
      expect(status).toBe(406)
      expect(error).toMatchObject({ code: 'PGRST116', details: 'The result contains 0 rows' })
      await from('reviews').insert([
        { book_id: 5, stars: 1 },
        { book_id: 5, stars: 2 },
      ])
      const two = await from('reviews').update({ text: 'x' }).eq('book_id', 5).select().single()
      expect(two.error?.code).toBe('PGRST116')
      const { data } = await from('reviews').select('text').eq('book_id', 5)
      expect(data).toEqual([{ text: 'No comment.' }, { text: 'No comment.' }])
    })

    test('rollback and max-affected undo what they answer', async () => {
      const tried = await from('genres').insert({ id: 60, name: 'tried' }).select().rollback()
      expect(tried.data).toEqual([{ id: 60, name: 'tried' }])
      expect((await from('genres').select().eq('id', 60)).data).toEqual([])
      await from('genres').insert([
        { id: 61, name: 'a' },
        { id: 62, name: 'b' },
      ])
      const over = await raw('/genres?id=gt.60', 'DELETE', undefined, 'handling=strict, max-affected=1')
      expect(over.status).toBe(400)
      expect(await over.json()).toMatchObject({ code: 'PGRST124', details: 'The query affects 2 rows' })
      expect((await from('genres').select('id').gt('id', 60)).data).toHaveLength(2)
      const unknown = await raw('/genres', 'POST', { id: 63, name: 'c' }, 'handling=strict, anything=goes')
      expect(await unknown.json()).toMatchObject({ code: 'PGRST122', details: 'Invalid preferences: anything=goes' })
    })

    test('PUT writes the one row that its address names', async () => {
      const put = (id: number, body: unknown, more = '') =>
        raw(`/genres?id=eq.${id}${more}`, 'PUT', body, 'return=representation')
      expect(await put(70, { id: 70, name: 'put' }).then((made) => made.status)).toBe(201)
      const again = await put(70, { id: 70, name: 'again' })
      expect([again.status, await again.json()]).toEqual([200, [{ id: 70, name: 'again' }]])
      expect(await put(70, { id: 71, name: 'x' }).then((other) => other.json())).toMatchObject({ code: 'PGRST115' })
      expect(await put(70, { id: 70, name: 'x' }, '&limit=1').then((no) => no.json())).toMatchObject({
        code: 'PGRST114',
      })
      const wrong = await raw('/genres?name=eq.put', 'PUT', { id: 70, name: 'put' }, '')
      expect([wrong.status, await wrong.json()]).toMatchObject([405, { code: 'PGRST105' }])
    })

    test('a role that may insert and not read inserts as long as it asks for nothing back', async () => {
      expect(await from('inbox').insert({ id: 1, text: 'hello' })).toMatchObject({ status: 201, error: null })
      const asked = await from('inbox').insert({ id: 2, text: 'hello' }).select()
      expect(asked).toMatchObject({ status: 401, error: { code: '42501' } })
      expect((await service().from('staff').insert({ id: 77 }).select()).data).toEqual([{ id: 77 }])
    })
  })

  function raw(
    path: string,
    method: string,
    body: unknown,
    prefer: string,
    type = 'application/json',
  ): Promise<Response> {
    const headers: Record<string, string> = { apikey: local().supabase.keys.anonKey, 'content-type': type }
    if (prefer !== '') headers['prefer'] = prefer
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return local().supabase.fetch(new Request(`http://supabase.local/rest/v1${path}`, { method, headers, body: text }))
  }
}
