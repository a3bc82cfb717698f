import type { ProjectKind } from '../../../spec/contract'
import { BY_KEY, core, findKnown, makeUnknown } from './find-archetype'
import { inferField } from './infer-field'
import { isPlural, plain, singularOf } from './inflect'
import type { Archetype } from './lexicon/archetype'
import { ESSENTIALS, FEATURES, INSTEAD, ONLY_WHERE } from './lexicon/features'
import { FIELD_WORDS, type FieldWord } from './lexicon/field-words'
import { GENERIC_NOUNS } from './lexicon/grammar'
import type { Phrase } from './read-phrases'
import type { PromptReading } from './read-prompt'

/** A thing the application manages: what it is, how it is called here, and which fields the prompt names for it. */
export type Thing = { archetype: Archetype; score: number; fields: Set<string>; order: number; /** The maker's own word for it: "client" for a customer. */ called?: string; /** Key of the thing that the text puts next to it. */ beside?: string }

const FIELD_NAMES: ReadonlyMap<string, FieldWord> = new Map(
  [...FIELD_WORDS.values()].flatMap((word) => [word.key, word.es, ...word.also].map((name) => [plain(name), word] as const)).reverse(),
)
/** The field that a phrase names: "prep time", "e-mail", "fotos". */
export function findField(words: string[], locale: PromptReading['locale']): FieldWord | undefined {
  const text = words.map(plain).join(' ')
  return FIELD_NAMES.get(text) ?? FIELD_NAMES.get(plain(singularOf(text, locale)))
}

const WEIGHT: Record<Phrase['role'], number> = { managed: 3, listed: 2.5, attached: 1.5, mentioned: 1, actor: 0.6 }
/** People who use the application become rows of their own only where somebody manages them. */
const isAudience = (one: Archetype): boolean => one.category === 'person'
/** What one does with people rather than what one has: "communicate with team members". */
const TOGETHER = /^(?:communicate|connect|share|chat|collaborate|compare|meet|match|work|play|consult|comunicar|conectar|compartir|chatear|colaborar|comparar|trabajar|jugar)$/
/** "Beehive tracker": what such an application is named after is what it keeps. */
const TRACKER = /^(?:tracker|manager|organi[sz]er|planner|catalog(?:ue)?|collection|directory)$/
const HAS = /^(?:have|tener|llevar|contain|incluir|include)$/
const BUSINESSLIKE: ReadonlySet<ProjectKind> = new Set(['crm', 'inventory', 'saas', 'e-commerce', 'tasks'])
const FREQUENT = /frequently asked|\bfaqs?\b|preguntas frecuentes/
export const MOST_THINGS = 9

/** Collects things while the prompt is read: from phrases, then from features. */
class Collector {
  readonly things = new Map<string, Thing>()
  readonly ofPhrase = new Map<number, Thing>()
  private last: Thing | undefined
  private readonly reading: PromptReading
  private readonly kind: ProjectKind

  constructor(reading: PromptReading, kind: ProjectKind) {
    this.reading = reading
    this.kind = kind
  }

  add(archetype: Archetype, score: number, called?: string): Thing {
    // The first mention names it: flowcharts behind diagrams are one kind of them.
    const thing: Thing = this.things.get(archetype.key) ?? { archetype, score: 0, fields: new Set<string>(), order: this.things.size, ...(called === undefined ? {} : { called }) }
    thing.score += score
    this.things.set(archetype.key, thing)
    return thing
  }

  isMeant(archetype: Archetype): boolean {
    return ONLY_WHERE[archetype.key]?.test(this.reading.plain) ?? true
  }

  /** The known archetype of a phrase, where its everyday name means the thing here. */
  private known(phrase: Phrase): ReturnType<typeof findKnown> {
    const found = findKnown(phrase.words, this.reading.locale) ?? findTrade(phrase, this.reading)
    if (found?.archetype.key === 'question' && FREQUENT.test(this.reading.plain)) return { archetype: BY_KEY.get('faq')!, called: 'faq' }
    if (found?.archetype.key === 'quote' && BUSINESSLIKE.has(this.kind)) return { archetype: BY_KEY.get('cost quote')!, called: found.called }
    if (found !== null) return this.isMeant(found.archetype) ? found : null
    // "each hive" of a beehive tracker
    const head = singularOf(plain(phrase.words.at(this.reading.locale === 'es' ? 0 : -1)!), this.reading.locale)
    const longer = phrase.words.length === 1 && head.length >= 4 ? [...this.things.values()].find((one) => one.archetype.key !== head && one.archetype.key.endsWith(head)) : undefined
    return longer === undefined ? null : { archetype: longer.archetype, called: longer.archetype.key }
  }

