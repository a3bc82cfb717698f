import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { cleanPrompt } from '@/lib/domains/generation/builtin/architect/read-prompt'
import { readAsks } from '@/lib/domains/generation/builtin/asks/read-asks'
import { FUNCTION_WORDS } from '@/lib/domains/generation/builtin/asks/language/word-lists'
import { Ask, AskedPrompt, type Span } from '@/lib/domains/spec/asks'
import { ASSERTING } from '@/lib/domains/spec/scenario'

/* The line between a sentence and what is built of it: no word falls under the table, nothing is promised by half. */

type Sample = {
  text: string
  /** Words that stand in an ask of that state, or were not understood (`grey`), or ask for nothing. */
  planned?: string[]
  notBuilt?: string[]
  grey?: string[]
  context?: string[]
  /** Words that no planned ask holds. */
  never?: string[]
}
const samplesIn = (language: string): Sample[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/asks/${language}.json`, import.meta.url), 'utf8')) as Sample[]
const OWN = ['en', 'es'].flatMap(samplesIn)
const KNOWN = readFileSync(new URL('../../fixtures/prompts.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => (JSON.parse(line) as Sample & { prompt: string }).prompt)
const NASTY = [
  'caf\u0065\u0301 menu with cr\u00e8me bru\u0302l\u00e9e and dishes',
  '“Quotes” — dashes… and\r\n\r\n• bullets\r\n• more 🍰🍰 bullets\r\n',
  '日本語のアプリを作ってください',
  'a'.repeat(3_000),
  '🍕🍕🍕',
  'recipes, '.repeat(600),
  'no '.repeat(800),
]
const readOf = (prompt: string) => {
  const spec = planApp({ prompt })
  return { spec, ...readAsks(spec, cleanPrompt(prompt)) }
}
const READ = new Map([...OWN.map(({ text }) => text), ...KNOWN, ...NASTY].map((text) => [text, readOf(text)]))

/** Words as a reader sees them: anything with a letter or digit between spaces and signs. */
const wordsIn = (text: string): { from: number; to: number; word: string }[] =>
  [...text.matchAll(/#?(?:\p{L}\p{M}*|\p{N})+/gu)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    word: word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  }))
const covers = (spans: readonly Span[], { from, to }: { from: number; to: number }): boolean =>
  spans.some((span) => from >= span.from && to <= span.from + span.text.length)

describe.each([...READ])('%#', (text, { asks, prompt }) => {
  it('has a form that devora.json takes', () => {
    for (const ask of asks) Ask.parse(ask)
    AskedPrompt.parse(prompt)
    expect(new Set(asks.map(({ id }) => id)).size).toBe(asks.length)
  })

  it('quotes the prompt to the letter', () => {
    expect(prompt.text).toBe(cleanPrompt(text))
    for (const span of [...asks.flatMap(({ spans }) => spans), ...prompt.context, ...prompt.notUnderstood])
      expect(prompt.text.slice(span.from, span.from + span.text.length)).toBe(span.text)
  })

  it('accounts for every word that carries something, once', () => {
    const owners = [...asks.map(({ spans }) => spans), prompt.context, prompt.notUnderstood]
    const lost = wordsIn(prompt.text).flatMap((word) => {
      const count = owners.filter((spans) => covers(spans, word)).length
      const isBare =
        (['en', 'es'] as const).some((locale) => FUNCTION_WORDS[locale].has(word.word)) || word.word.length < 2
      return count > 1 || (count === 0 && !isBare) ? [`${word.word} ${count}`] : []
    })
    expect(lost).toEqual([])
  })

  it('promises nothing that a word limits, and nothing that no step could show', () => {
    for (const ask of asks.filter(({ state }) => state === 'planned')) {
      const said = ask.spans.map((span) => span.text).join(' ')
      // Which rows come first is a limit of nothing (rules.test.ts).
      const isOrdered = ask.scenarios.some(({ steps }) => steps.some((step) => step.do === 'order'))
      expect(isOrdered ? [] : unread(said, ask.kind), said).toEqual([])
      expect(ask.scenarios.length > 0 || ask.unprovable !== undefined, said).toBe(true)
      for (const { steps } of ask.scenarios)
        expect(
          steps.some((step) => ASSERTING.has(step.do)),
          said,
        ).toBe(true)
    }
  })

  it('says why what is not built is not', () => {
    for (const ask of asks.filter(({ state }) => state === 'not_built')) {
      expect(ask.why).toMatch(/\S/)
      expect(ask.scenarios).toEqual([])
    }
  })
})

const LIMITS =
  'only just max maximum min minimum least most until till unless when if after before within once twice first never not no nobody without except cannot more less than automatically per solo maximo minimo hasta salvo cuando mientras antes despues vez veces primero nunca no nadie sin excepto menos mas automaticamente'.split(
    ' ',
  )
/** Words that bind what is promised, found by a list that knows nothing of templates. */
function unread(said: string, kind: Ask['kind']): string[] {
  // A rule is what limits (rules.test.ts).
  if (kind === 'rule') return []
  const read =
    { access: ['only', 'solo', 'cannot', 'no'], exclusion: ['no', 'without', 'sin', 'ni'] }[kind as 'access'] ?? []
  return wordsIn(said)
    .map(({ word }) => word)
    .filter((word) => (LIMITS.includes(word) || /^\d/.test(word)) && !read.includes(word))
}

describe('what somebody finds who reads the sentence', () => {
  it.each(OWN.map((sample) => [sample.text, sample] as const))('%s', (text, sample) => {
    const { asks, prompt } = READ.get(text)!
    const at = (words: string) => {
      const from = prompt.text.indexOf(words)
      expect(from, words).toBeGreaterThanOrEqual(0)
      return { from, to: from + words.length }
    }
    const of = (state: Ask['state']): Span[][] => asks.filter((ask) => ask.state === state).map(({ spans }) => spans)
    const within = (groups: readonly Span[][], words: string): boolean =>
      groups.some((spans) => covers(spans, at(words)))
    const told = {
      planned: sample.planned?.filter((words) => !within(of('planned'), words)) ?? [],
      notBuilt: sample.notBuilt?.filter((words) => !within(of('not_built'), words)) ?? [],
      grey: sample.grey?.filter((words) => !within([prompt.notUnderstood], words)) ?? [],
      context: sample.context?.filter((words) => !within([prompt.context], words)) ?? [],
      never: sample.never?.filter((words) => prompt.text.includes(words) && within(of('planned'), words)) ?? [],
    }
    expect(told).toEqual({ planned: [], notBuilt: [], grey: [], context: [], never: [] })
  })
})
