import { describe, expect, test } from 'vitest'
import { parseFilter, parseLogic, parseTreePath } from '@/lib/supabase-local/rest/parse/parse-filter'
import { parseOrder } from '@/lib/supabase-local/rest/parse/parse-order'
import { parseQuery } from '@/lib/supabase-local/rest/parse/parse-query'
import { parseSelect } from '@/lib/supabase-local/rest/parse/parse-select'
import { readRows } from '@/lib/supabase-local/rest/payload'
import { appliedPreferences, readPreferences } from '@/lib/supabase-local/rest/preferences'
import { cpuMs, slowness } from '../../support/cpu-time'

const COLUMN = { name: 'c', path: [] }
const filter = (text: string) => parseFilter(COLUMN, text)

describe('select', () => {
  test('everything that an item can be', () => {
    expect(parseSelect('*, a:b-c->d->>0::int , "x,y":z, n:count(), p.sum()::text, q::int.avg()')).toEqual([
      { kind: 'field', field: { name: '*', path: [] } },
      {
        kind: 'field',
        alias: 'a',
        cast: 'int',
        field: {
          name: 'b-c',
          path: [
            { arrow: '->', key: 'd', isIndex: false },
            { arrow: '->>', key: '0', isIndex: true },
          ],
        },
      },
      { kind: 'field', alias: 'x,y', field: { name: 'z', path: [] } },
      { kind: 'field', alias: 'n', field: { name: '*', path: [] }, aggregate: 'count' },
      { kind: 'field', field: { name: 'p', path: [] }, aggregate: 'sum', aggregateCast: 'text' },
      { kind: 'field', field: { name: 'q', path: [] }, cast: 'int', aggregate: 'avg' },
    ])
    expect(parseSelect('')).toEqual([])
    expect(parseSelect('a:rel!fk!inner(*,...other(b)),empty()')).toMatchObject([
      {
        kind: 'embed',
        relation: 'rel',
        alias: 'a',
        hint: 'fk',
        join: 'inner',
        spread: false,
        select: [{ field: { name: '*' } }, { kind: 'embed', relation: 'other', spread: true }],
      },
      { kind: 'embed', relation: 'empty', select: [] },
    ])
  })

  test.each(['(', 'a(', 'a(b', 'a::', 'a::int;drop', 'a->', ':', 'a.b', 'a.pg_sleep()', '"a', 'a!b', 'a,,b', '*x'])(
    'refuses %s',
    (text) => {
      expect(() => parseSelect(text)).toThrow(/failed to parse select parameter/)
    },
  )
})

describe('filters', () => {
  test('operators, quantifiers, lists, configurations', () => {
    expect(filter('not.eq.a.b,c')).toMatchObject({ negated: true, operation: { operator: 'eq', value: 'a.b,c' } })
    expect(filter('like(any).{a*,b}')).toMatchObject({ operation: { quantifier: 'any', value: '{a*,b}' } })
    expect(filter('in.(1,"two, \\"3\\" \\\\",)')).toMatchObject({ operation: { values: ['1', 'two, "3" \\', ''] } })
    expect(filter('wfts(english).a b')).toMatchObject({ operation: { kind: 'fts', config: 'english', value: 'a b' } })
    expect(filter('is.NULL')).toMatchObject({ operation: { kind: 'is', truth: 'null' } })
    expect(parseTreePath('a."b.c".d->>e')).toEqual({
      path: ['a', 'b.c'],
      field: { name: 'd', path: [{ arrow: '->>', key: 'e', isIndex: false }] },
    })
  })

  test.each([
    '',
    'eq',
    'noop.1',
    'eq().1',
    'eq(some).1',
    'neq(any).1',
    'in.1,2',
    'in.(1',
    'is.2',
    "fts(a'b).c",
    'or.1',
  ])('refuses %s', (text) => {
    expect(() => filter(text)).toThrow(/failed to parse filter/)
  })

  test('groups', () => {
    expect(parseLogic('rel.not.or', '(a.eq.1,not.and(b.not.is.null,c->>d.in.(1,2)),and.eq.3)')).toMatchObject({
      path: ['rel'],
      group: {
        operator: 'or',
        negated: true,
        members: [
          { field: { name: 'a' } },
          { operator: 'and', negated: true, members: [{ negated: true }, { operation: { values: ['1', '2'] } }] },
          { kind: 'filter', field: { name: 'and' } },
        ],
      },
    })
    expect(parseLogic('or', '( a.cs.{1,2} , b.eq."x,)y")').group).toMatchObject({
      members: [{ operation: { value: '{1,2}' } }, { operation: { value: 'x,)y' } }],
    })
  })

  test.each(['', '()', '(a.eq.1', '(or)', '(a.b.c)'])('refuses the group %s', (text) => {
    expect(() => parseLogic('or', text)).toThrow(/failed to parse logic tree/)
  })
})

