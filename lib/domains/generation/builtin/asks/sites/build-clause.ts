import type { Step } from '../../../../spec/scenario'
import { isRefusable } from '../language/capabilities'
import { LANGUAGES } from '../language/look-words'
import { FUNCTION_WORDS, LIMITING } from '../language/word-lists'
import { NOT, ONLY } from '../reading/word-roles'
import { type Built, notBuilt, planned, scene, unproven } from '../scenarios/built'
import { sectionCalled, SECTIONS } from '../../site/lexicon'
import type { SectionKind } from '../../site/brief'
import { factsChanged } from '../../site/settle-facts'
import { siteTexts } from '../../site/texts'
import type { Sentence, Token } from '../reading/tokens'
import type { AskTexts } from '../texts'
import type { SiteClause } from './clauses'
import type { Piece, SiteReader } from './pieces'
import { pageSaying, passes, says, type SiteView, worded as wordedNow } from './site-pages'
import { hoursSeen, placeOf, placeOfKind, type Seen, type Shown, wordsOf } from './shown'
import * as lexicon from './site-words'

/** Pieces of a clause that ask for one thing, and what it is held against the pages. */
export type Asked = { pieces: readonly Piece[]; built: Built }
/** What a clause comes to; `unknown` when the site does not show all of it. */
export type Outcome = readonly Asked[] | 'context' | 'unknown'

/** What clauses are held against. */
export type SiteStage = SiteReader & {
  texts: AskTexts
  /** The prompt. */
  text: string
  /** The first word of the sentence, where that says what is to be changed. */
  opens?: Token
  /** The site before the change; null for a first prompt. */
  before: SiteView | null
}

/** Holds a clause against the pages of the site. */
export function buildClause(clause: SiteClause, said: string, stage: SiteStage): Outcome {
  const { pieces } = clause
  if (pieces.every(({ is }) => ['talk', 'page', 'site', 'telling'].includes(is)))
    return isKindOfThing(clause, stage) ? 'context' : 'unknown'
  const lacking = lackingIn(clause, stage)
  if (lacking !== undefined) return [{ pieces, built: notBuilt('feature', stage.texts.said(said), lacking) }]
  const language = pieces.find(({ is }) => is === 'language')
  const rest = pieces.filter(({ is }) => is !== 'language')
  if (language !== undefined)
    return rest.every(({ is }) => ['talk', 'page', 'site', 'label'].includes(is))
      ? [{ pieces, built: inLanguage(language.words, stage) }]
      : 'unknown'
  const isFact = pieces.some(({ shown }) => shown !== undefined && FACTS.has(shown.what))
  const isRead = pieces.every(
    (piece) =>
      ['shown', 'section', 'talk', 'page', 'site', 'telling'].includes(piece.is) || (piece.is === 'label' && isFact),
  )
  if (!isRead || !isKindOfThing(clause, stage) || pieces.some((piece) => isDoubtful(piece, clause, stage)))
    return 'unknown'
  const groups = groupsOf(pieces)
  const asked = groups.flatMap((group): Asked[] => {
    const built = seen(group, stage)
    return built === null ? [] : [{ pieces: group, built }]
  })
  return groups.length > 0 && asked.length === groups.length ? asked : 'unknown'
}

/** A title and its item, a section and a telephone number: each is asked for by itself, with the words before it. */
function groupsOf(pieces: readonly Piece[]): Piece[][] {
  // "Change “Hello” to “Welcome”": one thing, whatever else is called as it was called before.
  if (pieces.some(({ shown }) => shown?.what === 'wording')) return [[...pieces]]
  const groups: Piece[][] = []
  let open: Piece[] = []
  for (const piece of pieces) {
    open.push(piece)
    if (piece.is !== 'shown' && piece.is !== 'section') continue
    const isPrice = piece.shown?.sees[0]?.beside !== undefined
    const last = isPrice ? groups.at(-1) : groups.find((group) => group.some(({ shown }) => isSame(shown, piece.shown)))
    if (last !== undefined) last.push(...open)
    else groups.push(open)
    open = []
  }
  groups.at(-1)?.push(...open)
  return groups
}

const isSame = (one: Shown | undefined, other: Shown | undefined): boolean => one !== undefined && one === other

