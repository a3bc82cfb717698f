import { FUNCTION_WORDS, SOFTWARE, TALK } from '../language/word-lists'
import { tokenize } from '../reading/tokens'
import type { Section, SectionKind } from '../../site/brief'
import { sectionNamed } from '../../site/lexicon'
import { splitHours } from '../../site/render-section'
import { itemsOf } from '../../site/samples'
import { LABELS, PAGE_NOUNS, SITE_NOUNS } from './site-words'
import { pageSaying, says, type SiteView, worded } from './site-pages'

/**
 * What the prompts made visible on a site. Samples that the generator fills in by itself are no part of it, so nothing
 * is ever claimed for a word that merely happens to occur in one.
 */
export type Shown = {
  /** As a prompt says it: words in lower case without accents. */
  words: readonly string[]
  /** `replaced`: what stood there before somebody worded it differently. */
  what: 'name' | 'subject' | 'fact' | 'item' | 'title' | 'headline' | 'wording' | 'replaced'
  /** Where somebody reads it, and what they read. */
  path: string
  sees: readonly Seen[]
  section?: SectionKind
}
export type Seen = { text: string; beside?: string }

/** Words of a text as they are compared. */
export const wordsOf = (text: string): string[] => tokenize(text).flatMap(({ word, isWord }) => (isWord ? [word] : []))

/** Where a section stands: a page of its own, the page of its kind, or the home page. */
export function placeOf(view: SiteView, section: Section): { path: string; title: string } | null {
  const title = worded(view, section.title)
  const own = [`/${section.slug}`, ...(section.kind === 'contact' ? ['/contact'] : []), '/', '/about']
  const path = own.find((one) => says(view, one, title))
  return path === undefined ? null : { path, title }
}

/** The section of a kind, also where every site has a page of that kind. */
export function placeOfKind(view: SiteView, kind: SectionKind): { path: string; title: string } | null {
  // Where its title says something else, that one was not meant.
  const section = view.brief.sections.find(
    (one) => one.kind === kind && sectionNamed(wordsOf(one.title).join(' '))?.kind === kind,
  )
  const found = section === undefined ? null : placeOf(view, section)
  if (found !== null) return found
  const path = kind === 'contact' ? '/contact' : kind === 'story' ? '/about' : ''
  const page = view.spec.pages.find((one) => one.path === path)
  const title = page?.title === undefined ? '' : worded(view, page.title)
  return page !== undefined && says(view, path, title) ? { path, title } : null
}

/** What the site is for, also where that is no name of a thing: its words count one by one. */
export function subjectOf(view: SiteView): Shown | null {
  const { subject } = view.brief
  const path = pageSaying(view, subject)
  return path === undefined ? null : { words: wordsOf(subject), what: 'subject', path, sees: [{ text: subject }] }
}

/** Everything that the prompts of a site put on its pages, longest first. */
export function shownOn(view: SiteView): Shown[] {
  const { brief, spec } = view
  const { facts } = brief
  const at = (what: Shown['what'], said: string, sees: readonly Seen[] = [{ text: said }]): Shown[] => {
    const path = pageSaying(view, sees[0]?.text ?? '')
    return path === undefined || !sees.every(({ text }) => says(view, path, text))
      ? []
      : [{ words: wordsOf(said), what, path, sees }]
  }
  const known = [facts.email, facts.phone, facts.address, facts.place, facts.dates].flatMap((fact) => fact ?? [])
  return [
    ...at('name', spec.name),
    ...at('subject', brief.subject),
    ...(brief.headline === undefined ? [] : at('headline', brief.headline)),
    ...known.flatMap((fact) => at('fact', fact)),
    ...facts.hours.flatMap((one) => at('fact', one, hoursSeen(one))),
    ...spec.pages.flatMap(({ path, title = '' }): Shown[] => {
      const text = worded(view, title)
      return says(view, path, text) ? [{ words: wordsOf(title), what: 'title', path, sees: [{ text }] }] : []
    }),
    ...brief.sections.flatMap((section) => ofSection(view, section)),
    ...brief.wordings.flatMap(({ from, to }) => {
      const put = at('wording', to)
      return put.length === 0 ? [] : [...put, { ...put[0]!, words: wordsOf(from), what: 'replaced' as const }]
    }),
  ]
    .filter(isOwn)
    .toSorted((a, b) => b.words.length - a.words.length)
}

/** What the prompt really has to say: no order to make a site, no "email" in front of one. */
function isOwn({ what, words, section }: Shown): boolean {
  const is = (lists: Record<'en' | 'es', ReadonlySet<string>>, word: string): boolean =>
    lists.en.has(word) || lists.es.has(word)
  const isList = what === 'item' || (what === 'title' && section === 'list')
  if (words.length === 0 || (isList && words.every((word) => is(LABELS, word)))) return false
  // "A website for a bakery" may have become one of these as a whole.
  const noun = words.findIndex((word) => is(SITE_NOUNS, word) || is(PAGE_NOUNS, word))
  if ((isList || what === 'subject' || what === 'name') && noun !== -1 && noun < words.length - 1) return false
  return OF_OWN.has(what) || words.some(isTelling)
}

/** A plan may be called "Plus", and a number is no word. */
const OF_OWN = new Set<Shown['what']>(['item', 'fact', 'wording', 'replaced', 'headline'])

/** A title that consists of "we need a website" was no title. */
const isTelling = (word: string): boolean =>
  (['en', 'es'] as const).every(
    (locale) => !FUNCTION_WORDS[locale].has(word) && !SOFTWARE[locale].has(word) && !TALK[locale].has(word),
  )

/** Hours stand in two places: the days, and the time. */
export function hoursSeen(said: string): Seen[] {
  const [days, time] = splitHours(said)
  return [{ text: time }, ...(days === '' ? [] : [{ text: days }])]
}

function ofSection(view: SiteView, section: Section): Shown[] {
  const place = placeOf(view, section)
  if (place === null) return []
  const { path, title } = place
  const said = { path, section: section.kind }
  const own = section.items.flatMap((item): Shown[] => {
    const words = wordsOf(item.title)
    if (!says(view, path, item.title)) return []
    const isPriced =
      item.price !== undefined &&
      itemsOf(section, view.brief).some((one) => one.title === item.title && one.price === item.price)
    return [
      { ...said, words, what: 'item', sees: [{ text: item.title }] },
      ...(isPriced ? [priced(item.title, item.price!, said)] : []),
    ]
  })
  return [{ ...said, words: wordsOf(section.title), what: 'title', sees: [{ text: title }] }, ...own]
}

const priced = (title: string, price: string, said: Pick<Shown, 'path' | 'section'>): Shown => ({
  ...said,
  words: wordsOf(price),
  what: 'fact',
  sees: [{ text: price, beside: title }],
})
