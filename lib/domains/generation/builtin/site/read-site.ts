import { plain, type Locale } from '../../../spec/inflect'
import { detectLocale } from '../architect/detect-locale'
import { cleanPrompt, readPrompt } from '../architect/read-prompt'
import type { Item, Section, SectionKind, SiteBrief, SiteKind } from './brief'
import { readFacts, splitPrice, withoutFacts } from './facts'
import { EXPECTED, sectionNamed, SECTIONS, siteKindOf } from './lexicon'
import { readName, readSubject } from './name-site'
import { settleFacts } from './settle-facts'

/**
 * Reads the prompts of a site, first and further ones in order (the plan keeps them all): what it is, which sections
 * with which things, hard facts, and what later prompts add, take out or word differently. Pure and deterministic.
 */

const ONE_PAGE =
  /\b(?:one[- ]page|single[- ]page|one pager|landing(?: page)?|una sola pagina|de una pagina|coming soon)\b/
const LIST_AFTER =
  /:\s+|\s(?:with|including|featuring|showing|that (?:has|shows|includes)|con|que incluya|que tenga|incluyendo|incluye)\s+/i
const SELLING =
  /^(?:(?:we|i|it|they|she|he)\s+(sell|offer|make|bake|serve|teach|rent|provide)(?:s|es)?|(?:nosotros |yo )?(vend(?:emos|o|e)|ofrec(?:emos|e)|hac(?:emos|e)|servimos|enseñamos|alquilamos|prepar(?:amos|a)))\s+(.+)$/i
const ADD =
  /^(?:please |also |and |por favor |tambien )*(?:add|include|i want|we need|agrega(?:r)?|anade|anadir|incluye|incluir|pon|quiero|falta)\b/
const REMOVE =
  /^(?:please |also |and |por favor |tambien )*(?:remove|delete|drop|take out|get rid of|without|quita(?:r)?|elimina(?:r)?|borra(?:r)?|saca(?:r)?|sin)\s+(?:the |a |el |la |los |las )?(.+)$/
const REWORD =
  /(?:change|replace|turn|cambia|cambiar|reemplaza|reemplazar|sustituye)\s+(?:the (?:text|words?|phrase) |el texto |la frase )?["“«'‘]([^"”»’]{1,200})["”»'’]\s+(?:to|with|into|by|a|por|con)\s+["“«'‘]([^"”»’]{1,200})["”»'’]/giu
const HEADLINE =
  /(?:headline|title|heading|tagline|slogan|t[ií]tulo|titular|eslogan|encabezado|lema)(?:\s+(?:should (?:be|say|read)|to|says|a|que diga|sea))?(?:\s*:)?\s*["“«'‘]([^"”»’]{2,120})["”»'’]/iu
/** Where what a prompt lists are parts of the site; elsewhere they are things of its main part. */
const OWN_SECTIONS = new Set<SiteKind>(['event', 'cause', 'portfolio', 'topic'])
const OWN_PAGE = /\b(?:page|pagina)\b/

export const slugOf = (title: string): string =>
  plain(title)
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40) || 'part'

export function readSite(prompt: string): SiteBrief {
  const [said = '', ...later] = cleanPrompt(prompt).split(/\n\s*\n/)
  const first = settleFacts(said, later)
  const text = [first, ...later].join('\n\n')
  const whole = plain(text)
  const locale = detectLocale(text)
  const kind = siteKindOf(plain(first))
  const reader = new SectionReader(locale, kind)
  for (const [index, sentence] of sentencesOf(first).entries()) reader.read(sentence, { isFirst: index === 0 })
  if (reader.sections.filter((one) => one.kind !== 'contact').length < 2) reader.expect(EXPECTED[kind])
  const wordings: SiteBrief['wordings'] = []
  for (const part of later) {
    for (const [, from, to] of part.matchAll(REWORD)) wordings.push({ from: from!, to: to! })
    for (const sentence of sentencesOf(part.replace(REWORD, ' '))) reader.change(sentence)
  }
  const headline = [...[first, ...later].join('\n').matchAll(new RegExp(HEADLINE, 'giu'))].at(-1)?.[1]
  const facts = readFacts(text)
  if (facts.hours.length > 0 && kind !== 'event' && !reader.wasRemoved('hours')) reader.expect(['hours'])
  if (facts.address !== undefined && !reader.wasRemoved('location')) reader.expect(['location'])
  return {
    locale,
    kind,
    name: readName(first, locale),
    subject: readSubject(first, locale),
    facts,
    sections: reader.sections,
    isOnePage: ONE_PAGE.test(whole) && !reader.sections.some(({ hasPage }) => hasPage),
    wordings,
    ...(headline !== undefined && { headline }),
  }
}