  readPhrases(isSingularFine: boolean): void {
    this.reading.phrases.forEach((phrase, index) => {
      if (!this.ofPhrase.has(index)) this.readPhrase(phrase, index, isSingularFine)
    })
  }

  private readPhrase(phrase: Phrase, index: number, isSingularFine: boolean): void {
    const { locale } = this.reading
    const host = phrase.to === undefined ? undefined : this.ofPhrase.get(phrase.to)
    const known = this.known(phrase)
    const bare = core(phrase.words, locale)
    const field = findField(bare, locale)
    // "with a photo and a price": fields of the thing before; "with ingredients": a thing of its own.
    const isMany = phrase.isEach === true || isPlural(bare.join(' '), locale)
    const isOwnThing = known !== null && (known.archetype.category === 'reaction' || known.archetype.access === 'child' || phrase.link === 'of' || (isMany && ['text', 'money', 'integer', 'number', 'enum'].includes(field?.type ?? '')))
    if (field !== undefined && (known === null || (host !== undefined && !isOwnThing))) {
      if (host === undefined && phrase.words.every((word) => GENERIC_NOUNS.has(plain(word)))) return
      const target = this.bearer(phrase, field, host) ?? (phrase.role === 'attached' || phrase.role === 'managed' ? this.last : undefined)
      target?.fields.add(field.key)
      return
    }
    const isNamed = namesApp(phrase, this.reading)
    if (known !== null) {
      // The shop or team that an application is for is no row in it.
      const isOneWho = isNamed ? !isSingularFine : bare.length === phrase.words.length && phrase.role !== 'managed'
      if (known.archetype.category === 'place' && !isMany && isOneWho) return
      // In a list of what the application has, people are rows like the rest; elsewhere they use it.
      const isUser = isAudience(known.archetype) && (TOGETHER.test(phrase.verb) || phrase.role === 'mentioned' || phrase.role === 'actor' || (phrase.role === 'attached' && (phrase.link !== 'with' || !isMany)))
      this.last = this.add(known.archetype, WEIGHT[phrase.role] * (isUser ? 0.5 : 1), ownWord(known, phrase, locale))
    } else {
      // "each hive has a queen age": an attribute nobody listed.
      if (host !== undefined && phrase.link === 'with' && !isMany) {
        const inferred = inferField(phrase.words, locale)
        if (inferred !== null && HAS.test(this.leadVerb(phrase))) host.fields.add(inferred)
        return
      }
      const isListed = phrase.role === 'attached' && phrase.link === 'with' && isMany
      const unknown = phrase.role === 'managed' || phrase.role === 'listed' || isListed || (isNamed && (isSingularFine || this.kind !== 'portfolio')) ? makeUnknown(phrase.words, locale, { isSingularFine: isSingularFine || phrase.isEach === true || (isNamed && TRACKER.test(plain(phrase.words.at(-1)!))) }) : null
      if (unknown === null || (unknown.category === 'person' && !isMany)) return
      this.last = this.add(unknown, WEIGHT[phrase.role] * 0.8)
    }
    this.ofPhrase.set(index, this.last)
    this.last.beside ??= this.neighbour(phrase, index)
  }

  /** The verb that opens the list a phrase stands in: "has" of "each hive has a name and a queen age". */
  private leadVerb(phrase: Phrase): string {
    return this.reading.phrases.find((each) => each.list === phrase.list && each.verb !== '')?.verb ?? phrase.verb
  }

  /** Things named in the same list before this phrase, nearest first. */
  private siblings(phrase: Phrase, before = Infinity): Thing[] {
    return this.reading.phrases.flatMap((each, at) => (each !== phrase && each.list === phrase.list && at < before && this.ofPhrase.has(at) ? [this.ofPhrase.get(at)!] : [])).reverse()
  }

  /** In "tasks, due dates and comments" the dates are the tasks': whichever of the list usually has the field, prices the goods. */
  private bearer(phrase: Phrase, field: FieldWord, host: Thing | undefined): Thing | undefined {
    const near = this.siblings(phrase)
    const has = (one: Thing): boolean => one.archetype.fields.split(/[,!=:]/).some((part) => part.trim() === field.key)
    const sells = (one: Thing): boolean => field.type === 'money' && ['goods', 'place', 'device'].includes(one.archetype.category)
    return near.find(has) ?? near.find(sells) ?? host
  }

