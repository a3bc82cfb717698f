import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { manifestHash, manifestOf, sortedPaths } from '@/lib/domains/spec/manifest'

it('is SHA-256 over the sorted lines of path and hash', () => {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const manifest = manifestOf(
    new Map([
      ['b.txt', Buffer.from('b')],
      ['a.txt', Buffer.from('a')],
    ]),
  )
  expect(manifestHash(manifest)).toBe(sha(`a.txt\t${sha('a')}\nb.txt\t${sha('b')}\n`))
  expect(manifestHash(new Map())).toBe(sha(''))
})

it('sorts by bytes of UTF-8, where JavaScript’s own order differs', () => {
  // U+FF5E is one UTF-16 unit above the surrogates, U+1F600 is two below it; in UTF-8 the emoji comes last.
  expect(sortedPaths(['\u{1F600}', '\uFF5E', 'a', 'B', 'a/b', 'a.b'])).toEqual([
    'B',
    'a',
    'a.b',
    'a/b',
    '\uFF5E',
    '\u{1F600}',
  ])
})