const FACTS = new Set(['fact', 'wording', 'headline', 'name'])

/** "One page": not when it has several. */
const isKindOfThing = ({ pieces }: SiteClause, { view, locale }: SiteStage): boolean =>
  view.spec.pages.length === 1 || !pieces.some(({ words }) => lexicon.ONE_PAGE[locale].has(words))

/** Why sites have not what is asked for; what stands on the site as it is said asks for nothing else. */
function lackingIn(clause: SiteClause, { locale, view }: SiteStage): string | undefined {
  const isFact = clause.pieces.some(({ shown }) => shown?.what === 'fact')
  for (const { is, words, why, shown, tokens } of clause.pieces) {
    if (is === 'missing' && !(isFact && lexicon.LABELS[locale].has(words))) return why
    if (clause.isContent || is !== 'shown') continue
    const isLead = shown!.what === 'subject' || shown!.what === 'name'
    if (isLead ? view.brief.kind === 'product' : !PARTS.has(shown!.what)) continue
    const phrases = tokens.flatMap((_, from) =>
      tokens.slice(from, from + 5).map((__, more) => ({ from, words: wordsFrom(tokens, from, more + 1) })),
    )
    const found = phrases.find(
      (one) =>
        (one.words.includes(' ') || (one.from === 0 && !isLead)) &&
        lexicon.onlySitesLack(one.words, locale) !== undefined,
    )
    if (found !== undefined) return lexicon.onlySitesLack(found.words, locale)
    const kind = sectionCalled(words)
    if (isLead) continue
    if (kind === undefined || placeOfKind(view, kind) === null) {
      const whole = lexicon.siteLacks(words, locale)
      if (whole !== undefined) return whole
    }
  }
  return undefined
}

const wordsFrom = (tokens: Piece['tokens'], from: number, length: number): string =>
  tokens
    .slice(from, from + length)
    .map(({ word }) => word)
    .join(' ')

const PARTS = new Set(['title', 'item'])

/** A card that quotes an order, a condition or a part of the page is not what was meant by it. */
function isDoubtful({ shown, tokens, section }: Piece, { isContent }: SiteClause, stage: SiteStage): boolean {
  const { locale } = stage
  if (isContent || shown === undefined || !['title', 'item', 'subject', 'name'].includes(shown.what)) return false
  const has = (list: ReadonlySet<string>): boolean => tokens.some(({ word }) => list.has(word))
  if (has(NOT) || has(ONLY) || has(LIMITING[locale])) return true
  if (!PARTS.has(shown.what)) return false
  // "Swap menu and gallery": an order that became a title.
  if (tokens[0] === stage.opens && sectionCalled(tokens[0]!.word) === undefined && !isWhole(shown)) return true
  const isKnown = section !== undefined || (shown.section !== undefined && isWhole(shown))
  if (has(lexicon.RELATIVE[locale]) || has(lexicon.MANNERS[locale]) || has(lexicon.COUNTING[locale])) return true
  return !isKnown && has(lexicon.INTERFACE[locale])
}

/** Whether all of its words name a section. */
const isWhole = ({ words }: Shown): boolean => sectionCalled(words.join(' ')) !== undefined

type Target = { path: string; sees: readonly Seen[]; /** The title of the page it is. */ title?: string }

function targetOf({ is, shown, section, words }: Piece, { view }: SiteStage): Target | null {
  if (is === 'shown') {
    const isPage = shown!.what === 'title' && shown!.path !== '/'
    return shown!.what === 'replaced' ? null : { ...shown!, ...(isPage && { title: shown!.sees[0]!.text }) }
  }
  const place = section === undefined ? null : placeOfKind(view, section)
  if (place === null) return null
  const { send } = siteTexts(view.spec.locale)
  const isForm = section === 'contact' && /\bform/.test(words) && says(view, place.path, send)
  const sees = [{ text: place.title }, ...(isForm ? [{ text: send }] : [])]
  return { path: place.path, sees, ...(place.path !== '/' && { title: place.title }) }
}

