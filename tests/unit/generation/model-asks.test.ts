import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultsOfAsks } from '@/lib/domains/evidence/behaviour/validate-asks'
import { planApp } from '@/lib/domains/generation/builtin/architect/plan-app'
import { cleanPrompt } from '@/lib/domains/generation/builtin/architect/read-prompt'
import { FUNCTION_WORDS } from '@/lib/domains/generation/builtin/asks/language/word-lists'
import { AsksAnswer } from '@/lib/domains/generation/planning/asks-answer'
import { completeAsks, type CompletedAsks } from '@/lib/domains/generation/planning/complete-asks'
import { Ask, AskedPrompt, type Span } from '@/lib/domains/spec/asks'
import type { AppSpec } from '@/lib/domains/spec/contract'

/* What a model says was asked, held against prompt and plan: each word has one place, and nothing is believed. */

type Wish = Partial<AsksAnswer['asks'][number]> & { quotes: string[] }
type Steps = AsksAnswer['asks'][number]['scenarios'][number]['steps']
const step = (what: string, of: string | null = null, value: string | null = null, as: string | null = null) =>
  ({ do: what, as, what: of, value, beside: null }) as Steps[number]
const ADDS = [
  step('visit', '/recipes/new', null, 'ana'),
  step('fill', 'Title', 'Soup #1'),
  step('press', 'Save'),
  step('see', 'Soup #1'),
]
const scenario = (...steps: Steps) => [{ title: 'It is so', steps }]
const wish = (more: Wish): AsksAnswer['asks'][number] => ({
  meaning: 'Recipes are kept.',
  kind: 'feature',
  state: 'planned',
  why: null,
  items: ['entity:recipes'],
  scenarios: scenario(...ADDS),
  ...more,
})

const PROMPT = 'A recipe box where members save recipes with ingredients and rate them'
const BOX = planApp({ prompt: PROMPT })
const complete = (wishes: Wish[], context: string[] = [], text = PROMPT, plan: AppSpec = BOX): CompletedAsks =>
  completeAsks(AsksAnswer.parse({ asks: wishes.map(wish), context, earlier: [] }), {
    plan,
    text: cleanPrompt(text),
    nth: 0,
    firstId: 1,
  })
const said = (spans: readonly Span[]): string => spans.map(({ text }) => text).join(' … ')
const told = ({ asks, prompt, faults }: CompletedAsks) => ({
  asks: asks.map((ask) => `${ask.id} ${ask.state}: ${said(ask.spans)}`),
  context: said(prompt.context),
  left: said(prompt.notUnderstood),
  faults: faults.map(({ rule }) => rule),
})

const samplesIn = (language: string): string[] =>
  (
    JSON.parse(readFileSync(new URL(`../../fixtures/asks/${language}.json`, import.meta.url), 'utf8')) as {
      text: string
    }[]
  ).map(({ text }) => text)
const OWN = [...samplesIn('en'), ...samplesIn('es')]
const NASTY = [
  'cafe\u0301 menu with cr\u00e8me bru\u0302le\u0301e 🍮, and dishes',
  '“Quotes” — dashes… and\r\n\r\n• bullets\r\n• more 🍰🍰 bullets\r\n',
  '日本語のアプリを作ってください',
  'Ein Rezeptbuch, in dem Mitglieder Rezepte speichern und bewerten. Nur ich darf löschen!',
  '🍕🍕🍕',
  'recipes, '.repeat(600),
  'a b c d e f '.repeat(300),
]
const wordsIn = (text: string): { from: number; to: number; word: string }[] =>
  [...text.matchAll(/#?(?:\p{L}\p{M}*|\p{N})+/gu)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    word: word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
  }))

/** Ways in which models copy. */
const COPIES: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
  (text) => text.toUpperCase(),
  (text) => `“${text.replace(/\s+/g, '  ')}”.`,
  (text) => text.split(/\s+/).slice(1, 4).join(' '),
  () => 'words that nobody has said',
]

