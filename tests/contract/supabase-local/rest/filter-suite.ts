import { describe, expect, test } from 'vitest'
import type { Local } from '../../../support/supabase-local'

type Row = Record<string, unknown>

/** supabase-js filters: each operator, negated, quantified, in groups, on JSON and on embeds. */
export function filterSuite(local: () => Local): void {
  const books = (columns = 'id') => local().client().from('books').select(columns)
  const ids = async (asked: PromiseLike<{ data: unknown; error: unknown }>): Promise<unknown[]> => {
    const { data, error } = await asked
    expect(error).toBeNull()
    return (data as Row[]).map(({ id }) => id)
  }

  describe('filters', () => {
    test('comparisons', async () => {
      expect(await ids(books().eq('title', "Nobody's"))).toEqual([5])
      expect(await ids(books().neq('author_id', 2).order('id'))).toEqual([1, 4])
      expect(await ids(books().gt('price', 9.99))).toEqual([1])
      expect(await ids(books().gte('price', 9.99).order('id'))).toEqual([1, 3])
      expect(await ids(books().lt('price', 8))).toEqual([5])
      expect(await ids(books().lte('price', 8).order('id'))).toEqual([2, 5])
      expect(await ids(books().eq('copies', '9007199254740993'))).toEqual([1])
      expect(await ids(books().eq('printed', true).order('id'))).toEqual([1, 4, 5])
      expect(await ids(books().eq('title', 'Robots, "R.U.R." (100%)'))).toEqual([4])
    })

    test('patterns', async () => {
      expect(await ids(books().like('title', '%the%'))).toEqual([1])
      expect(await ids(books().ilike('title', '*ROBOTS*'))).toEqual([4])
      expect(await ids(books().likeAnyOf('title', ['J%', 'V%']).order('id'))).toEqual([2, 3])
      expect(await ids(books().likeAllOf('title', ['%e%', '%l%']).order('id'))).toEqual([3])
      expect(await ids(books().ilikeAnyOf('title', ['j%']))).toEqual([2])
      expect(await ids(books().ilikeAllOf('title', ['%E', 'j%']))).toEqual([2])
      expect(await ids(books().regexMatch('title', '^Notes'))).toEqual([1])
      expect(await ids(books().regexIMatch('title', '^notes'))).toEqual([1])
    })

    test('is, in and distinct', async () => {
      expect(await ids(books().is('printed', null))).toEqual([3])
      expect(await ids(books().is('printed', false))).toEqual([2])
      expect(await ids(books().is('printed', true).order('id'))).toEqual([1, 4, 5])
      expect(await ids(books().filter('printed', 'is', 'unknown'))).toEqual([3])
      expect(await ids(books().filter('printed', 'is', 'not_null').order('id'))).toEqual([1, 2, 4, 5])
      expect(await ids(books().in('id', [2, 3]).order('id'))).toEqual([2, 3])
      expect(await ids(books().in('id', []))).toEqual([])
      expect(await ids(books().in('title', ['Jane', 'no, (such)']))).toEqual([2])
      // The client library does not escape quotes inside; by hand it is done so.
      expect(await ids(books().filter('title', 'in', '("Robots, \\"R.U.R.\\" (100%)",Jane)').order('id'))).toEqual([
        2, 4,
      ])
      expect(await ids(books().notIn('id', [1, 2, 3, 4]))).toEqual([5])
      expect(await ids(books().isDistinct('author_id', 2).order('id'))).toEqual([1, 4, 5])
    })

    test('arrays, JSON and ranges', async () => {
      expect(await ids(books().contains('tags', ['novel']).order('id'))).toEqual([2, 3])
      expect(await ids(books().contains('tags', ['a b']))).toEqual([1])
      expect(await ids(books().containedBy('tags', ['novel', 'maths']).order('id'))).toEqual([2, 4, 5])
      expect(await ids(books().overlaps('tags', ['travel', 'maths']).order('id'))).toEqual([1, 3])
      expect(await ids(books().contains('details', { pages: 500 }))).toEqual([2])
      expect(await ids(books().contains('lent', '[2026-01-05,2026-01-06]'))).toEqual([1])
      expect(await ids(books().rangeGt('lent', '[2026-02-01,2026-02-02)'))).toEqual([3])
      expect(await ids(books().rangeGte('lent', '[2026-02-01,2026-02-02)'))).toEqual([3])
      expect(await ids(books().rangeLt('lent', '[2026-02-01,2026-02-02)'))).toEqual([1])
      expect(await ids(books().rangeLte('lent', '[2026-01-01,2026-02-01)'))).toEqual([1])
      expect(await ids(books().rangeAdjacent('lent', '[2026-02-01,2026-03-01)').order('id'))).toEqual([1, 3])
      expect(await ids(books().overlaps('lent', '[2026-01-31,2026-03-02)').order('id'))).toEqual([1, 3])
    })

    test('JSON paths in filters', async () => {
      expect(await ids(books().eq('details->>isbn', '12'))).toEqual([1])
      expect(await ids(books().gt('details->pages', 80).order('id'))).toEqual([2, 4])
      expect(await ids(books().eq('details->parts->0->>name', 'G'))).toEqual([1])
      expect(await ids(books().eq('tags->>0', 'maths'))).toEqual([1])
    })

    test('full text', async () => {
      expect(await ids(books().textSearch('words', 'engine & note'))).toEqual([1])
      expect(await ids(books().textSearch('words', 'the engine', { type: 'plain', config: 'english' }))).toEqual([1])
      expect(await ids(books().textSearch('title', 'notes on', { type: 'phrase', config: 'simple' }))).toEqual([1])
      expect(await ids(books().textSearch('title', 'jane or villette', { type: 'websearch' }).order('id'))).toEqual([
        2, 3,
      ])
    })

    test('not, or, and, nested; match; filter', async () => {
      expect(await ids(books().not('author_id', 'eq', 2).order('id'))).toEqual([1, 4])
      expect(await ids(books().not('id', 'in', '(1,2,3)').order('id'))).toEqual([4, 5])
      expect(await ids(books().or('id.eq.1,title.eq.Jane').order('id'))).toEqual([1, 2])
      expect(await ids(books().or('id.eq.1,and(author_id.eq.2,not.or(id.eq.2,id.eq.1))').order('id'))).toEqual([1, 3])
      expect(await ids(books().or('title.eq."Robots, \\"R.U.R.\\" (100%)",tags.cs.{travel}').order('id'))).toEqual([
        3, 4,
      ])
      expect(await ids(books().or('id.in.(1,5),details->>pages.eq.500').order('id'))).toEqual([1, 2, 5])
      // One value, taken for a number here and for text there.
      expect(await ids(books().or('id.eq.1,title.eq.1,details->>isbn.eq.1'))).toEqual([1])
      expect(await ids(books().match({ author_id: 2, printed: false }))).toEqual([2])
      expect(await ids(books().filter('id', 'eq(any)', '{1,2}').order('id'))).toEqual([1, 2])
      expect(await ids(books().filter('price', 'gt(all)', '{1,8}').order('id'))).toEqual([1, 3])
    })

    test('on embeds, by alias or by name', async () => {
      const byAlias = await books('id, opinions:reviews!inner(stars)').eq('opinions.stars', 2)
      expect(byAlias.data).toEqual([{ id: 4, opinions: [{ stars: 2 }] }])
      const byName = await books('id, opinions:reviews!inner(stars)').eq('reviews.stars', 2)
      expect(byName.data).toEqual([{ id: 4, opinions: [{ stars: 2 }] }])
      const nested = await local()
        .client()
        .from('publishers')
        .select('name, books!inner(id, authors!author_id!inner(name))')
        .eq('books.authors.name', 'Brontë')
        .order('id')
      expect(nested.data?.map(({ name }) => name as string)).toEqual(['Aldus', 'Elzevir'])
    })
  })
}