  /** The thing a comment or rating hangs on when the text says so: the one it is attached to, or named in the same list. */
  private neighbour(phrase: Phrase, index: number): string | undefined {
    const host = phrase.to === undefined ? undefined : this.ofPhrase.get(phrase.to)
    const near = this.siblings(phrase, index).reverse().sort((a, b) => Number(isSecondary(a.archetype)) - Number(isSecondary(b.archetype)) || b.score - a.score)
    const thing = this.ofPhrase.get(index)
    return [...(host === undefined ? [] : [host]), ...near].find((one) => one !== thing && canBeParent(one.archetype))?.archetype.key
  }
}

/** All things of a prompt, best first; without any, those that an application of the kind is usually made of. */
export function planThings(reading: PromptReading, kind: ProjectKind, isAddition = false): Thing[] {
  const all = new Collector(reading, kind)
  const { things } = all
  all.readPhrases(false)
  const own = (): Thing[] => [...things.values()].filter((thing) => thing.archetype.pages === 'full' && thing.score >= 1)
  if (!isAddition && own().length < 2) all.readPhrases(true)
  for (const [pattern, keys] of FEATURES) {
    if (!pattern.test(reading.plain)) continue
    for (const key of keys) {
      const one = BY_KEY.get(key)
      if (one !== undefined && all.isMeant(one)) all.add(one, 1.6)
    }
  }
  for (const [present, left, unless] of INSTEAD) if (things.has(present) && !(unless?.test(reading.plain) ?? false)) things.delete(left)
  const found = [...things.values()].filter((thing) => thing.score >= 1)
  if (!isAddition && found.filter((thing) => thing.archetype.pages === 'full').length === 0) for (const key of ESSENTIALS[kind]) found.push(all.add(BY_KEY.get(key)!, 1))
  const best = [...new Set(found)].sort((a, b) => b.score - a.score || a.order - b.order).slice(0, MOST_THINGS)
  const fitted = best.sort((a, b) => a.order - b.order).map((thing) => fit(thing, best, reading))
  return isAddition ? fitted : complete(fitted)
}

/** Names of features and of what nobody counts: no names for rows. */
const NO_ROW = /^(?:blog|chat|menu|diary|journal|stock|inventory|trivia|newsletter|checkout|production|story|response|log|service|diario|carta|boletin|bitacora|produccion|inventario)s?$|(?:ing|ment|history|recording)$/

/** People call a customer a client, and a check an inspection: their word is taken where it is a plain synonym. */
function ownWord(known: { archetype: Archetype; called: string }, phrase: Phrase, locale: PromptReading['locale']): string | undefined {
  const { category, key, es, access } = known.archetype
  const { called } = known
  if (access === 'inbox' || category === 'reaction' || called.split(' ').length > 2 || NO_ROW.test(plain(called)) || GENERIC_NOUNS.has(plain(called))) return undefined
  const isMany = isPlural(phrase.words.join(' '), locale)
  const whole = phrase.words.join(' ').toLowerCase()
  const [modifier = '', ...rest] = phrase.words
  // "honey harvests", "site visits": what kind they are is part of the name, unless it is another thing of the application.
  if (locale === 'en' && isMany && rest.length === 1 && phrase.role === 'attached' && phrase.link === 'with' && core(phrase.words, locale).length === 2 && findKnown([modifier], locale) === null && !isPlural(modifier, 'en')) return singularOf(whole, locale)
  if (called === key || called === es) return undefined
  return ['person', 'place', 'animal', 'goods', 'event'].includes(category) || (isMany && !called.includes(' ')) ? called : undefined
}

/** Everyday words that are things of a trade where the text speaks of it: tools that are lent, galleries of photos. */
const TRADES: Array<[RegExp, RegExp, string]> = [[/^(?:tools?|herramientas?)$/, /\btool (?:library|shed|rental|lending|inventory|box)|\b(?:borrow|lend|rent|repair|catalog)\w*\b|prest(?:ar|amo)|alquil|power tools/, 'asset']]
function findTrade(phrase: Phrase, reading: PromptReading): ReturnType<typeof findKnown> {
  const head = plain(phrase.words.at(reading.locale === 'es' ? 0 : -1)!)
  const trade = TRADES.find(([word, context]) => word.test(head) && context.test(reading.plain))
  return trade === undefined || !isPlural(head, reading.locale) ? null : { archetype: BY_KEY.get(trade[2])!, called: singularOf(head, reading.locale) }
}