describe('whatever a model quotes', () => {
  it.each([...OWN.filter((_, at) => at % 2 === 0), ...NASTY])('each word of it has one place: %#', holds)
  it.each(OWN.filter((_, at) => at % 2 === 1))('each word of it has one place, too: %#', { tags: ['deep'] }, holds)

  function holds(raw: string): void {
    const text = cleanPrompt(raw)
    const plan = planApp({ prompt: raw })
    const pieces = text.split(/[.,;\n]|\s(?=and |y |with |con )/).filter((piece) => piece.trim() !== '')
    const quotes = pieces.map((piece, at) => COPIES[at % COPIES.length]!(piece))
    for (const isAll of [true, false]) {
      const wishes = quotes.slice(0, 130).map((quote): Wish => ({ quotes: isAll ? [quote, 'x'] : [quote] }))
      const made = complete(wishes, isAll ? [] : [text.slice(0, 60)], raw, plan)
      for (const ask of made.asks) Ask.parse(ask)
      AskedPrompt.parse(made.prompt)
      expect(faultsOfAsks({ devora: 1, asks: made.asks, prompts: [made.prompt] })).toEqual([])
      const owners = [...made.asks.map(({ spans }) => spans), made.prompt.context, made.prompt.notUnderstood]
      for (const { from, text: span } of owners.flat()) expect(text.slice(from, from + span.length)).toBe(span)
      const lost = wordsIn(text).flatMap((word) => {
        const isHeld = ({ from, text: span }: Span): boolean => word.from >= from && word.to <= from + span.length
        const count = owners.filter((spans) => spans.some(isHeld)).length
        const isBare =
          (['en', 'es'] as const).some((locale) => FUNCTION_WORDS[locale].has(word.word)) || word.word.length < 2
        return count > 1 || (count === 0 && !isBare) ? [`${word.word} ${count}`] : []
      })
      expect(lost).toEqual([])
    }
  }
})

describe('words', () => {
  it('are found whatever the case, and given to one ask each', () => {
    const made = complete(
      [{ quotes: ['Members SAVE recipes'] }, { quotes: ['with ingredients'] }, { quotes: ['rate them'] }],
      ['a recipe box'],
    )
    expect(told(made)).toEqual({
      asks: ['a1 planned: members save recipes', 'a2 planned: with ingredients', 'a3 planned: rate them'],
      context: 'A recipe box',
      left: '',
      faults: [],
    })
  })

  it('that occur more than once go to the nearest free place', () => {
    const text = 'Show recipes. Sort recipes by title. Delete recipes.'
    const made = complete(
      [{ quotes: ['Sort', 'recipes', 'by title'] }, { quotes: ['Show', 'recipes'] }, { quotes: ['Delete', 'recipes'] }],
      [],
      text,
    )
    expect(told(made)).toMatchObject({
      asks: ['a1 planned: Show recipes', 'a2 planned: Sort recipes by title', 'a3 planned: Delete recipes'],
      left: '',
    })
  })

  it('between which others stand are quoted in several stretches', () => {
    const made = complete(
      [{ quotes: ['members … rate them'] }, { quotes: ['save recipes with ingredients'] }],
      [PROMPT],
    )
    expect(told(made).asks).toEqual(['a1 planned: members … rate them', 'a2 planned: save recipes with ingredients'])
  })

  it('that nobody said, that belong to nothing, and that are another ask’s are told', () => {
    const made = complete([
      { quotes: ['members pay for recipes'] },
      { quotes: ['members save recipes'] },
      { quotes: ['members save recipes'], meaning: 'The same.', scenarios: scenario(...ADDS, step('see', 'Save')) },
    ])
    expect(told(made)).toEqual({
      asks: ['a1 planned: members save recipes'],
      context: '',
      left: 'recipe box … ingredients and rate',
      faults: ['not-in-prompt', 'same-words', 'left-over'],
    })
    // Both say what the words mean.
    expect(made.asks[0]!.scenarios).toHaveLength(2)
  })

  it('of the same ask of which one part is not built are not promised', () => {
    const made = complete([
      { quotes: ['members save recipes'] },
      { quotes: ['members save recipes'], state: 'not_built', why: 'Not offline.', scenarios: [] },
    ])
    expect(made.asks).toMatchObject([{ state: 'not_built', why: 'Not offline.', scenarios: [] }])
  })

  it.each([
    ['Please build a recipe app. Members rate it. Thanks!', ['Please build a recipe app', 'Thanks'], 'Members rate'],
    // By itself, it may be all that is wanted.
    ['A recipe box. Thanks!', ['A recipe box', 'Thanks'], 'A recipe'],
    ['A recipe box that sends reminders', ['A recipe box that sends reminders'], 'reminders'],
    ['A recipe app, at most five of them', ['A recipe app', 'at most five of them'], 'at most five'],
    ['A recipe box for my family in Málaga 🏖️', ['A recipe box for my family in Málaga'], ''],
  ])('of context hide no wish: %s', (text, context, left) => {
    const made = complete([], context, text)
    expect(told(made).left).toBe(left)
  })
})

