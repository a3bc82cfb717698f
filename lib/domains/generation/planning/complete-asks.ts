import type { Ask, AskedPrompt, Span } from '../../spec/asks'
import type { Scenario } from '../../spec/scenario'
import type { AppSpec } from '../../spec/contract'
import { clip } from '../answers/clip'
import { askTexts } from '../builtin/asks/texts'
import type { AskAnswer, AsksAnswer } from './asks-answer'
import { completeItems } from './complete-items'
import { completeScenario, fillsNothing, showsLimit } from './complete-scenarios'
import { type Fault, faultOf } from './fault'
import { giveWords } from './give-words'

/**
 * Makes asks of what a model says was asked, as far as prompt and plan bear it out. Nothing is believed: each word is
 * found in the prompt and given to one ask, to context or to nobody; scenarios that show nothing are left out, and why
 * is said. Pure; never fails.
 */

const MOST_ASKS = 120
const MOST_SPANS = 400
const MOST_SCENARIOS = 12

export type AsksOf = {
  plan: AppSpec
  /** The prompt, as it is kept. */
  text: string
  /** Which prompt of the project it is, counted from 0. */
  nth: number
  /** The number of the first ask. */
  firstId: number
}
export type CompletedAsks = {
  asks: Ask[]
  prompt: AskedPrompt
  /** What does not hold, for whoever answered; what is settled here is settled without. */
  faults: Fault[]
}

export function completeAsks(answer: AsksAnswer, of: AsksOf): CompletedAsks {
  const wishes = answer.asks.slice(0, MOST_ASKS)
  const { spans, twins, limited, read, faults } = giveWords({ asks: wishes, context: answer.context }, of)
  const [context, notUnderstood] = [spans.get('context') ?? [], spans.get('unknown') ?? []]
  // Nobody writes like that; all of it is told as not understood then.
  if (context.length > MOST_SPANS || notUnderstood.length > MOST_SPANS)
    return { asks: [], prompt: { text: of.text, context: [], notUnderstood: [{ from: 0, text: of.text }] }, faults }
  const made = wishes.flatMap((wish, at) => {
    const own = spans.get(at)
    if (own === undefined) return []
    const same = [wish, ...twins.flatMap(({ owner, by }) => (by === at ? [wishes[owner]!] : []))]
    const { ask, faults: more } = askOf(same, of.plan, { isLimited: limited.has(at), tables: tablesIn(own, read) })
    faults.push(...more)
    return [{ ...ask, prompt: of.nth, spans: own }]
  })
  const asks = made
    .toSorted((a, b) => a.spans[0]!.from - b.spans[0]!.from)
    .map((ask, at): Ask => ({ id: `a${of.firstId + at}`, ...ask }))
  return { asks, prompt: { text: of.text, context, notUnderstood }, faults }
}

/**
 * The tables that some words of the prompt are about, as the built-in reader reads them. An ask that does not name them
 * would be proven by what it is not about: "rate them" by saving a recipe.
 */
function tablesIn(own: readonly Span[], read: readonly Ask[]): string[] {
  const isIn = ({ from, text }: Span): boolean =>
    own.some((span) => from >= span.from && from + text.length <= span.from + span.text.length)
  return read
    .filter(({ state, spans }) => state === 'planned' && spans.every(isIn))
    .flatMap(({ items = [] }) => items.filter((item) => item.startsWith('entity:')))
}

/** Scenarios that take the place of an earlier ask's; null when they show less than those that it has. */
export function replacedScenarios(ask: Ask, answer: AskAnswer['scenarios'], plan: AppSpec): Scenario[] | null {
  const held = { plan, kind: ask.kind, isWordless: isWordless(plan, ask.items ?? []) }
  const scenarios = answer.flatMap((one) => completeScenario(one, ask.meaning, held).scenario ?? [])
  const showsLess =
    scenarios.length === 0 ||
    (showsLimit(ask.scenarios) && !showsLimit(scenarios)) ||
    (fillsNothing(scenarios) && !fillsNothing(ask.scenarios))
  return showsLess ? null : scenarios.slice(0, MOST_SCENARIOS)
}

type Made = { ask: Omit<Ask, 'id' | 'prompt' | 'spans'>; faults: Fault[] }

/** One ask of what was said of the same words: planned only when all of it is. */
function askOf(
  same: readonly AskAnswer[],
  plan: AppSpec,
  { isLimited, tables }: { isLimited: boolean; tables: readonly string[] },
): Made {
  const wish = same.find(({ state }) => state === 'not_built') ?? same[0]!
  const texts = askTexts(plan.locale)
  const { items: said, faults } = completeItems(
    wish,
    same.flatMap((one) => one.items),
    plan,
  )
  const items = wish.state === 'planned' ? [...new Set([...said, ...tables])] : said
  const base = {
    meaning: clip(wish.meaning, 1_000) || texts.said(clip(wish.quotes.join(' … '), 400)),
    kind: wish.kind,
    ...(items.length > 0 && { items: items.slice(0, 60) }),
  }
  const why = clip(wish.why ?? '', 1_000)
  if (wish.state === 'not_built')
    return {
      ask: { ...base, state: 'not_built', why: why || texts.why.notSaid, scenarios: [] },
      faults: why === '' ? [...faults, faultOf('no-why', wish, 'is not built, and does not say why')] : faults,
    }
  const held = { plan, kind: wish.kind, isWordless: isWordless(plan, items) }
  const played = same.flatMap(({ scenarios }) => scenarios).map((one) => completeScenario(one, base.meaning, held))
  const scenarios = played.flatMap(({ scenario }) => scenario ?? []).slice(0, MOST_SCENARIOS)
  const all = [...faults, ...played.flatMap((one) => one.faults)]
  const planned = (unprovable: string): Made['ask'] => ({ ...base, state: 'planned', unprovable, scenarios: [] })
  if (wish.kind === 'look' && played.length === 0) return { ask: planned(texts.unprovable.look), faults: all }
  if (played.length === 0) all.push(faultOf('no-scenario', wish, 'is planned, and no scenario would show it'))
  if (scenarios.length === 0) return { ask: planned(texts.unprovable.unshown), faults: all }
  if (wish.kind === 'data' && !held.isWordless && fillsNothing(scenarios)) {
    all.push(
      faultOf('nothing-filled', wish, 'is about what is kept, and no scenario fills in a value with #1 and sees it'),
    )
    return { ask: planned(texts.unprovable.unshown), faults: all }
  }
  if (isLimited && !showsLimit(scenarios)) {
    all.push(
      faultOf(
        'limit-not-shown',
        wish,
        'has words that limit, and no scenario in which somebody is refused or does not see, counts or orders',
      ),
    )
    return { ask: planned(texts.unprovable.unlimited), faults: all }
  }
  return { ask: { ...base, state: 'planned', scenarios }, faults: all }
}

const WORDS: ReadonlySet<string> = new Set(['text', 'longtext', 'email', 'url'])

/** Whether none of the tables it is about has a field that takes words. */
function isWordless(plan: AppSpec, items: readonly string[]): boolean {
  const tables = items.flatMap((item) => /^(?:entity|field|access):([^.]+)/.exec(item)?.[1] ?? [])
  const entities = plan.entities.filter(({ table }) => tables.includes(table))
  return entities.length > 0 && entities.every(({ fields }) => fields.every(({ type }) => !WORDS.has(type)))
}