/** Everything that is named is seen, each on its page; null when it is not there. */
function seen(pieces: readonly Piece[], stage: SiteStage): Built | null {
  const { texts, view } = stage
  const asksForPage = pieces.some(({ is }) => is === 'page')
  const worded = pieces.filter(({ shown }) => shown?.what === 'wording')
  const targets = (worded.length > 0 ? worded : pieces).flatMap((piece) => targetOf(piece, stage) ?? [])
  const [first] = targets
  if (first === undefined) return null
  const label = first.sees[0]!.text
  // "A contact page" is no part of the home page.
  const isPart = asksForPage && targets.every(({ path, title }) => title === undefined && path === '/')
  if (isPart && view.spec.pages.length > 1 && pieces.some(({ section, shown }) => section ?? shown?.what === 'title'))
    return notBuilt('page', texts.page(label), texts.why.noPage(label))
  const steps = [...Map.groupBy(targets, ({ path }) => path)].flatMap(([path, some]): Step[] => {
    const title = asksForPage ? some.find((one) => one.title !== undefined)?.title : undefined
    const isLinked = title !== undefined && view.spec.pages.some((page) => page.path === path && page.title === title)
    const goes: Step[] = isLinked
      ? [
          { do: 'visit', path: '/' },
          { do: 'follow', link: title },
        ]
      : [{ do: 'visit', path }]
    const sees = new Map(some.flatMap((one) => one.sees).map((one) => [`${one.text}\n${one.beside}`, one]))
    return [...goes, ...[...sees.values()].flatMap(seeing)]
  })
  const scenario = scene(texts.title.shows(label), steps)
  if (!passes(view, scenario)) return null
  const isPage = targets.every(({ title }) => title !== undefined)
  const all = [...new Set(targets.flatMap(({ sees }) => sees.map(({ text }) => text)))]
  const items = [...new Set(targets.map(({ path }) => `page:${path}`))]
  return planned('page', isPage ? texts.page(label) : texts.site.says(all), items, [scenario])
}

function inLanguage(name: string, { texts, view }: SiteStage): Built {
  const { locale } = view.spec
  const wanted = LANGUAGES[name] ?? name
  const language = texts.languages[wanted] ?? name
  if (wanted !== locale) return notBuilt('language', texts.site.language(language), texts.why.noLanguage(language))
  const steps: Step[] = [
    { do: 'visit', path: '/' },
    { do: 'see', text: siteTexts(locale).skip },
  ]
  return planned(
    'language',
    texts.site.language(language),
    [`locale:${locale}`],
    [scene(texts.title.shows(language), steps)],
  )
}

/** The site is called as the prompt says. */
export function called({ texts, view }: SiteStage): Built {
  const { name } = view.spec
  const steps: Step[] = [{ do: 'visit', path: '/' }, ...seeing({ text: name })]
  return planned('page', texts.site.name(name), ['name:'], [scene(texts.title.shows(name), steps)])
}

/** "Change the emergency number to 555-0177": what it says from then on is there, and what it said before is not. */
export function factChange({ tokens }: Sentence, stage: SiteStage): Built | null {
  const { before, text, texts, view } = stage
  const [first, last] = [tokens[0], tokens.at(-1)]
  if (before === null || first === undefined || last === undefined) return null
  const said = text.slice(first.from, last.to)
  const [change, ...more] = factsChanged(before.spec.prompt, said)
  if (change === undefined || more.length > 0) return null
  const { known, value } = change
  // What follows the fact says something else of it.
  const isLast = said.replace(/[\s.!]+$/, '').endsWith(value)
  const path = pageSaying(view, value)
  if (!isLast || path === undefined || pageSaying(view, known) !== undefined) return null
  const steps: Step[] = [{ do: 'visit', path }, ...hoursSeen(value).flatMap(seeing)]
  const scenario = scene(texts.title.shows(value), steps)
  return passes(view, scenario) ? planned('page', texts.site.says([value]), [`page:${path}`], [scenario]) : null
}

const PRICE = /[$€£]\s?\d|\d\s?(?:€|£|usd|eur|cop)\b/

/** "Without prices", "no comments": shown where sites cannot have it, or where no section and no word of it is there. */
export function refused({ pieces }: SiteClause, stage: SiteStage): Outcome {
  const isSaid = pieces.some(({ is }) => is === 'limit')
  const built = refusal(pieces, stage)
  // Of a list it is not sure how far the "no" in front of it reaches.
  return built === null || (!isSaid && built.state !== 'planned') ? 'unknown' : [{ pieces, built }]
}

