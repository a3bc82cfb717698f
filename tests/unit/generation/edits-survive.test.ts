import { expect, test } from 'vitest'
import {
  generatedAfter,
  mergeTexts,
  planMerge,
  type Refs,
  withoutEdits,
} from '@/lib/domains/generation/writing/merge-files'
import type { Generated } from '@/lib/domains/spec/manifest'

/**
 * The promise itself, over many prompts in a row: a line that a person wrote stands after every generation, or the
 * answer names its file. Texts stand in for their hashes, so no database is needed.
 */

type Files = Map<string, string>
const refs = (files: Files): Refs => new Map([...files].map(([path, text]) => [path, { sha256: text, size: 0 }]))
const texts = (of: Refs | Generated): Files => new Map([...of].map(([path, { sha256 }]) => [path, sha256]))

type State = { current: Files; generated: Files }

/** One generation over a project, as `mergeInto` carries it out. */
function generate({ current, generated }: State, next: Files): State & { named: string[] } {
  const input = { before: refs(generated), current: refs(current), next: refs(next) }
  const plan = planMerge(input)
  const result = texts(plan.take)
  const isolated: Files = new Map()
  const named = [...plan.conflicts, ...plan.deleted]
  for (const path of plan.combine) {
    const [was, is, will] = [generated.get(path)!, current.get(path)!, next.get(path)!]
    const merged = mergeTexts(was, is, will)
    if (merged === null) named.push(path)
    result.set(path, merged ?? is)
    isolated.set(path, withoutEdits(was, is, will))
  }
  return { current: result, generated: texts(generatedAfter(input, refs(isolated))), named }
}

/** The same numbers every time (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const PATHS = ['page', 'form', 'styles']
/** What the built-in generator writes: every prompt changes some line of some file. */
const written = (round: number, pick: (below: number) => number, before: Files): Files =>
  new Map(
    PATHS.map((path) => {
      const lines = (before.get(path) ?? Array.from({ length: 12 }, (_, n) => `${path} ${n}`).join('\n')).split('\n')
      if (round > 0 && pick(2) === 0) lines.splice(pick(lines.length), pick(2), `${path} by prompt ${round}`)
      return [path, lines.join('\n')]
    }),
  )

test.each(['a generator that never sees the edit', 'a model that is shown the file'])('%s', (who) => {
  for (let seed = 1; seed <= 150; seed++) {
    const pick = random(seed)
    let own = written(0, pick, new Map())
    let state: State = { current: new Map(own), generated: new Map(own) }
    const mine = new Map<string, string[]>()
    for (let round = 1; round <= 6; round++) {
      const path = PATHS[pick(PATHS.length)]!
      const lines = state.current.get(path)!.split('\n')
      const line = `mine ${seed}.${round}`
      lines.splice(pick(lines.length + 1), 0, line)
      state.current.set(path, lines.join('\n'))
      mine.set(path, [...(mine.get(path) ?? []), line])
      const isModel = who.startsWith('a model')
      own = written(round, pick, isModel ? state.current : own)
      // Models forget: now and then one leaves out what the person had added.
      if (isModel && pick(3) === 0)
        own = new Map(
          [...own].map(([at, text]) => [
            at,
            text
              .split('\n')
              .filter((one) => !one.startsWith('mine'))
              .join('\n'),
          ]),
        )
      const after = generate(state, own)
      for (const [at, wanted] of mine)
        for (const one of wanted)
          expect(
            after.current.get(at)!.split('\n').includes(one) || after.named.includes(at),
            `seed ${seed}, prompt ${round}: ${one} in ${at}`,
          ).toBe(true)
      state = after
    }
  }
})
