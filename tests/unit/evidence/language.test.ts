import { describe, expect, it } from 'vitest'
import { blankComments, CSS, plainJson, scanComments, SQL } from '@/lib/domains/evidence/syntax/comments'
import { cycleOf } from '@/lib/domains/evidence/syntax/cycles'
import { rangeCovers } from '@/lib/domains/evidence/syntax/dependencies'
import { lineIndex } from '@/lib/domains/evidence/syntax/position'
import { mayMatch, pathOf, shapeOf } from '@/lib/domains/evidence/syntax/rules/addresses'
import { parseSelect } from '@/lib/domains/evidence/syntax/rules/select-string'
import { isExample, looksRandom } from '@/lib/domains/evidence/syntax/secret-patterns'
import { HOLE, ID_HOLE } from '@/lib/domains/evidence/syntax/static-value'

describe('comments', () => {
  it('are found outside of strings', () => {
    expect(scanComments("select '-- no', 1 -- yes\n/* and */ x", SQL).map(({ value }) => value)).toEqual([
      ' yes',
      ' and ',
    ])
    expect(blankComments("a { b: '/*'; /* c\n */ }", CSS)).toBe("a { b: '/*';     \n    }")
  })
  it('are taken off JSON without moving anything', () => {
    const text = '{ // one\n "a": "x // y", /* two */ "b": [1,], }'
    const plain = plainJson(text)
    expect(JSON.parse(plain)).toEqual({ a: 'x // y', b: [1] })
    expect(plain).toHaveLength(text.length)
  })
  it('come to an end with hostile text', () => {
    for (const text of ['/*'.repeat(200_000), '<!--'.repeat(200_000), "'".repeat(200_001), '"\\'.repeat(200_000)])
      for (const style of [SQL, CSS]) expect(() => scanComments(text, style)).not.toThrow()
  })
})

describe('addresses', () => {
  it.each([
    ['/notes/new', '/notes/new', true],
    ['/notes/7', '/notes/[id]', true],
    [`/notes/${ID_HOLE}`, '/notes/[id]', true],
    [`/notes/${ID_HOLE}`, '/notes/new', false],
    [`/notes/${HOLE}`, '/notes/new', true],
    [`/notes${HOLE}`, '/notes', true],
    ['/docs/a/b', '/docs/[...path]', true],
    ['/docs', '/docs/[...path]', false],
    ['/docs', '/docs/[[...path]]', true],
    ['/note/7', '/notes/[id]', false],
    ['/notes/7/edit', '/notes/[id]', false],
    ['/caf%C3%A9', '/café', true],
    ['/', '/', true],
  ])('%j leads to %s: %s', (path, route, expected) => expect(mayMatch(path, route)).toBe(expected))
  it('are cut before query and hash', () => {
    expect([pathOf('/a/?b#c'), pathOf('/#x'), pathOf('//evil.example'), pathOf('https://x'), pathOf('a')]).toEqual([
      '/a',
      '/',
      undefined,
      undefined,
      undefined,
    ])
    expect(shapeOf('/a/[id]/[...rest]')).toBe('/a/[]/[...]')
  })
})

describe('select strings of PostgREST', () => {
  it('give columns and embeds', () => {
    expect(
      parseSelect('id, name:title, owner:profiles!fk!inner(name, team(*)), data->>x, total:amount.sum(), count'),
    ).toEqual([
      { kind: 'column', name: 'id' },
      { kind: 'column', name: 'title' },
      {
        kind: 'embed',
        name: 'profiles',
        hints: ['fk', 'inner'],
        items: [
          { kind: 'column', name: 'name' },
          { kind: 'embed', name: 'team', hints: [], items: [{ kind: 'all' }] },
        ],
      },
      { kind: 'column', name: 'data' },
      { kind: 'column', name: 'amount' },
      { kind: 'all' },
    ])
    expect(parseSelect('*, ...members(role), created_at::date')).toHaveLength(3)
  })
  it.each(['id,', 'a(b', 'a b', '!x', 'a:'])('are passed over when they are not understood: %j', (text) =>
    expect(parseSelect(text)).toBeNull(),
  )
})

describe('versions', () => {
  it.each([
    ['16.4.6', '16.4.6', true],
    ['^16.0.0', '16.4.6', true],
    ['~16.4.0', '16.4.6', true],
    ['~16.3.0', '16.4.6', false],
    ['^15.0.0', '16.4.6', false],
    ['>=15', '16.4.6', true],
    ['16.x', '16.4.6', true],
    ['latest', '16.4.6', true],
    ['^0.7.1', '0.7.1', true],
    ['^0.6.0', '0.7.1', false],
    ['^17 || ^16', '16.4.6', true],
    ['15 - 16', '16.4.6', true],
    ['>=15 <16.4', '16.4.6', false],
    ['npm:next@^16.0.0', '16.4.6', true],
    ['file:../x', '16.4.6', false],
    ['next', '16.4.6', false],
  ])('%s covers %s: %s', (range, pinned, expected) => expect(rangeCovers(range, pinned)).toBe(expected))
})

describe('small parts', () => {
  it('count lines and columns from one', () => {
    const at = lineIndex('ab\nc\n\nd')
    expect([at(0), at(3), at(5), at(6)]).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 4, column: 1 },
    ])
  })
  it('find a cycle and nothing where there is none', () => {
    expect(
      cycleOf(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b'])
    expect(
      cycleOf(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
          ['c', []],
        ]),
      ),
    ).toBeNull()
  })
  it('tell a secret from an example', () => {
    expect([
      looksRandom('p9Xk2vLq8Rz4WmT7bNc3'),
      looksRandom('your-secret-key-1234567890'),
      looksRandom('reset-password-token'),
      looksRandom('https://example.com/a1b2c3'),
    ]).toEqual([true, false, false, false])
    expect(isExample('[YOUR-PASSWORD]')).toBe(true)
  })
})
