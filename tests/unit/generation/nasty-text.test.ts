import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { condensed } from '@/lib/domains/generation/builtin/architect/condense'
import { insideFences, insides, withoutBetween } from '@/lib/core/cut-between'
import { cpuMs, slowness } from '../../support/cpu-time'
import { repeated, SHAPES, slowest, UNITS, WORST } from '../../support/nasty-text'
import { NO_READERS, PHRASE_READERS, READERS } from '../../support/readers'

/*
 * Whoever writes to Devora must not be able to stop it: text of 100 kB, however it repeats itself, is read in time in
 * proportion to its length. Here each reader meets the worst repetitions, behind one beginning or another; tests/deep
 * has all of them.
 */

const TEXT = 100_000
/** The longest sentence that reaches a reader of phrases, with a margin. */
const SENTENCE = 1_000
/** Of CPU time on a core that has nothing else to do. Typical is a third of it. */
const MOST_MS = 200
/** Of so many readers the everyday suite tries one. */
const STEP = 3

const texts = (length: number): string[] =>
  WORST.map((unit, at) => SHAPES[at % SHAPES.length]!(repeated(unit, length)).slice(0, length))

describe('readers of what others write', () => {
  const readers = Object.entries(READERS)
  it.each(readers.filter((_, at) => at % STEP === 0))('%s: 100 kB of anything', isFast)
  it.each(readers.filter((_, at) => at % STEP !== 0))('%s: 100 kB of anything', { tags: ['deep'] }, isFast)

  function isFast(_: string, read: (text: string) => unknown): void {
    expect(slowest(read, texts(TEXT), MOST_MS)).toEqual([])
  }

  it('those of phrases: a sentence of anything', () => {
    const slow = Object.entries(PHRASE_READERS).flatMap(([name, read]) =>
      slowest(read, texts(SENTENCE), MOST_MS).map((found) => `${name}: ${found}`),
    )
    expect(slow).toEqual([])
  })
})

describe('a prompt as its readers see it', () => {
  it('is what people write, as they write it', () => {
    const text = 'A shop, with books (title, price).\n\n- Readers rate them.\n- Admins add more!\nWow...'
    expect(condensed(text)).toBe(text)
  })

  it('has no run that says nothing, and no sentence or word without end', () => {
    expect(condensed(`a${' '.repeat(900)}b${'\n \n'.repeat(900)}c${'!'.repeat(900)}`)).toBe('a b\n\nc!!!')
    // Half a character is taken out before (`cleanPrompt`).
    for (const text of UNITS.filter((unit) => unit.isWellFormed()).flatMap((unit) =>
      SHAPES.map((shape) => shape(repeated(unit, TEXT))),
    )) {
      const seen = condensed(text)
      expect(seen.length).toBeLessThan(9_000)
      const longest = Math.max(...seen.split(/\n|[.!?;]\s/).map((sentence) => sentence.length))
      expect(longest, JSON.stringify(text.slice(0, 30))).toBeLessThanOrEqual(SENTENCE)
      expect(condensed(seen, TEXT)).toBe(seen)
    }
  })

  it('is cut between words, and goes on in the next line', () => {
    const list = Array.from({ length: 300 }, (_, at) => `item ${at}`).join(', ')
    expect(condensed(list).replaceAll('\n', '')).toBe(list)
    expect(
      condensed(list)
        .split('\n')
        .every((line) => /^(?: ?item \d+,? ?)+(?:item)?$|^ ?\d+/.test(line)),
    ).toBe(true)
  })
})

describe('what stands between marks', () => {
  const marks = [
    ['<a>', '</a>'],
    ['[b]', '[/b]'],
  ] as const

  it('is found, and cut out; what is never closed is text', () => {
    expect(insides('1<a>2</a>3[b]<a>4[/b]<A>5</A>', marks)).toEqual(['2', '<a>4', '5'])
    expect(withoutBetween('1<a>2</a>3[b]<a>4[/b]5', marks)).toBe('135')
    expect(withoutBetween('1<a>2[b]3[/b]4', marks)).toBe('1<a>24')
    expect(withoutBetween('', marks)).toBe('')
  })

  it('of fences: closed on a line of their own, or anywhere', () => {
    const text = 'x ```json\n{"a": "```"}\n```\n```\n\n``` ```ts\nopen'
    expect(insideFences(text, 'on its own line')).toEqual(['{"a": "```"}', ''])
    expect(insideFences('```json\n{}```', 'anywhere')).toEqual(['{}'])
    expect(insideFences('```json\n{}```', 'on its own line')).toEqual([])
  })

  it('takes time in proportion to the text', () => {
    const open = repeated('<a>[b]', 1_000_000)
    expect(cpuMs(() => insides(open, marks))).toBeLessThan(1_000 * slowness())
  })
})

describe('the list of readers', () => {
  /** Rooms in which text of others is read. */
  const ROOMS = [
    'lib/domains/generation/answers',
    'lib/domains/generation/builtin/architect',
    'lib/domains/generation/builtin/site',
    'lib/domains/generation/context',
    'lib/domains/memory',
    'lib/domains/spec',
    'lib/integrations/models/failures',
    'lib/integrations/models/objects',
  ]

  const TAKES_TEXT =
    /^export (?:function\*?|const) (\w+)(?:<[^>]*>)?(?: =)? ?\(\s*\w+: (?:readonly )?string(?:\[\])?\s*[,)]/gm

  it('holds every function of these rooms that takes a text', () => {
    const listed = new Set([...Object.keys(READERS), ...Object.keys(PHRASE_READERS), ...NO_READERS])
    const found = ROOMS.flatMap((room) =>
      globSync(`${room}/**/*.ts`).flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(TAKES_TEXT)].map(([, name = '']) => ({ name, path })),
      ),
    )
    expect(found.length).toBeGreaterThan(60)
    expect(found.filter(({ name }) => !listed.has(name))).toEqual([])
  })
})
