import type { Ask, AskedPrompt } from '../../../spec/asks'
import type { Locale } from '../../../spec/inflect'
import { isScattered, type Owner, spansOf } from './account'
import type { Built } from './scenarios/built'
import type { Token } from './reading/tokens'

/** What a prompt asks for, and what its other words are. */
export type Reading = { asks: Ask[]; prompt: AskedPrompt; language: Locale | null }

/** Words that ask for something, and how it is held against the plan; `said` is their stretch of the prompt. */
export type Drafted = { tokens: readonly Token[]; build: (said: string) => Built }

/** Asks that one prompt may come to; the words of any further ones are told as not understood. */
const MOST_ASKS = 120
/** Stretches that are kept apart, of context and of what was not understood. */
const MOST_SPANS = 400
const MOST_SAID = 500

export type Numbered = { number: number; built: Built }

/** Gives each draft those of its words that nobody has yet, and builds it; one without words of its own is none. */
export function buildAll(drafts: readonly Drafted[], text: string, owners: Map<Token, Owner>): Numbered[] {
  const builds: Numbered[] = []
  for (const { tokens, build } of drafts) {
    const free = tokens.filter((token) => !owners.has(token))
    const [first, last] = [free[0], free.at(-1)]
    if (first === undefined || last === undefined || builds.length >= MOST_ASKS) continue
    const number = builds.length
    for (const token of free) owners.set(token, number)
    builds.push({ number, built: build(text.slice(first.from, last.to).slice(0, MOST_SAID)) })
  }
  return builds
}

type Settling = { owners: Map<Token, Owner>; builds: Numbered[]; nth: number; firstId: number; language: Locale }

/** The asks with their words and numbers, and what is left of the prompt. */
export function settle(
  text: string,
  tokens: readonly Token[],
  { owners, builds, nth, firstId, language }: Settling,
): Reading {
  let spans = spansOf(text, tokens, owners)
  const scattered = new Set(
    builds.filter(({ number }) => isScattered(spans.get(number) ?? [])).map(({ number }) => number),
  )
  if (scattered.size > 0) {
    for (const [token, owner] of owners)
      if (typeof owner === 'number' && scattered.has(owner)) owners.set(token, 'unknown')
    spans = spansOf(text, tokens, owners)
  }
  const [context, notUnderstood] = [spans.get('context') ?? [], spans.get('unknown') ?? []]
  // Nobody writes like that; all of it is told as not understood then.
  if (context.length > MOST_SPANS || notUnderstood.length > MOST_SPANS)
    return { asks: [], prompt: unread(text, tokens), language }
  const asks = builds.flatMap(({ number, built }): Ask[] => {
    const own = spans.get(number)
    return own === undefined ? [] : [{ id: '', prompt: nth, spans: own, ...written(built) }]
  })
  return {
    asks: asks.map((ask, at) => ({ ...ask, id: `a${firstId + at}` })),
    prompt: { text, context, notUnderstood },
    language,
  }
}

const written = (built: Built): Omit<Ask, 'id' | 'prompt' | 'spans'> => ({
  meaning: built.meaning.slice(0, 1_000),
  kind: built.kind,
  state: built.state,
  ...(built.why !== undefined && { why: built.why.slice(0, 1_000) }),
  ...(built.unprovable !== undefined && { unprovable: built.unprovable }),
  ...(built.items.length > 0 && { items: [...new Set(built.items)].slice(0, 60) }),
  scenarios: built.scenarios.slice(0, 12),
})

/** A prompt of which nothing was understood. */
export function unread(text: string, tokens: readonly Token[]): AskedPrompt {
  const first = tokens.find((token) => token.isWord)
  const last = tokens.findLast((token) => token.isWord)
  return {
    text,
    context: [],
    notUnderstood:
      first === undefined || last === undefined ? [] : [{ from: first.from, text: text.slice(first.from, last.to) }],
  }
}
