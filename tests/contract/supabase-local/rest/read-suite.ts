import { describe, expect, test } from 'vitest'
import type { Local } from '../../../support/supabase-local'

/** supabase-js reading: `select`, embeds, aggregates, order, pages, counts. */
export function readSuite(local: () => Local): void {
  const from = (table: string) => local().client().from(table)

  describe('select', () => {
    test('columns, aliases, casts and JSON paths', async () => {
      const columns =
        'title, cost:price::text, details->pages, first:details->parts->0->>name, isbn:details->>isbn::int, tags->1'
      const { data, error } = await from('books').select(columns).eq('id', 1).single()
      expect(error).toBeNull()
      expect(data).toEqual({
        title: 'Notes on the engine',
        cost: '12.5000000001',
        pages: 66,
        first: 'G',
        isbn: 12,
        tags: 'a b',
      })
    })

    test('numbers keep their digits in the text of the answer', async () => {
      const url = 'http://supabase.local/rest/v1/books?id=eq.1&select=price,copies'
      const { anonKey } = local().supabase.keys
      const response = await local().supabase.fetch(new Request(url, { headers: { apikey: anonKey } }))
      expect(await response.text()).toBe('[{"price":12.5000000001,"copies":9007199254740993}]')
    })

    test('names that have to be quoted', async () => {
      const { data } = await from('odd name').select('"the key",q:"a \\"quoted\\" one",x-y').eq('"the key"', 1)
      expect(data).toEqual([{ 'the key': 1, q: 'one', 'x-y': 'dash' }])
    })

    test('a computed column is selected and filtered by like any other', async () => {
      const { data } = await from('books').select('full_title').eq('full_title', 'Jane #2')
      expect(data).toEqual([{ full_title: 'Jane #2' }])
    })
  })

  describe('embeds', () => {
    test('many-to-one, one-to-many, one-to-one and many-to-many, nested and with aliases', async () => {
      const { data, error } = await from('books')
        .select('id, writer:authors!author_id(name), covers(colour), genres(name), reviews(stars), publishers(name)')
        .in('id', [1, 5])
        .order('id')
        .order('stars', { referencedTable: 'reviews' })
      expect(error).toBeNull()
      expect(data).toEqual([
        {
          id: 1,
          writer: { name: 'Ada' },
          covers: { colour: 'blue' },
          genres: [{ name: 'science' }],
          reviews: [{ stars: 3 }, { stars: 5 }],
          publishers: { name: 'Aldus' },
        },
        { id: 5, writer: null, covers: null, genres: [], reviews: [], publishers: null },
      ])
    })

    test('from the other side, three levels down', async () => {
      const { data } = await from('publishers')
        .select('name, books(title, author:authors!books_author_id_fkey(name, mentor_id(name)))')
        .eq('id', 2)
      const author = { name: 'Brontë', mentor_id: { name: 'Ada' } }
      expect(data).toEqual([{ name: 'Elzevir', books: [{ title: 'Villette', author }] }])
    })

    test('a table that refers to itself: its children by its name, its parent by the column', async () => {
      const { data } = await from('authors').select('name, pupils:authors(name), mentor:mentor_id(name)').order('id')
      expect(data).toEqual([
        { name: 'Ada', pupils: [{ name: 'Brontë' }, { name: 'Čapek' }], mentor: null },
        { name: 'Brontë', pupils: [], mentor: { name: 'Ada' } },
        { name: 'Čapek', pupils: [], mentor: { name: 'Ada' } },
      ])
    })

    test('hints: a foreign key, a column, the table between', async () => {
      const byColumn = await from('authors').select('name, books!translator_id(id)').eq('id', 3)
      expect(byColumn.data).toEqual([{ name: 'Čapek', books: [{ id: 2 }] }])
      const byTable = await from('genres').select('name, books!book_genres(id)').eq('id', 1).single()
      expect(byTable.data).toEqual({ name: 'science', books: [{ id: 1 }, { id: 4 }] })
      const asTarget = await from('books').select('books_author_id_fkey(name)').eq('id', 1)
      expect(asTarget.data).toEqual([{ books_author_id_fkey: { name: 'Ada' } }])
    })

    test('inner ones leave out who has none, and count so', async () => {
      const { data, count } = await from('books')
        .select('id, reviews!inner(stars)', { count: 'exact' })
        .gt('reviews.stars', 3)
        .order('id')
      expect(data).toEqual([
        { id: 1, reviews: [{ stars: 5 }] },
        { id: 2, reviews: [{ stars: 4 }] },
      ])
      expect(count).toBe(2)
      const one = await from('books').select('id, authors!author_id!inner()').eq('authors.name', 'Ada')
      expect(one.data).toEqual([{ id: 1 }])
    })

    test('their own filters, or, order, limit and offset', async () => {
      const { data } = await from('publishers')
        .select('id, books(id)')
        .or('price.gt.10,title.eq.Jane', { referencedTable: 'books' })
        .order('id', { referencedTable: 'books', ascending: false })
        .range(1, 1, { referencedTable: 'books' })
        .limit(1)
        .order('id')
      expect(data).toEqual([{ id: 1, books: [{ id: 1 }] }])
    })

    test('order by a column of one, and by whether one is there', async () => {
      const { data } = await from('books')
        .select('id, authors!author_id(name)')
        .order('authors(name)', { ascending: false, nullsFirst: false })
        .order('id')
      expect(data?.map(({ id }) => id as number)).toEqual([4, 2, 3, 1, 5])
      const without = await from('books').select('id, reviews()').is('reviews', null).order('id')
      expect(without.data).toEqual([{ id: 3 }, { id: 5 }])
      const withOne = await from('books').select('id, covers(colour)').not('covers', 'is', null).order('id')
      expect(withOne.data?.map(({ id }) => id as number)).toEqual([1, 2])
      const either = await from('books').select('id, covers(), reviews()').or('covers.not.is.null,reviews.not.is.null')
      expect(either.data).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }])
    })

    test('spread: one lifts its columns up, many become arrays', async () => {
      const one = await from('books').select('id, ...authors!author_id(writer:name, born)').eq('id', 1)
      expect(one.data).toEqual([{ id: 1, writer: 'Ada', born: '1815-12-10' }])
      const many = await from('authors')
        .select('name, ...books!author_id(titles:title, prices:price)')
        .order('id', { referencedTable: 'books', ascending: false })
        .eq('id', 2)
      expect(many.data).toEqual([{ name: 'Brontë', titles: ['Villette', 'Jane'], prices: [9.99, 8] }])
      const through = await from('books').select('id, kinds:book_genres(is_main, ...genres(name))').eq('id', 1)
      expect(through.data).toEqual([{ id: 1, kinds: [{ is_main: true, name: 'science' }] }])
      const all = await from('books').select('id, ...covers(*)').eq('id', 2)
      expect(all.data).toEqual([{ id: 2, book_id: 2, colour: 'red' }])
    })

    test('computed ones, to many and to one', async () => {
      const { data, error } = await from('books').select('id, praise(stars), best_review(text)').eq('id', 1)
      expect(error).toBeNull()
      expect(data).toEqual([{ id: 1, praise: [{ stars: 5 }], best_review: { text: 'Fine' } }])
    })

    test('a view has the relationships of the columns it shows', async () => {
      const { data } = await from('cheap_books').select('name, authors(name)').order('id')
      expect(data).toEqual([
        { name: 'Jane', authors: { name: 'Brontë' } },
        { name: 'Villette', authors: { name: 'Brontë' } },
        { name: "Nobody's", authors: null },
      ])
      const stats = await from('author_stats').select('id, written, books!books_author_id_fkey(id)').eq('author_id', 3)
      expect(stats.data).toEqual([{ id: 'Čapek', written: 1, books: [{ id: 4 }] }])
    })
  })

  describe('aggregates', () => {
    test('over all, by group, with casts, in embeds and spreads', async () => {
      const all = await from('books').select('count(), most:price.max(), copies.min(), price.sum()::int').gt('id', 1)
      expect(all.data).toEqual([{ count: 4, most: 9.99, min: 1, sum: 19 }])
      const grouped = await from('books').select('author_id, n:id.count()').order('author_id')
      expect(grouped.data).toEqual([
        { author_id: 1, n: 1 },
        { author_id: 2, n: 2 },
        { author_id: 3, n: 1 },
        { author_id: null, n: 1 },
      ])
      const named = await from('books').select('id, reviews(count)').in('id', [1, 3]).order('id')
      expect(named.data).toEqual([
        { id: 1, reviews: [{ count: 2 }] },
        { id: 3, reviews: [{ count: 0 }] },
      ])
      const inside = await from('books').select('id, reviews(count(), stars.avg())').eq('id', 1)
      expect(inside.data).toEqual([{ id: 1, reviews: [{ count: 2, avg: 4 }] }])
      const bySpread = await from('books').select('copies.sum(), ...publishers(city)').not('publisher_id', 'is', null)
      expect(bySpread.data).toHaveLength(2)
      const lifted = await from('reviews').select('book_id, ...books(price.max(), count())').order('book_id')
      expect(lifted.data?.[0]).toEqual({ book_id: 1, max: 12.5000000001, count: 2 })
      const byEmbed = await from('books').select('count(), publishers(name)').eq('publisher_id', 1)
      expect(byEmbed.data).toEqual([{ count: 2, publishers: { name: 'Aldus' } }])
    })
  })

  describe('order and pages', () => {
    const ids = (data: unknown): number[] => (data as { id: number }[]).map(({ id }) => id)

    test('by several, by JSON, with nulls where they are wanted', async () => {
      const byJson = await from('books').select('id').order('details->pages', { nullsFirst: false }).order('id')
      expect(ids(byJson.data)).toEqual([1, 4, 2, 3, 5])
      const down = await from('books').select('id').order('price', { ascending: false, nullsFirst: true })
      expect(ids(down.data)).toEqual([4, 1, 3, 2, 5])
    })

    test('limit, range and counts', async () => {
      const page = await from('books').select('id', { count: 'exact' }).order('id').range(1, 2)
      expect(page).toMatchObject({ data: [{ id: 2 }, { id: 3 }], count: 5, status: 206 })
      const head = await from('books').select('*', { count: 'exact', head: true }).eq('author_id', 2)
      expect(head).toMatchObject({ data: null, count: 2, status: 200 })
      const all = await from('books').select('id', { count: 'estimated' }).limit(9)
      expect(all).toMatchObject({ count: 5, status: 200 })
      const planned = await from('books').select('id', { count: 'planned' })
      expect(planned.count).toBeGreaterThan(0)
      const none = await from('books').select('id', { count: 'exact' }).limit(0)
      expect(none).toMatchObject({ data: [], count: 5 })
      const beyond = await from('books').select('id', { count: 'exact' }).range(100, 109)
      expect(beyond).toMatchObject({ status: 416, error: { code: 'PGRST103' } })
    })
  })

  describe('modifiers', () => {
    test('single, maybeSingle, csv, strip nulls', async () => {
      const one = await from('genres').select().eq('id', 1).single()
      expect(one.data).toEqual({ id: 1, name: 'science' })
      const two = await from('genres').select().lt('id', 3).single()
      expect(two).toMatchObject({
        status: 406,
        error: {
          code: 'PGRST116',
          details: 'The result contains 2 rows',
          message: 'Cannot coerce the result to a single JSON object',
        },
      })
      const none = await from('genres').select().eq('id', 99).maybeSingle()
      expect(none).toMatchObject({ data: null, error: null })
      const csv = await from('books').select('id,title').eq('id', 4).csv()
      expect(csv.data).toBe('id,title\n4,"Robots, ""R.U.R."" (100%)"')
      const stripped = await from('publishers').select().stripNulls().order('id')
      expect(stripped.data).toEqual([
        { id: 1, name: 'Aldus', city: 'Venice' },
        { id: 2, name: 'Elzevir' },
      ])
    })
  })
}