describe('a planned ask', () => {
  const faultsOf = (more: Partial<Wish>, text = PROMPT): string[] =>
    told(complete([{ quotes: [text], ...more }], [], text)).faults
  const one = (more: Partial<Wish>, text = PROMPT): Ask => complete([{ quotes: [text], ...more }], [], text).asks[0]!

  it.each<[string, Partial<Wish>]>([
    ['no-scenario', { scenarios: [] }],
    ['asserts-nothing', { scenarios: scenario(...ADDS.slice(0, 3)) }],
    ['not-noted', { scenarios: scenario(...ADDS, step('visit', '/{one}'), step('see', 'Soup #1')) }],
    ['no-address', { scenarios: scenario(step('visit', '/shop'), step('see', 'Shop')) }],
    ['no-address', { scenarios: scenario(step('visit', '/recipes/[id]'), step('see', 'Soup')) }],
    ['never-filled', { scenarios: scenario(...ADDS.slice(0, 3), step('see', 'Stew #2')) }],
    ['guessable', { scenarios: scenario(ADDS[0]!, step('fill', 'Title', 'Soup'), ADDS[2]!, step('see', 'Soup')) }],
    ['guessable', { scenarios: scenario(...ADDS.slice(0, 3), step('see', 'Saved')) }],
    ['unplayable', { scenarios: scenario(step('visit', '/recipes'), step('see')) }],
    ['unplayable', { scenarios: scenario() }],
    ['nothing-filled', { kind: 'data', scenarios: scenario(step('visit', '/recipes'), step('see', 'Recipes')) }],
  ])('that no scenario shows is unproven, and the fault is told: %s', (rule, more) => {
    expect(faultsOf(more)).toContain(rule)
    expect(one(more)).toMatchObject({ state: 'planned', scenarios: [], unprovable: expect.stringMatching(/scenario/) })
  })

  it('keeps the scenarios that show it', () => {
    const both = [...scenario(step('visit', '/shop'), step('see', 'Shop')), ...scenario(...ADDS)]
    expect(one({ scenarios: both })).toMatchObject({ scenarios: [{ steps: [{ do: 'visit', as: 'ana' }, {}, {}, {}] }] })
    expect(one({ scenarios: both }).unprovable).toBeUndefined()
  })

  it('with a word that limits needs a step that fails when the limit is not kept', () => {
    const text = 'A recipe app. Members save at most three recipes.'
    const limit = { quotes: ['Members save at most three recipes'] }
    expect(told(complete([limit], ['A recipe app'], text)).faults).toEqual(['limit-not-shown'])
    const shown = { ...limit, scenarios: scenario(...ADDS, step('press', 'Add'), step('refused')) }
    expect(told(complete([shown], ['A recipe app'], text)).faults).toEqual([])
  })

  it('names what the plan has, by the names that it has for it', () => {
    const items = ['entity:recipe', 'field:recipes.Title', 'entity:shops', 'page:/recipes', 'nonsense']
    const own = ['entity:recipes', 'field:recipes.title', 'page:/recipes']
    expect(one({ items }).items?.slice(0, 3)).toEqual(own)
    expect(faultsOf({ items })).toEqual(['no-such-item', 'no-such-item'])
    expect(faultsOf({ kind: 'data', items: [] })).toEqual(['no-item'])
    expect(one({ kind: 'access' }).items).toEqual(expect.arrayContaining(['entity:recipes', 'access:recipes']))
  })

  it('is held to every table that its words are about, whichever of them it names', () => {
    expect(one({ items: ['entity:recipes'] }).items).toEqual(['entity:recipes', 'entity:ingredients', 'entity:ratings'])
    const rate = { quotes: ['rate them'], items: ['entity:recipes'] }
    const [made] = complete([rate], ['A recipe box where members save recipes with ingredients and']).asks
    expect(made!.items).toEqual(['entity:recipes', 'entity:ratings'])
    const unbuilt = { ...rate, state: 'not_built' as const, why: 'No.' }
    expect(complete([unbuilt], []).asks[0]!.items).toEqual(['entity:recipes'])
  })

  it('about colours is shown by them', () => {
    const of = { as: null, beside: null }
    const steps = [
      { ...of, do: 'visit' as const, what: '/', value: null },
      { ...of, do: 'see_colour' as const, what: '#708090', value: 'background' },
    ]
    const asked = { kind: 'look' as const, items: ['theme:colours'], scenarios: [{ title: 'It is grey', steps }] }
    expect(faultsOf(asked)).toEqual([])
    expect(one(asked).scenarios[0]?.steps[1]).toEqual({ do: 'see_colour', colour: '#708090', of: 'background' })
  })

  it('about colours needs no scenario', () => {
    expect(faultsOf({ kind: 'look', items: ['theme:colours'], scenarios: [] })).toEqual([])
    expect(one({ kind: 'look', scenarios: [] }).unprovable).toMatch(/seen, not read/)
  })

  it('that is not built says why, and shows nothing', () => {
    expect(one({ state: 'not_built', why: 'No printer.' })).toMatchObject({ why: 'No printer.', scenarios: [] })
    expect(faultsOf({ state: 'not_built' })).toEqual(['no-why'])
    expect(one({ state: 'not_built' }).why).toMatch(/not why/)
  })

  it('of a table without words may be shown by numbers', () => {
    const text = 'A weight log'
    const plan = planApp({ prompt: PROMPT })
    const weights = plan.entities.map((entity) =>
      entity.table === 'recipes'
        ? { ...entity, fields: entity.fields.filter(({ type }) => type === 'integer') }
        : entity,
    )
    const steps = scenario(ADDS[0]!, step('fill', 'Weight', '72'), ADDS[2]!, step('see', '72'))
    const made = complete([{ quotes: [text], kind: 'data', scenarios: steps }], [], text, {
      ...plan,
      entities: weights,
    })
    expect(told(made).faults).toEqual([])
  })
})

