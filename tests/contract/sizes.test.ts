import { describe, expect, it } from 'vitest'
import { sourceTree, writtenSources } from '../support/source-tree'

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

const MAX_WIDTH = 120
/** Replaced as a whole by other work, and what generated projects or models wrote. */
const NOT_OURS = /^(?:lib\/domains\/generation\/builtin|tests\/fixtures|tests\/support\/answers)\//
/** What the formatter leaves in one piece: a string, also one of classes, a template and a regular expression. */
const PIECE =
  /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![*/ ])(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*/g
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/
/** A shorter piece is not what makes a line too long; and what stands beside a long one has to be short. */
const PIECE_FROM = 40
const BESIDE_MAX = 80

/**
 * Whether a line is too long although it could be broken. Of a comment the pieces are its words. The lines of a
 * template that goes on over several (SQL, prose) have no quotes of their own, so they count as breakable.
 */
function isTooWide(line: string): boolean {
  if (line.length <= MAX_WIDTH) return false
  const pieces = line.match(COMMENT.test(line) ? /\S+/g : PIECE) ?? []
  const longest = Math.max(0, ...pieces.map((piece) => piece.length))
  return longest < PIECE_FROM || line.length - longest > BESIDE_MAX
}

const tooWide = (tree: Map<string, string>): string[] =>
  [...tree].flatMap(([path, source]) =>
    NOT_OURS.test(path) ? [] : source.split('\n').flatMap((line, n) => (isTooWide(line) ? [`${path}:${n + 1}`] : [])),
  )

/** A comment that takes what follows out of the formatter's or the linter's limits. */
const ESCAPE = /^\s*(?:\/\/|\{?\/\*|\*)\s*(?:(?:prettier|oxfmt)-ignore\b|(?:ox|es)lint-disable\S*\s.*\bmax-lines)/m
const escaping = (tree: Map<string, string>): string[] =>
  [...tree].flatMap(([path, source]) => (ESCAPE.test(source) ? [path] : []))

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

  it('no line is wider than 120, unless it is one string that cannot be broken', () => {
    expect(tooWide(writtenSources())).toEqual([])
  })

  it('wide lines are found where they could be broken, and only there', () => {
    const long = 'word '.repeat(30)
    const wide = {
      'lib/code.ts': `const found = ${'one(two) + '.repeat(12)}three`,
      'lib/prose.ts': `/**\n * ${long}\n */`,
      'lib/quoted.ts': `// It's ${long} what the project's own`,
      'lib/template.ts': `const sql = \`\n  select ${'column_of_a_table, '.repeat(8)}id\n  from t\``,
      'lib/short-strings.ts': `const all = [${"'one of many', ".repeat(10)}'last']`,
      'lib/beside.ts': `const made = ${'call(argument) + '.repeat(6)}'${'x'.repeat(40)}'`,
    }
    const fine = {
      'lib/string.ts': `const message = '${long}'`,
      'lib/escaped.ts': `const message = 'It\\'s ${long}'`,
      'lib/one-template.ts': `  return \`\${name}: ${long}\``,
      'lib/pattern.ts': `const words = /^(?:${'word|'.repeat(30)}end)[/']$/i`,
      'components/list.tsx': `    <p className="${long}">`,
      'lib/address.ts': `// https://example.com/${'a'.repeat(120)}`,
      'lib/just.ts': 'x'.repeat(120),
      'lib/domains/generation/builtin/old.ts': 'x '.repeat(100),
    }
    expect(tooWide(new Map(Object.entries({ ...wide, ...fine })))).toEqual([
      'lib/code.ts:1',
      'lib/prose.ts:2',
      'lib/quoted.ts:1',
      'lib/template.ts:2',
      'lib/short-strings.ts:1',
      'lib/beside.ts:1',
    ])
  })

  it('nothing escapes them by a comment', () => {
    expect(escaping(writtenSources())).toEqual([])
  })

  it('comments that escape are found, and only those', () => {
    const escapes = {
      'a.ts': 'const a = 1\n// oxfmt-ignore\nconst b = [ 1 ]',
      'b.tsx': '  {/* prettier-ignore */}',
      'c.ts': '// oxlint-disable-next-line max-lines-per-function -- it is long',
      'd.ts': '/* eslint-disable no-console, max-lines */',
    }
    const fine = {
      'e.ts': '// oxlint-disable-next-line no-control-regex -- escape codes are what is taken out',
      'f.ts': `const said = 'no // prettier-ignore'`,
    }
    expect(escaping(new Map(Object.entries({ ...escapes, ...fine })))).toEqual(['a.ts', 'b.tsx', 'c.ts', 'd.ts'])
  })
})