/** Sentences about what is on the site; those about colours are gone. */
const sentencesOf = (text: string): string[] => readPrompt(text).sentences

/** `a, b and c` → its parts. */
const partsOf = (list: string): string[] =>
  list
    .split(/\s*[,;•|](?![^()]*\))\s*(?:and |y |e )?|\s+(?:and|y|e|plus|más)\s+(?!(?:Sons?|Co)\b)|\s*\n\s*/iu)
    .map((one) => one.trim())
    .filter((one) => /\p{L}/u.test(one))

const bare = (words: string): string =>
  words
    .replace(/^(?:an?|the|our|my|some|una?|el|la|los|las|nuestr[oa]s?|mis?|su|unos|unas)\s+/i, '')
    .replace(/\s+(?:section|sections|page|pages|secci[oó]n|p[aá]gina|apartado)$/i, '')
    .replace(
      /^(?:section|page|secci[oó]n|p[aá]gina|apartado)\s+(?:about|for|of|with|called|de|del|sobre|con|para)\s+(?:the |our |el |la |los |las )?/i,
      '',
    )
    .replace(/[.:]+$/, '')
    .trim()
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)

class SectionReader {
  readonly sections: Section[] = []
  readonly #removed = new Set<SectionKind>()
  readonly #locale: Locale

  readonly #kind: SiteKind

  constructor(locale: Locale, kind: SiteKind) {
    this.#locale = locale
    this.#kind = kind
  }

  wasRemoved(kind: SectionKind): boolean {
    return this.#removed.has(kind)
  }

  /** Adds what is missing of these. */
  expect(kinds: readonly SectionKind[]): void {
    for (const kind of kinds) if (!this.sections.some((one) => one.kind === kind)) this.#open(kind, '')
  }

