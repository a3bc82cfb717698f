import { describe, expect, it } from 'vitest'
import { repeated, SHAPES, slowest, UNITS } from '../support/nasty-text'
import { PHRASE_READERS, READERS } from '../support/readers'

/* Each reader and each repetition, behind two beginnings of four: see tests/unit/generation/nasty-text.test.ts. */

const all = (length: number): string[] =>
  UNITS.flatMap((unit, at) =>
    [at, at + 1].map((turn) => SHAPES[turn % SHAPES.length]!(repeated(unit, length)).slice(0, length)),
  )

describe('readers of what others write', () => {
  it.each(Object.entries(READERS))('%s: 100 kB', { timeout: 600_000 }, (_, read) => {
    expect(slowest(read, all(100_000), 200)).toEqual([])
  })

  it.each(Object.entries(PHRASE_READERS))('%s: a sentence', (_, read) => {
    expect(slowest(read, all(1_000), 200)).toEqual([])
  })
})