function refusal(pieces: readonly Piece[], stage: SiteStage): Built | null {
  const { locale, view } = stage
  const told = pieces.filter(({ is }) => !['limit', 'talk', 'page', 'site'].includes(is))
  const isPure = pieces.every(({ is, isNot }) => is !== 'limit' || isNot === true)
  const [one, ...more] = told
  if (!isPure || one === undefined || more.length > 0) return null
  const kind = one.section ?? one.shown?.section ?? sectionCalled(one.words)
  const isLacking = one.why !== undefined || isRefusable(one.words, locale)
  // Drawings may stand for photographs.
  if ((kind === undefined && !isLacking) || kind === 'gallery') return null
  const isPriced = kind === 'pricing' && [...view.pages.values()].some((text) => PRICE.test(text))
  const isThere = isPriced || (kind !== undefined && view.brief.sections.some((section) => section.kind === kind))
  return absent(one, isThere ? null : titlesOf(kind, stage), stage)
}

const titlesOf = (kind: SectionKind | undefined, { view }: SiteStage): string[] =>
  SECTIONS.filter((one) => one.kind === kind).map(({ title }) => title[view.spec.locale])

/** @param titles under which it would stand there; null when it does */
function absent({ tokens }: Piece, titles: readonly string[] | null, stage: SiteStage): Built {
  const { texts, view } = stage
  const name = stage.text.slice(tokens[0]!.from, tokens.at(-1)!.to)
  const meaning = texts.without(name)
  const all = [...new Set([name, ...(titles ?? [])])]
  if (titles === null || all.some((text) => pageSaying(view, text) !== undefined))
    return notBuilt('exclusion', meaning, texts.why.there(name))
  return planned('exclusion', meaning, [], [scene(texts.title.absent(name), notSeen(all, view))])
}

/** More pages nobody visits for one ask. */
const MOST_PAGES = 12

/** In a step "#20" is a word that nobody knows beforehand: an address is seen in the parts before and behind the sign. */
const seeing = ({ text, beside }: Seen): Step[] =>
  text
    .split(PLACE)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .map((part): Step => ({
      do: 'see',
      text: part,
      ...(beside !== undefined && !PLACE.test(beside) && { beside }),
    }))
const PLACE = /#(?=\d{1,2}(?!\d))/

const notSeen = (texts: readonly string[], { spec }: SiteView): Step[] =>
  spec.pages
    .slice(0, MOST_PAGES)
    .flatMap(({ path }): Step[] => [
      { do: 'visit', path },
      { do: 'see', text: spec.name },
      ...texts.map((text): Step => ({ do: 'not_see', text })),
    ])

/** "Remove the testimonials": the site had them, and has them no more. */
export function takenOut({ pieces }: SiteClause, stage: SiteStage): Outcome {
  const { before, texts, view, locale } = stage
  const told = pieces.filter(
    ({ is, words }) => !['remove', 'page'].includes(is) && (is !== 'talk' || sectionCalled(words) !== undefined),
  )
  if (before === null || told.length === 0 || told.some(({ is }) => is === 'limit' || is === 'missing'))
    return 'unknown'
  const words = told.flatMap(({ tokens }) => tokens.map(({ word }) => word))
  const kind = sectionCalled(words.join(' '))
  const isMeant = (title: string): boolean =>
    wordsOf(title)
      .filter((word) => !FUNCTION_WORDS[locale].has(word))
      .join(' ') === words.filter((word) => !FUNCTION_WORDS[locale].has(word)).join(' ')
  const gone = before.brief.sections.find((one) => isMeant(one.title) || (kind !== undefined && one.kind === kind))
  const place = gone === undefined ? null : placeOf(before, gone)
  if (gone === undefined || place === null) return 'unknown'
  if (view.brief.sections.some((one) => one.slug === gone.slug)) return 'unknown'
  const meaning = texts.site.gone(place.title)
  if (pageSaying(view, wordedNow(view, place.title)) !== undefined)
    return [{ pieces, built: unproven('exclusion', meaning, texts.unprovable.named, []) }]
  const scenario = scene(texts.title.absent(place.title), notSeen([place.title], view))
  return [{ pieces, built: planned('exclusion', meaning, [], [scenario]) }]
}