const SPORT = /\b(?:sports?|leagues?|match(?:es)?|players?|tournaments?|championships?|basketball|football|soccer|baseball|hockey|volleyball|rugby|ligas?|torneos?|partidos?|jugador\w*|futbol|baloncesto|deport\w+|campeonatos?)\b/
const STOCKED = /\b(?:stock|inventory|inventario|warehouse|suppliers?|proveedores|brewery|bakery|kitchen|cerveceria|panaderia|almacen|batch(?:es)?|lotes)\b/

/** The archetype as this application means it: a team without a league has no wins, an ingredient without a recipe is stock. */
function fit(thing: Thing, all: Thing[], reading: PromptReading): Thing {
  const { key } = thing.archetype
  if (key === 'team' && !SPORT.test(reading.plain)) return { ...thing, archetype: { ...thing.archetype, fields: 'name!, description', access: 'members' } }
  if (key === 'ingredient' && !all.some((one) => ['recipe', 'meal', 'menu item', 'product'].includes(one.archetype.key))) {
    const isStock = STOCKED.test(reading.plain) || all.some((one) => ['supplier', 'stock movement'].includes(one.archetype.key))
    const called = reading.locale === 'es' ? 'ingrediente' : 'ingredient'
    if (isStock && !all.some((one) => one.archetype.key === 'raw material')) return { ...thing, archetype: BY_KEY.get('raw material')!, called }
  }
  return thing
}

/** "A beehive tracker", "kayak rental app": the noun that the application is named after. */
const namesApp = (phrase: Phrase, reading: PromptReading): boolean => {
  const first = reading.phrases[0] === phrase
  return first && phrase.words.some((word) => !GENERIC_NOUNS.has(plain(word)))
}

const NO_PARENT = new Set(['alert', 'notification', 'client notification', 'message', 'team message', 'category', 'tag', 'newsletter subscriber', 'contact message', 'faq', 'ad', 'coupon', 'stock movement', 'progress record', 'favorite', 'follow', 'profile'])
/** Whether other things may hang on it where only "whatever the application is about" is asked for. */
export const canBeParent = (one: Archetype): boolean =>
  one.pages === 'full' && one.access !== 'child' && one.access !== 'inbox' && one.category !== 'reaction' && !isAudience(one) && !NO_PARENT.has(one.key)

/** Payments, requests and the like are about something else; only where nothing else is there, they are what it is about. */
const isSecondary = (one: Archetype): boolean => ['transaction', 'request', 'measurement', 'record'].includes(one.category) || one.key === 'booking' || one.key === 'appointment'

/** The things the application is mainly about, best first: with pages of their own, no reactions to others. */
export const mainThings = (things: Thing[]): Thing[] =>
  things.filter((thing) => canBeParent(thing.archetype)).sort((a, b) => Number(isSecondary(a.archetype)) - Number(isSecondary(b.archetype)) || b.score - a.score)

/** Alternatives of one link: `recipe!/meal/*` → keys in order, whether the row belongs to its parent, and whether it can stand alone where there is none. */
export function parseLinks(links: string): Array<{ keys: string[]; required: boolean; isFree: boolean }> {
  return links
    .split(',')
    .map((link) => link.trim())
    .filter(Boolean)
    .map((link) => ({ keys: link.split('/').map((key) => key.replace('!', '').trim()), required: link.includes('!'), isFree: /(?:^|\/)\*$/.test(link) }))
}

/** A vote needs something to vote on: adds the first alternative of a required link that nothing present satisfies. */
function complete(things: Thing[]): Thing[] {
  const all = [...things]
  const has = (key: string): boolean => all.some((thing) => thing.archetype.key === key)
  for (let at = 0; at < all.length && all.length < MOST_THINGS + 3; at++) {
    for (const { keys, required, isFree } of parseLinks(all[at]!.archetype.links)) {
      // A bare `*` at the end: it may stand alone.
      if (!required || keys.some(has) || isFree || (keys.includes('*') && mainThings(all).some((main) => main !== all[at]))) continue
      const first = keys.map((key) => BY_KEY.get(key)).find((one) => one !== undefined)
      if (first !== undefined) all.push({ archetype: first, score: 1, fields: new Set(), order: all.length })
    }
  }
  return all
}
