import { applyPatch } from 'diff'
import { describe, expect, it } from 'vitest'
import { unifiedDiff } from '@/lib/domains/projects/versions/unified-diff'

const lines = (count: number, make: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => make(n)).join('\n')

describe('a unified diff', () => {
  it.each([
    ['a line changed', 'a\nb\nc\n', 'a\nB\nc\n'],
    ['appended', 'a\n', 'a\nb\n'],
    ['emptied', 'a\nb\n', ''],
    ['filled', '', 'a\nb\n'],
    ['the last line end lost', 'a\nb\n', 'a\nb'],
    ['the last line end gained', 'a\nb', 'a\nb\n'],
    ['Windows line ends', 'a\r\nb\r\n', 'a\r\nc\r\n'],
    ['hunks far apart', lines(100, String), lines(100, (n) => (n === 5 || n === 90 ? 'x' : String(n)))],
    // Beyond the bound of the exact algorithm: one coarse hunk.
    ['nothing in common', lines(6_000, (n) => `old ${n}`), lines(5_000, (n) => `new ${n}`)],
    [
      'nothing in common but both ends',
      `head\n${lines(6_000, (n) => `old ${n}`)}\ntail\n`,
      `head\n${lines(6_000, (n) => `new ${n}`)}\ntail\n`,
    ],
    ['much removed from an end without line end', lines(9_000, String), lines(10, String)],
    ['huge added to nothing', '', lines(9_000, String)],
  ])('turns the one into the other: %s', (_, before, after) => {
    const { patch } = unifiedDiff('a.txt', before, after)
    expect(applyPatch(before, patch, { autoConvertLineEndings: false }) === after).toBe(true)
  })

  it('counts lines', () => {
    expect(unifiedDiff('a', 'a\nb\nc\n', 'a\nX\nY\nc\n')).toMatchObject({ added: 2, removed: 1 })
    expect(unifiedDiff('a', 'same\n', 'same')).toMatchObject({ added: 1, removed: 1 })
    expect(unifiedDiff('a', '-- a\n', '++ b\n'), 'lines that look like headers').toMatchObject({ added: 1, removed: 1 })
  })

  it('names a file that did not exist, or does not any more', () => {
    expect(unifiedDiff('app/x.ts', null, 'x\n').patch).toBe('--- /dev/null\n+++ b/app/x.ts\n@@ -0,0 +1,1 @@\n+x\n')
    expect(unifiedDiff('app/x.ts', 'x\n', null).patch).toBe('--- a/app/x.ts\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-x\n')
  })

  it('ends for two megabytes against two others', () => {
    const before = lines(200_000, (n) => `o${n * 31}`)
    const after = lines(200_000, (n) => `n${n * 37}`)
    expect(() => unifiedDiff('a', before, after)).not.toThrow()
  })
})
