import type { AppSpec } from '../../../../spec/contract'
import type { Locale } from '../../../../spec/inflect'
import { planWords } from '../plan-words'
import { withoutLook } from '../reading/look-in'
import { nameIn } from '../reading/name-in'
import { MOST_SENTENCES, MOST_TOKENS } from '../reading/read-sentence'
import { type Sentence, sentencesIn, type Token, tokenize } from '../reading/tokens'
import type { Stage } from '../scenarios/built'
import { buildLook } from '../scenarios/pages'
import type { Drafted } from '../settle'
import { askTexts } from '../texts'
import { buildClause, called, factChange, type Outcome, refused, type SiteStage, takenOut } from './build-clause'
import { clausesOf, type SiteClause, tokensOf, underLimits } from './clauses'
import { asIntroduction, piecesOf, readerOf } from './pieces'
import { viewOf } from './site-pages'
import { RELATIVE } from './site-words'

/** A prompt, taken apart into words, and the plan that was made of it. */
export type Prompted = {
  spec: AppSpec
  text: string
  tokens: readonly Token[]
  language: Locale
  /** Which prompt of the project it is, counted from 0. */
  nth: number
  /** The plan before a change. */
  before: AppSpec | null
}

/** What a prompt says: asks, and words that ask for nothing or were not understood. */
export type PromptReading = { drafts: Drafted[]; context: Token[]; unknown: Token[] }

/**
 * What of a plain site was asked. Each clause is held against what the prompts made visible on its pages; one that they
 * do not show whole was not understood, or cannot be built.
 */
export function readOfSite({ spec, text, tokens, language, nth, before }: Prompted): PromptReading {
  const all: PromptReading = { drafts: [], context: [], unknown: [] }
  const reader = readerOf(viewOf(spec), language)
  const texts = askTexts(spec.locale)
  const isChange = nth > 0 && before !== null && before.mode === 'site'
  const stage: SiteStage = { ...reader, texts, text, before: isChange ? viewOf(before) : null }
  const words = planWords(spec)
  const site: Stage = {
    model: words.model,
    texts: { ...texts, look: texts.site.look },
    groups: new Set(),
    hasUsers: false,
    hasSelf: false,
  }
  const sentences = sentencesIn(text, tokens)
  for (const { tokens: rest } of sentences.slice(MOST_SENTENCES)) all.unknown.push(...rest)
  for (const [at, sentence] of sentences.slice(0, MOST_SENTENCES).entries()) {
    if (sentence.tokens.length > MOST_TOKENS) {
      all.unknown.push(...sentence.tokens)
      continue
    }
    const named = nameIn(text, sentence, spec.name)
    if (named !== null) all.drafts.push({ tokens: named, build: () => called(stage) })
    const left =
      named === null ? sentence : { ...sentence, tokens: sentence.tokens.filter((token) => !named.includes(token)) }
    const { rest, looks } = withoutLook(left, { locale: language, words })
    for (const { colours, tokens: own } of looks)
      all.drafts.push({ tokens: own, build: () => buildLook({ what: 'look', colours }, site) })
    const [opens] = sentence.tokens
    const changed = isChange && rest !== null ? factChange(rest, stage) : null
    if (changed !== null) {
      all.drafts.push({ tokens: rest!.tokens, build: () => changed })
      continue
    }
    const here = nth > 0 && opens !== undefined ? { ...stage, opens } : stage
    if (rest !== null) readSentence(rest, { stage: here, isFirst: nth === 0 && at === 0 }, all)
  }
  return all
}

function readSentence(
  sentence: Sentence,
  { stage, isFirst }: { stage: SiteStage; isFirst: boolean },
  all: PromptReading,
): void {
  const pieces = piecesOf(sentence.tokens, stage)
  const clauses = clausesOf(isFirst ? asIntroduction(pieces, stage) : pieces)
  const limited = underLimits(clauses)
  const unread = new Set<SiteClause>()
  let isTakingOut = false
  let last: SiteClause | null = null
  for (const clause of clauses) {
    isTakingOut = clause.pieces.some(({ is }) => is === 'remove') || (isTakingOut && !clause.isFresh)
    // What stands behind a title that is not there does not stand where it should.
    const isLost =
      (clause.under !== undefined && unread.has(clause.under) && !clause.under.isLead) ||
      (last !== null && unread.has(last) && hangsOn(last, clause, stage))
    last = clause
    const outcome = isLost ? 'unknown' : outcomeOf(clause, { isTakingOut, isLimited: limited.has(clause) }, stage)
    if (outcome === 'unknown' || isNotBuilt(outcome)) unread.add(clause)
    settleClause(clause, outcome, all)
  }
}

const isNotBuilt = (outcome: Outcome): boolean =>
  typeof outcome !== 'string' && outcome.some(({ built }) => built.state === 'not_built')

const ARTICLE = /(?<![\p{L}\p{N}])(?:an?|the|our|my|una?|el|la|los|las|mis?|nuestr[oa]s?)\s+$/iu

/** "A form that sends me an e-mail and stores it": what was not read before goes on. */
function hangsOn(before: SiteClause, clause: SiteClause, { text, locale }: SiteStage): boolean {
  const [from, to] = [tokensOf(before.pieces)[0]?.from ?? 0, tokensOf(clause.pieces)[0]?.from ?? 0]
  if (clause.isFresh) return false
  const said = text.slice(from, to)
  // "Services with prices, testimonials": another section is none of the first.
  const isSection = clause.pieces.some(
    ({ section, shown }) => section !== undefined || (shown?.what === 'title' && shown.section !== 'list'),
  )
  const isOpen = (before.isHolding && !isSection) || tokenize(said).some(({ word }) => RELATIVE[locale].has(word))
  return isOpen && !ARTICLE.test(said)
}

function outcomeOf(
  clause: SiteClause,
  { isTakingOut, isLimited }: { isTakingOut: boolean; isLimited: boolean },
  stage: SiteStage,
): Outcome {
  const own = tokensOf(clause.pieces)
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined) return 'context'
  if (isTakingOut) return takenOut(clause, stage)
  if (isLimited) return refused(clause, stage)
  return buildClause(clause, stage.text.slice(first.from, last.to).slice(0, MOST_SAID), stage)
}

const MOST_SAID = 500

function settleClause({ pieces }: SiteClause, outcome: Outcome, all: PromptReading): void {
  const bare = tokensOf(pieces.filter(({ is }) => is === 'talk' || is === 'site' || is === 'telling'))
  if (outcome === 'context') all.context.push(...tokensOf(pieces))
  else if (outcome === 'unknown') {
    all.unknown.push(...tokensOf(pieces).filter((token) => !bare.includes(token)))
    all.context.push(...bare)
  } else for (const { pieces: own, built } of outcome) all.drafts.push({ tokens: tokensOf(own), build: () => built })
}
