import { describe, expect, it } from 'vitest'
import { hidesFindings } from '../../../lib/domains/generation/answers/hides-findings'

const before = `import { one } from './one'\n// @ts-expect-error -- a gap in the library's types\nexport const two: number = one()\n${'export const more = one()\n'.repeat(30)}`
const repaired = (content: string): string | null => hidesFindings(before, { path: 'lib/two.ts', content })

describe('a repair that hides what it should repair', () => {
  it.each([
    ['another silencing comment', before.replace('export const more', '// @ts-ignore\nexport const more')],
    ['one for the whole file', `// @ts-nocheck\n${before}`],
    ['a rule switched off', `/* eslint-disable */\n${before}`],
    ['a type that takes everything', before.replace('two: number', 'two: any')],
    ['a cast that takes everything', before.replace('= one()', '= one() as any')],
    ['a cast by way of unknown', before.replace('= one()', '= one() as unknown as number')],
    ['an emptied file', 'export const two = 1\n'],
  ])('is not taken: %s', (_, content) => expect(repaired(content)).toMatch(/Repair/))

  it.each([
    ['a real one', before.replace('two: number', 'two: string')],
    ['one that takes the comment away', before.replace(/\/\/ @ts.*\n/, '')],
    ['one that keeps the comment it found', `${before}export const three = 3\n`],
    ['one that takes out what was too much', before.slice(0, before.length * 0.6)],
    ['words of prose', `${before}// any number will do, as any person knows\n`],
  ])('is taken when it is %s', (_, content) => expect(repaired(content)).toBeNull())

  it('lets a short file be written anew', () =>
    expect(
      hidesFindings('export const a = 1\nexport const b = 2\n', { path: 'a.ts', content: 'export {}\n' }),
    ).toBeNull())
})