describe('an answer', () => {
  it('may be written as devora.json has it, and by people of any name', () => {
    const answer = AsksAnswer.parse([
      {
        spans: [{ from: 3, text: 'rate them' }],
        meaning: 'Rated.',
        kind: 'FEATURE',
        scenarios: [
          {
            title: 'Rated',
            steps: [
              { do: 'goto', as: 'Ana María', path: 'recipes' },
              { do: 'click', button: 'Rate' },
              { do: 'order', texts: ['b', 'a', 'c'] },
              { do: 'tick', label: 'Done', on: false },
              { do: 'download', from: 'Export', text: 'Soup' },
              { do: 'count', as: 'Guest', text: 'Soup', is: 2 },
            ],
          },
        ],
      },
    ])
    const made = completeAsks(answer, { plan: BOX, text: PROMPT, nth: 0, firstId: 4 })
    expect(made.asks[0]!.id).toBe('a4')
    expect(made.asks[0]!.scenarios[0]!.steps).toEqual([
      { do: 'visit', as: 'ana-maria', path: '/recipes' },
      { do: 'press', button: 'Rate' },
      { do: 'order', texts: ['b', 'a', 'c'] },
      { do: 'tick', label: 'Done', on: false },
      { do: 'download', from: 'Export', text: 'Soup' },
      { do: 'count', as: 'visitor', text: 'Soup', is: 2 },
    ])
  })

  it('that is none is refused', () => {
    for (const none of [{}, { plan: [] }, 'asks', { asks: 'none' }, null])
      expect(AsksAnswer.safeParse(none).success).toBe(false)
  })
})
