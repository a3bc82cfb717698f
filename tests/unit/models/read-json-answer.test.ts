import { describe, expect, it } from 'vitest'
import { jsonCandidates } from '../../../lib/integrations/models/objects/read-json-answer'

const read = (text: string): unknown[] => [...jsonCandidates(text)].map(({ value }) => value)

describe('JSON in an answer', () => {
  it.each<[string, string, unknown]>([
    ['plain', '{"a":1}', { a: 1 }],
    ['with a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['in a fence', 'x\n```json\n{"a":1}\n```\ny', { a: 1 }],
    ['in a fence with prose in it', '```\nHere: {"a":1}\n```', { a: 1 }],
    ['a raw line break in a string', '{"a":"x\ny"}', { a: 'x\ny' }],
    ['single quotes with an apostrophe', `{'a':'it\\'s'}`, { a: "it's" }],
    ['Python', "{'a': True, 'b': None, 'c': [False,]}", { a: true, b: null, c: [false] }],
    ['numbers', '{a: -1.5e3, b: .5, c: +2}', { a: -1500, b: 0.5, c: 2 }],
    ['escapes', '{a: "\\u00e9\\n\\/"}', { a: 'é\n/' }],
    ['braces in strings', 'See {"a":"} ] \\" {"} there', { a: '} ] " {' }],
    ['behind what only looks like it', 'A type {name: string} or [x, y: z], then {"a":1}', { a: 1 }],
    ['comments', '{/* one */ "a": 1, // two\n "b": 2}', { a: 1, b: 2 }],
    [
      'keys that are no words of the object itself',
      '{"__proto__x": 1, "constructor": 2}',
      { __proto__x: 1, constructor: 2 },
    ],
  ])('is read: %s', (_, text, expected) => expect(read(text)[0]).toEqual(expected))

  it.each([
    '{"a":1',
    '{"a":[1,2',
    '{"a":"x',
    '[{"a":1},{"b":2}',
    '{"a":',
    '{"a"',
    '{',
    '',
    'prose',
    '{"list":[{"a":1},{"a":2},',
    '```json\n{"a": {"b": 1}\n```',
    "{'a': {'b': 1}, 'c': 'unfinished",
    '{a: {b: 1} /* never ends',
    '{"outer": {"a":1}',
    '{"a": oops, "c": {"b": 1}}',
    '{"a" {"b": 1}}',
  ])('is not read when it ends early, and no part of it passes for the whole: %s', (text) =>
    expect(read(text)).toEqual([]),
  )

  it('has several candidates, fences first', () => {
    expect(read('Use {"a":0} or\n```json\n{"a":1}\n```\n{"a":2}')).toEqual([{ a: 1 }, { a: 0 }, { a: 1 }, { a: 2 }])
  })

  it('takes a repaired answer for repaired, and a plain one not', () => {
    expect([...jsonCandidates('[1]')][0]).toEqual({ value: [1], repaired: false })
    expect([...jsonCandidates('[1,]')][0]).toEqual({ value: [1], repaired: true })
  })

  it('cannot pollute prototypes', () => {
    const [value] = read('{"__proto__": {"isAdmin": true},}') as [Record<string, unknown>]
    expect(value['isAdmin']).toBeUndefined()
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('comes to an end with hostile text', () => {
    for (const text of [
      '['.repeat(100_000),
      '{a '.repeat(50_000),
      '"'.repeat(100_000),
      `{"a":"${'x'.repeat(500_000)}`,
      '{}'.repeat(100_000),
      '/*'.repeat(50_000),
    ])
      expect(() => read(text)).not.toThrow()
  })
})