  read(sentence: string, { isFirst }: { isFirst: boolean }): void {
    const told = withoutFacts(sentence)
    const selling = SELLING.exec(told)
    if (selling !== null) {
      const isService = /^(?:offer|teach|provid|ofrec|ense)/i.test(selling[1] ?? selling[2]!)
      return this.#fill(
        this.#open(isService ? 'services' : 'products', ''),
        partsOf(selling[3]!.replace(LIST_AFTER, ', ')),
      )
    }
    const headed = /^([^:]{2,40}):\s+(.+)$/.exec(told)
    const heading = headed === null ? undefined : sectionNamed(plain(headed[1]!))
    const isTitle = headed !== null && headed[1]!.trim().split(/\s+/).length <= 3
    if (headed !== null && isTitle && /^(?:pages?|sections?|p[aá]ginas|secciones)$/i.test(headed[1]!.trim()))
      return this.#list(partsOf(headed[2]!), { isListed: true, arePages: /^p/i.test(headed[1]!.trim()) })
    if (headed !== null && isTitle && heading !== undefined)
      return this.#fill(this.#open(heading.kind, headed[1]!), partsOf(headed[2]!))
    // Of "a site for …: a, b and c" the list; of "a portfolio for Ana, a photographer in Lisbon" nothing.
    const at = LIST_AFTER.exec(told)
    const isIntroduction =
      isFirst && /\b(?:site|page|website|web|sitio|pagina|portfolio|portafolio|landing)\b/.test(plain(told))
    if (isIntroduction)
      return at === null ? undefined : this.#list(partsOf(told.slice(at.index + at[0].length)), { isListed: true })
    const parts = partsOf(told)
    this.#list(parts, { isListed: parts.filter((one) => this.#entry(plain(one)) !== undefined).length > 1 })
  }

  /** A further prompt. */
  change(sentence: string): void {
    const words = plain(sentence)
    const gone = REMOVE.exec(words)?.[1]
    if (gone !== undefined) return partsOf(gone).forEach((one) => this.#remove(one))
    const said = sentence.replace(
      /^(?:please |also |and |por favor,? |tambi[eé]n )*(?:add|include|show|i want|we need|agrega(?:r)?|a[nñ]ade|a[nñ]adir|incluye|incluir|muestra|pon|quiero|falta)\s+/iu,
      '',
    )
    if (!ADD.test(words) && said === sentence) return this.read(sentence, { isFirst: false })
    const at = /:\s+|\s(?:with|con)\s+/i.exec(said)
    const container = /^(?:an?|una?)?\s*(?:new|nueva)?\s*(section|page|secci[oó]n|p[aá]gina)$/i.exec(
      at === null ? '' : said.slice(0, at.index),
    )
    if (at !== null && container !== null)
      return this.#list(partsOf(said.slice(at.index + at[0].length)), {
        isListed: true,
        arePages: /^p/i.test(container[1]!),
      })
    if (at === null) return this.#list(partsOf(said), { isListed: true })
    const section = this.#named(said.slice(0, at.index), true)
    if (section !== null) this.#fill(section, partsOf(withoutFacts(said.slice(at.index + at[0].length))))
  }

  #entry(words: string): ReturnType<typeof sectionNamed> {
    // A meal begins with `entradas`, a festival sells them.
    if (this.#kind === 'event' && /^(?:las |venta de )?entradas$/.test(words))
      return SECTIONS.find(({ kind }) => kind === 'pricing')
    return sectionNamed(words)
  }

  #remove(words: string): void {
    const kind = sectionNamed(words)?.kind
    const slug = slugOf(bare(words))
    const at = this.sections.findIndex((one) => one.slug === slug || one.kind === kind)
    if (kind !== undefined) this.#removed.add(kind)
    if (at >= 0) this.sections.splice(at, 1)
  }

  #list(parts: string[], how: { isListed: boolean; arePages?: boolean }): void {
    let open: Section | null = null
    for (const part of parts) {
      const inner = /^(.+?)\s+\((.+)\)$/.exec(part) ?? /^(.+?)\s(?:with|con|de|of)\s(.+)$/i.exec(part)
      const known = this.#entry(plain(inner?.[1] ?? part)) ?? this.#entry(plain(part))
      // "menu with starters, mains and desserts, opening hours": what follows belongs to the menu until another section
      // is named.
      if (
        open !== null &&
        (known === undefined || known.kind === open.kind) &&
        ['menu', 'services', 'products', 'features', 'pricing', 'gallery'].includes(open.kind)
      ) {
        this.#fill(open, [part])
        continue
      }
      const section = this.#named(part, how.isListed, how.arePages === true && !/^(?:home|inicio)$/i.test(part))
      if (section === null) continue
      open = null
      if (known !== undefined && inner !== null && !/\b(?:page|pagina)\b/i.test(inner[1]!)) {
        if (/\b(?:prices?|precios?)\b/i.test(inner[2]!)) section.isPriced = true
        else if (/\s(?:with|con)\s|\(/i.test(part)) {
          this.#fill(section, partsOf(inner[2]!))
          open = section
        }
      }
    }
  }

  /** The section that words name; one of their own when they may be a title. */
  #named(words: string, mayBeOwn: boolean, isPage = false): Section | null {
    const simple = plain(words)
    const title = bare(words.replace(/\s+\(.*\)$/, ''))
    // "a page about the team" is about the team.
    const known = this.#entry(plain(title)) ?? this.#entry(simple)
    const hasPage = isPage || OWN_PAGE.test(simple)
    if (known === undefined) {
      const isTitle = title.length >= 3 && title.split(/\s+/).length <= 4 && !/\d{3}/.test(title)
      if (!(mayBeOwn || hasPage) || !isTitle || /^(?:home|inicio|dark|light)$/i.test(title)) return null
      const main = EXPECTED[this.#kind][0]!
      if (hasPage || OWN_SECTIONS.has(this.#kind)) return this.#open('list', title, hasPage)
      this.#fill(this.#open(main, ''), [title])
      return null
    }
    return this.#open(known.kind, title, hasPage)
  }

  #open(kind: SectionKind, words: string, hasPage = false): Section {
    const standard = SECTIONS.find((one) => one.kind === kind)?.title[this.#locale] ?? words
    const said = capital(
      bare(words)
        .replace(
          /\s+(?:de|del|por|by|via|on|at|from|with|con|en|in|for|para)(?:\s+(?:tel[eé]fono|phone|whatsapp|email|correo))?$/i,
          '',
        )
        .split(/\s(?:with|con|por|by|via|de martes|de lunes)\s/i)[0]!
        .trim(),
    )
    // Short and the person's own: "Artistas invitados". A bare "services" takes the standard spelling.
    const own =
      said !== '' &&
      said.split(/\s+/).length <= 4 &&
      !/\d/.test(said) &&
      !(kind === 'contact' || kind === 'location' || kind === 'faq')
    const title = own ? said : standard || (this.#locale === 'es' ? 'Lo esencial' : 'The essentials')
    const slug = slugOf(title)
    const known = this.sections.find(
      (one) =>
        one.slug === slug ||
        (one.kind === kind && kind !== 'list' && kind !== 'help' && (!own || one.items.length === 0)),
    )
    if (known !== undefined) {
      known.hasPage ||= hasPage
      return known
    }
    const made: Section = { slug, kind, title, items: [], isPriced: false, hasPage }
    this.sections.push(made)
    return made
  }

  #fill(section: Section, parts: string[]): void {
    for (const part of parts) {
      const { title, price } = splitPrice(bare(part))
      const item: Item = { title: capital(title), ...(price !== undefined && { price }) }
      if (title.length >= 2 && title.length <= 80 && !section.items.some((one) => one.title === item.title))
        section.items.push(item)
    }
  }
}