test('order', () => {
  expect(parseOrder('a.desc.nullslast, rel(b->c).asc ,d')).toMatchObject([
    { field: { name: 'a' }, direction: 'desc', nulls: 'last' },
    { relation: 'rel', field: { name: 'b', path: [{ key: 'c' }] }, direction: 'asc' },
    { field: { name: 'd' } },
  ])
  for (const text of ['', 'a.up', 'a.descc', 'a.asc.nulls', 'rel(a,b)', 'a;b', 'a desc; drop']) {
    expect(() => parseOrder(text)).toThrow(/failed to parse order/)
  }
})

describe('hostile lengths', () => {
  const LONG = 100_000
  const timeOf = (read: () => unknown): number =>
    cpuMs(() => {
      try {
        read()
      } catch {
        // Refusing is fine; taking long is not.
      }
    })
  const PIECES = [
    '(',
    ')',
    '"',
    '\\',
    '\\"',
    ',',
    '.',
    ':',
    '::',
    '->',
    '->>',
    '-',
    '!',
    '*',
    '...',
    'a',
    ' ',
    'a(',
    'a,',
    '","',
  ]
  PIECES.push('not.', 'and(', 'or(', 'a.eq.', 'in.(', '{', '}', 'count()', '"a",', '(a.eq.1,', 'é', '0', '\0')

  test.each(PIECES)('one hundred thousand times %j', (piece) => {
    const text = piece.repeat(Math.ceil(LONG / piece.length))
    const readings = [
      () => parseSelect(text),
      () => parseOrder(text),
      () => filter(text),
      () => filter(`in.(${text}`),
      () => filter(`in.("${text}`),
      () => parseLogic('or', `(${text}`),
      () => parseLogic('or', `(a.eq.${text}`),
      () => parseTreePath(text),
      () => readRows(text, 'text/csv', undefined),
      () => readPreferences(text),
    ]
    expect(Math.max(...readings.map(timeOf))).toBeLessThan(1_000 * slowness())
  })

  test('nesting is bounded, before the stack is', () => {
    expect(() => parseSelect(`${'a('.repeat(5000)}${')'.repeat(5000)}`)).toThrow(/failed to parse/)
    expect(() => parseLogic('or', `${'(and'.repeat(5000)}`)).toThrow(/failed to parse/)
    expect(() => parseLogic('and', `(${'or('.repeat(5000)}a.eq.1`)).toThrow(/failed to parse/)
    expect(parseSelect(`${'a('.repeat(20)}b${')'.repeat(20)}`)).toHaveLength(1)
  })

  test('no more parameters than an address holds', () => {
    const many = new URLSearchParams(Array.from({ length: 1001 }, (_, place) => [`a${place}`, 'eq.1']))
    expect(() => parseQuery(many, false)).toThrow(/more than 1000/)
  })
})

test('preferences: the first of each counts, what is none is named', () => {
  const header = 'return=minimal, return=representation,count=exact , handling=strict,max-affected=3, timezone=No/Where'
  const read = readPreferences(header)
  expect(read).toEqual({
    return: 'minimal',
    count: 'exact',
    handling: 'strict',
    maxAffected: 3,
    timezone: 'No/Where',
    unknown: [],
  })
  expect(appliedPreferences(read, 'delete', false)).toBe(
    'return=minimal, count=exact, handling=strict, timezone=No/Where, max-affected=3',
  )
  expect(readPreferences('__proto__=x, constructor=y')).toEqual({ unknown: ['__proto__=x', 'constructor=y'] })
})

test('bodies: one object, several, none; keys that agree', () => {
  expect(readRows('{"a":1.50}', 'application/json', undefined)).toMatchObject({ rows: '[{"a":1.50}]', keys: ['a'] })
  expect(readRows('[{"a":1,"b":2},{"b":1,"a":2}]', 'application/json', undefined).keys).toEqual(['a', 'b'])
  expect(readRows('7', 'application/json', undefined)).toMatchObject({ rows: '[]', keys: [] })
  expect(() => readRows('[{"a":1},{"b":1}]', 'application/json', undefined)).toThrow('All object keys must match')
  expect(() => readRows('[{"a":1},{"__proto__":1}]', 'application/json', undefined)).toThrow('All object keys')
  expect(() => readRows('a,b\n1\n', 'text/csv', undefined)).toThrow('All lines must have same number of fields')
  expect(readRows('a,b\n"x\ny",NULL\n', 'text/csv', undefined).parsed).toEqual([{ a: 'x\ny', b: null }])
  expect(() => readRows('{}', 'text/html', undefined)).toThrow('Content-Type not acceptable: text/html')
})
