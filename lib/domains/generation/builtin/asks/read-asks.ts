import type { Ask, Span } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import type { Locale } from '../../../spec/inflect'
import { orderBreaks } from '../architect/order-clauses'
import type { Owner } from './account'
import { buildAsk } from './build-ask'
import { detectLanguage } from './language/detect-language'
import { FUNCTION_WORDS } from './language/word-lists'
import { nameIn } from './reading/name-in'
import { planWords, type PlanWords } from './plan-words'
import { changeReader } from './reading/changes'
import type { Memory } from './reading/clauses'
import { MOST_SENTENCES, readSentence } from './reading/read-sentence'
import type { Stage } from './scenarios/built'
import { buildAll, type Drafted, type Reading, settle, unread } from './settle'
import { type Prompted, type PromptReading, readOfSite } from './sites/read-site'
import { askTexts } from './texts'
import { type Sentence, sentencesIn, type Token, tokenize } from './reading/tokens'
import type { Draft, Who } from './reading/wish'

/** Characters of a prompt that are kept, as many as it may have. */
const MOST_TEXT = 20_000

export type ReadOptions = {
  /** Which prompt of the project it is, counted from 0. */
  nth?: number
  /** The number of the first ask. */
  firstId?: number
  /** The language of what was said before. */
  likely?: Locale | null
  /** Asks of this prompt that stay as they are; their words belong to them. */
  kept?: readonly Ask[]
  /** The plan before a change: what it called things goes on meaning them. */
  before?: AppSpec | null | undefined
}

/**
 * Reads a prompt together with the plan that was made of it. Each of its words ends in an ask, as context, or as not
 * understood; an ask is planned only when its clause was read whole and the plan holds it.
 * @param nth which prompt of the project it is, counted from 0
 * @param firstId the number of the first ask
 */
export function readAsks(
  spec: AppSpec,
  prompt: string,
  { nth = 0, firstId = 1, likely = null, kept = [], before }: ReadOptions = {},
): Reading {
  const text = prompt.slice(0, MOST_TEXT).toWellFormed()
  const tokens = tokenize(text)
  const language = detectLanguage(text, tokens, likely)
  if (language === null && kept.length === 0) return { asks: [], prompt: unread(text, tokens), language }
  if (language === null) return { asks: [], prompt: { text, context: [], notUnderstood: [] }, language }
  const prompted: Prompted = { spec, text, tokens, language, nth, before: before ?? null }
  const read = spec.mode === 'site' ? readOfSite(prompted) : readOfApp(prompted)
  const owners = new Map<Token, Owner>()
  for (const token of tokens)
    if (kept.some((ask) => ask.spans.some((span) => isIn(token, span)))) owners.set(token, 'kept')
  const builds = buildAll(read.drafts, text, owners)
  const own = (some: readonly Token[], owner: Owner): void => {
    for (const token of some) if (!owners.has(token)) owners.set(token, owner)
  }
  own(read.context, 'context')
  own(read.unknown, 'unknown')
  for (const token of tokens)
    if (token.isWord && !owners.has(token) && !FUNCTION_WORDS[language].has(token.word)) owners.set(token, 'unknown')
  return settle(text, tokens, { owners, builds, nth, firstId, language })
}

/** What of an application was asked, clause by clause. */
function readOfApp({ spec, text, tokens, language, nth, before }: Prompted): PromptReading {
  const words = planWords(spec, before)
  const change = before === null ? null : changeReader({ before, now: spec, words, locale: language })
  const read = readSentences(text, tokens, { locale: language, words }, nth > 0 ? change : null)
  const stage: Stage = { model: words.model, texts: askTexts(spec.locale), ...peopleOf(read.groups) }
  const drafts = read.drafts.map(({ wish, tokens: own }): Drafted => {
    return { tokens: own, build: (said) => buildAsk(wish, said, words, stage) }
  })
  return { ...read, drafts }
}

const isIn = (token: Token, { from, text }: Span): boolean => token.from >= from && token.to <= from + text.length

type Read = { drafts: Draft[]; context: Token[]; unknown: Token[]; groups: Who[] }

function readSentences(
  text: string,
  tokens: readonly Token[],
  reader: { locale: Locale; words: PlanWords },
  change: ReturnType<typeof changeReader> | null,
): Read {
  const all: Read = { drafts: [], context: [], unknown: [], groups: [] }
  const memory: Memory = { one: null, topic: null, who: null, isFirst: true }
  const sentences = sentencesIn(text, tokens).flatMap((one) => (change === null ? [one] : ordersIn(one, text)))
  for (const { tokens: rest } of sentences.slice(MOST_SENTENCES)) all.unknown.push(...rest)
  for (const sentence of sentences.slice(0, MOST_SENTENCES)) {
    const named = nameIn(text, sentence, reader.words.model.spec.name)
    if (named !== null) all.drafts.push({ wish: { what: 'name' }, tokens: named })
    const rest =
      named === null ? sentence : { ...sentence, tokens: sentence.tokens.filter((token) => !named.includes(token)) }
    const changed = change?.(rest, text) ?? null
    const read = changed === null ? readSentence(rest, reader, memory) : { context: [], groups: [], ...changed }
    all.drafts.push(...read.drafts)
    all.context.push(...read.context)
    all.unknown.push(...read.unknown)
    all.groups.push(...read.groups)
    memory.isFirst = false
    if (!sentence.isItem) memory.who = null
  }
  return all
}

/** Characters of a sentence that is cut into orders; nobody gives so many at once. */
const LONGEST_ORDERS = 1_000

/** A further prompt says several things in one sentence; each is held against the plan by itself. */
function ordersIn(sentence: Sentence, text: string): Sentence[] {
  const [first, last] = [sentence.tokens[0], sentence.tokens.at(-1)]
  if (first === undefined || last === undefined) return []
  if (last.to - first.from > LONGEST_ORDERS) return [sentence]
  const breaks = orderBreaks(text.slice(first.from, last.to))
  return [...breaks, { end: Infinity }].map(({ end }, at) => ({
    ...sentence,
    tokens: sentence.tokens.filter(
      ({ from }) => from >= first.from + (breaks[at - 1]?.next ?? 0) && from < first.from + end,
    ),
  }))
}

/** Who else there is in the prompt: where several are told apart, what one of them may is no matter of an account. */
const peopleOf = (groups: readonly Who[]): Pick<Stage, 'groups' | 'hasUsers' | 'hasSelf'> => ({
  groups: new Set(groups.filter((who) => who.actor === 'group').map((who) => who.noun)),
  hasUsers: groups.some((who) => who.actor === 'user'),
  hasSelf: groups.some((who) => who.actor === 'self'),
})
