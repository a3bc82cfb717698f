import { describe, expect, it } from 'vitest'
import { sourceTree } from '../support/source-tree'

/** What is longer than this does more than one thing. oxlint's max-lines holds the limit of 400 for every file. */
const LIMITS: [what: string, pattern: RegExp, lines: number][] = [
  ['route', /^app\/.*\/route\.ts$/, 40],
  ['use case', /^lib\/domains\/[^/]+\/(?!contract|store|policy|events|reduce)[^/]+\.ts$/, 150],
  ['component', /^components\/.*\.tsx$/, 200],
]

const isExplained = (source: string): boolean => /^\s*(\/\/|\/\*).*\blong\b/i.test(source.split('\n')[0] ?? '')

function tooLong(tree: Map<string, string>): string[] {
  return [...tree].flatMap(([path, source]) => {
    const lines = source.trimEnd().split('\n').length
    const limit = LIMITS.find(([, pattern]) => pattern.test(path))
    return limit && lines > limit[2] && !isExplained(source)
      ? [`${path} has ${lines} lines; a ${limit[0]} has at most ${limit[2]}`]
      : []
  })
}

describe('sizes', () => {
  it('are kept, or the first line says why not', () => {
    expect(tooLong(sourceTree())).toEqual([])
  })

  it('are counted: a long file is found, an explained one is not', () => {
    const long = 'x\n'.repeat(201)
    const tree = new Map([
      ['components/ui/a.tsx', long],
      ['components/ui/b.tsx', `// Long because every case of the union is one line.\n${long}`],
      ['app/api/v2/x/route.ts', 'x\n'.repeat(41)],
      ['lib/domains/projects/do-it.ts', 'x\n'.repeat(150)],
    ])
    expect(tooLong(tree)).toEqual([
      'components/ui/a.tsx has 201 lines; a component has at most 200',
      'app/api/v2/x/route.ts has 41 lines; a route has at most 40',
    ])
  })
})
