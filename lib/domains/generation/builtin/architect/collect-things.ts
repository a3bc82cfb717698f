import type { ProjectKind } from '../../../spec/contract'
import { placeDeclared } from './declared/place-declared'
import { BY_KEY, core, findKnown, makeUnknown } from './find-archetype'
import { inferField } from './infer-field'
import { isPlural, type Locale, plain, singularOf } from '../../../spec/inflect'
import type { Archetype } from './lexicon/archetype'
import { ONLY_WHERE } from './lexicon/features'
import type { FieldWord } from './lexicon/field-words'
import { GENERIC_NOUNS } from './lexicon/grammar'
import { isClause, isCount, isLook, isManner } from './no-thing'
import type { Phrase } from './read-phrases'
import type { PromptReading } from './read-prompt'
import { canBeParent, findField, isAudience, isSecondary, type Thing } from './thing'

const WEIGHT: Record<Phrase['role'], number> = { managed: 3, listed: 2.5, attached: 1.5, mentioned: 1, actor: 0.6 }
/** What one does with people rather than what one has: "communicate with team members". */
const TOGETHER =
  /^(?:communicate|connect|share|chat|collaborate|compare|meet|match|work|play|consult|comunicar|conectar|compartir|chatear|colaborar|comparar|trabajar|jugar)$/
/** "Beehive tracker": what such an application is named after is what it keeps. */
const TRACKER = /^(?:tracker|manager|organi[sz]er|planner|catalog(?:ue)?|collection|directory)$/
/** Of one list that are looked at, from its end; people write no longer ones. */
const MOST_SIBLINGS = 100
const HAS = /^(?:have|tener|llevar|contain|incluir|include)$/
const BUSINESSLIKE: ReadonlySet<ProjectKind> = new Set(['crm', 'inventory', 'saas', 'e-commerce', 'tasks'])
const SAME = [
  new Set(['comment', 'reply', 'respuesta', 'review', 'message', 'chat message']),
  new Set(['loan', 'rental', 'booking', 'appointment', 'order']),
  new Set(['rating', 'review', 'vote', 'score']),
  new Set(['quiz', 'poll', 'contest', 'assessment', 'exam']),
]
const FREQUENT = /frequently asked|\bfaqs?\b|preguntas frecuentes/

/** Collects things while the prompt is read: from phrases, then from features. */
export class Collector {
  readonly things = new Map<string, Thing>()
  readonly ofPhrase = new Map<number, Thing>()
  /** The same by the list that the phrases stand in, in their order. */
  private readonly ofList = new Map<number, Array<{ at: number; thing: Thing }>>()
  private readonly verbOfList = new Map<number, string>()
  private readonly named = new Map<string, Thing>()
  private last: Thing | undefined
  private readonly reading: PromptReading
  private readonly kind: ProjectKind

  constructor(reading: PromptReading, kind: ProjectKind) {
    this.reading = reading
    this.kind = kind
    for (const { list, verb } of reading.phrases)
      if (verb !== '' && !this.verbOfList.has(list)) this.verbOfList.set(list, verb)
  }

  add(archetype: Archetype, score: number, called?: string): Thing {
    // The first mention names it: flowcharts behind diagrams are one kind of them.
    const thing: Thing = this.things.get(archetype.key) ?? {
      archetype,
      score: 0,
      fields: new Set<string>(),
      order: this.things.size,
      ...(called === undefined ? {} : { called }),
    }
    thing.score += score
    this.things.set(archetype.key, thing)
    return thing
  }

  /** Whether the prompt has its own word for nearly this: described replies are the comments of such an application. */
  isSaid(archetype: Archetype): boolean {
    return [...this.things.values()].some(
      (thing) =>
        thing.archetype !== archetype &&
        thing.declared !== undefined &&
        SAME.some((same) => same.has(archetype.key) && same.has(thing.archetype.key)),
    )
  }

  isMeant(archetype: Archetype): boolean {
    return ONLY_WHERE[archetype.key]?.test(this.reading.plain) ?? true
  }

  /** Things the prompt describes itself, by their name in the singular: they are what its other sentences speak of. */
  placeDeclared(): void {
    placeDeclared(this.reading, this.things, (archetype, called) => this.add(archetype, 6, called))
    for (const thing of this.things.values()) this.named.set(plain(thing.called ?? thing.archetype.key), thing)
  }

  private declaredBy(phrase: Phrase): Thing | undefined {
    const { locale } = this.reading
    const words = core(phrase.words, locale)
    const whole = this.named.get(plain(singularOf(words.join(' '), locale)))
    const head = locale === 'es' ? words[0] : words.at(-1)
    return whole ?? (head === undefined ? undefined : this.named.get(plain(singularOf(head, locale))))
  }

  /** The known archetype of a phrase, where its everyday name means the thing here. */
  private known(phrase: Phrase): ReturnType<typeof findKnown> {
    const own = this.declaredBy(phrase)
    if (own !== undefined) return { archetype: own.archetype, called: own.called ?? own.archetype.key }
    const found = findKnown(phrase.words, this.reading.locale) ?? findTrade(phrase, this.reading)
    if (found?.archetype.key === 'question' && FREQUENT.test(this.reading.plain))
      return { archetype: BY_KEY.get('faq')!, called: 'faq' }
    if (found?.archetype.key === 'quote' && BUSINESSLIKE.has(this.kind))
      return { archetype: BY_KEY.get('cost quote')!, called: found.called }
    if (found !== null) return this.isMeant(found.archetype) ? found : null
    // "each hive" of a beehive tracker
    const head = singularOf(plain(phrase.words.at(this.reading.locale === 'es' ? 0 : -1)!), this.reading.locale)
    const longer =
      phrase.words.length === 1 && head.length >= 4
        ? [...this.things.values()].find((one) => one.archetype.key !== head && one.archetype.key.endsWith(head))
        : undefined
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
    const isOwnThing =
      known !== null &&
      (known.archetype.category === 'reaction' ||
        known.archetype.access === 'child' ||
        phrase.link === 'of' ||
        (isMany && ['text', 'money', 'integer', 'number', 'enum'].includes(field?.type ?? '')))
    // "record inspections and treatments": what is recorded by itself is no field of the other.
    const isRecorded = isMany && phrase.role === 'managed' && field?.type === 'longtext' && known === null
    // "where they found it, the day and a photo": one picture is of what the sentence is about.
    const isPicture = field?.type === 'image' && !isMany && phrase.role !== 'managed' && this.last !== undefined
    if (field !== undefined && !isRecorded && (known === null || ((host !== undefined || isPicture) && !isOwnThing))) {
      if (host === undefined && phrase.words.every((word) => GENERIC_NOUNS.has(plain(word)))) return
      const target =
        this.bearer(phrase, field, host) ??
        (phrase.role === 'attached' || phrase.role === 'managed' ? this.last : undefined)
      target?.fields.add(field.key)
      return
    }
    const isNamed = namesApp(phrase, this.reading)
    if (this.namesNothing(phrase, known?.archetype, isNamed)) return
    if (known !== null) {
      // The shop or team that an application is for is no row in it.
      const isOneWho = isNamed ? !isSingularFine : bare.length === phrase.words.length && phrase.role !== 'managed'
      if (known.archetype.category === 'place' && !isMany && isOneWho) return
      // In a list of what the application has, people are rows like the rest; elsewhere they use it.
      // "A forum for aquarium hobbyists": whom it is for.
      if (
        this.isAddressed(phrase) &&
        (isAudience(known.archetype) ||
          known.archetype.category === 'place' ||
          (known.archetype.key === 'group' && !isMany)) &&
        known.archetype.key !== 'customer' &&
        (this.named.size > 0 || (!isMany && (known.archetype.key === 'group' || OWN.test(phrase.before))))
      )
        return
      const isUser =
        isAudience(known.archetype) &&
        (TOGETHER.test(phrase.verb) ||
          phrase.role === 'mentioned' ||
          phrase.role === 'actor' ||
          (phrase.role === 'attached' && (phrase.link !== 'with' || !isMany)))
      this.last = this.add(
        known.archetype,
        WEIGHT[phrase.role] * (isUser ? 0.5 : 1),
        isTrade(known.called) ? known.called : ownWord(known, phrase, locale),
      )
      // "over the season": one that is only mentioned once is no more than that.
      const isAbout = bare.length < phrase.words.length
      if (isMany || isNamed || isAbout || MAKING.test(phrase.verb) || !/^(?:mentioned|actor)$/.test(phrase.role))
        this.last.isFirm = true
    } else {
      // "each hive has a queen age": an attribute nobody listed.
      if (host !== undefined && phrase.link === 'with' && !isMany) {
        const inferred = inferField(phrase.words, locale)
        if (inferred !== null && HAS.test(this.leadVerb(phrase))) host.fields.add(inferred)
        return
      }
      const isNamedAlone = isMany && phrase.role === 'mentioned' && phrase.verb === '' && this.standsAlone(phrase)
      const isListed = isNamedAlone || (phrase.role === 'attached' && phrase.link === 'with' && isMany)
      const unknown =
        phrase.role === 'managed' ||
        phrase.role === 'listed' ||
        isListed ||
        (isNamed && (isSingularFine || this.kind !== 'portfolio'))
          ? makeUnknown(phrase.words, locale, {
              isSingularFine:
                isSingularFine || phrase.isEach === true || (isNamed && TRACKER.test(plain(phrase.words.at(-1)!))),
            })
          : null
      if (unknown !== null && this.isAddressed(phrase) && (this.named.size > 0 || OWN.test(phrase.before))) return
      if (this.isOfNothing(phrase)) return
      if (unknown === null || (unknown.category === 'person' && !(isMany && isKept(phrase)))) return
      // "A rehearsal planner" is about rehearsals, whatever else it says.
      this.last = this.add(
        unknown,
        isNamed && TRACKER.test(plain(phrase.words.at(-1)!)) ? 1 : WEIGHT[phrase.role] * 0.8,
      )
      this.last.isFirm = true
    }
    this.place(phrase, index, this.last)
    this.last.beside ??= this.neighbour(phrase, index)
  }

  /** Whether it says how many, how, by whom or for example, and not what is kept. */
  private namesNothing(phrase: Phrase, known: Archetype | undefined, isNamed: boolean): boolean {
    const { locale, phrases } = this.reading
    if (phrase === phrases[0] && PRESENTS.test(plain(this.reading.sentences[0]!))) return true
    if (isNamed || (known !== undefined && this.things.get(known.key)?.declared !== undefined)) return false
    if (isLook(phrase)) return true
    if (phrase.role === 'managed' && known !== undefined) return false
    return (
      isCount(phrase, phrases) ||
      isManner(phrase, locale) ||
      this.isDeclaredField(phrase) ||
      isClause(phrase, locale) ||
      this.isExample(phrase, known)
    )
  }

  /** "tools (mowers, ladders)", "a menu (bread, cakes)"; in brackets behind what the application is called it has them. */
  private isExample({ isBracketed, to }: Phrase, known: Archetype | undefined): boolean {
    const host = to === undefined ? undefined : this.reading.phrases[to]!
    if (isBracketed !== true || host === undefined) return false
    const isApp = to === 0 || host.words.some((word) => GENERIC_NOUNS.has(plain(word)) && !KINDS.test(plain(word)))
    return known === undefined
      ? !isApp
      : !isApp && (this.ofPhrase.has(to!) || isPlural(host.words.join(' '), this.reading.locale))
  }

  /** "photos of the hills": what something is of that is no thing itself is none either; a list of kayaks has kayaks. */
  private isOfNothing({ link, to }: Phrase): boolean {
    if (link !== 'of' || to === undefined || to === 0 || this.ofPhrase.has(to)) return false
    return !this.reading.phrases[to]!.words.some((word) => GENERIC_NOUNS.has(plain(word)))
  }

  /** "The note is internal", of what was said to have a note. */
  private isDeclaredField({ words }: Phrase): boolean {
    const noun = plain(singularOf(words.join(' '), this.reading.locale))
    return [...this.things.values()].some(({ declared = [] }) => declared.some(({ name }) => plain(name) === noun))
  }

  /** Right behind "for" in what the application is called: those who use it, not what it keeps. */
  private isAddressed(phrase: Phrase): boolean {
    if (phrase.sentence !== 0 || phrase === this.reading.phrases[0]) return false
    const sentence = plain(this.reading.sentences[0] ?? '')
    return new RegExp(
      `\\b(?:for|para) (?:an? |the |our |una? |el |la |los |las |\\w+ ){0,2}${plain(phrase.words.join(' ')).replace(/[^a-z0-9 ]/g, '.')}\\b`,
    ).test(sentence.split(/[:;]/)[0]!)
  }

  /** "Canned replies.", "runs; races": a clause that only names things. */
  private standsAlone(phrase: Phrase): boolean {
    const sentence = this.reading.sentences[phrase.sentence]?.toLowerCase() ?? ''
    const clause = sentence.split(/[;:]/).find((part) => part.includes(phrase.words.join(' ')))
    return (
      clause !== undefined &&
      clause
        .split(/,|\s(?:and|y|e|&)\s/)
        .every(
          (item) => item.trim().split(/\s+/).length <= 3 && !/\b(?:for|para|to|with|con|the|in|en|on)\b/.test(item),
        )
    )
  }

  /** The verb that opens the list a phrase stands in: "has" of "each hive has a name and a queen age". */
  private leadVerb(phrase: Phrase): string {
    return this.verbOfList.get(phrase.list) ?? phrase.verb
  }

  /** Things named in the same list before this phrase, nearest first. */
  private siblings(phrase: Phrase, before = Infinity): Thing[] {
    return (this.ofList.get(phrase.list) ?? [])
      .slice(-MOST_SIBLINGS)
      .filter(({ at }) => at < before && this.reading.phrases[at] !== phrase)
      .map(({ thing }) => thing)
      .toReversed()
  }

  private place(phrase: Phrase, index: number, thing: Thing): void {
    this.ofPhrase.set(index, thing)
    const list = this.ofList.get(phrase.list) ?? []
    const behind = list.findLastIndex(({ at }) => at < index)
    list.splice(behind + 1, 0, { at: index, thing })
    this.ofList.set(phrase.list, list)
  }

  /**
   * In "tasks, due dates and comments" the dates are the tasks': whichever of the list usually has the field, prices
   * the goods.
   */
  private bearer(phrase: Phrase, field: FieldWord, host: Thing | undefined): Thing | undefined {
    const near = this.siblings(phrase)
    const has = (one: Thing): boolean => one.archetype.fields.split(/[,!=:]/).some((part) => part.trim() === field.key)
    const sells = (one: Thing): boolean =>
      field.type === 'money' && ['goods', 'place', 'device'].includes(one.archetype.category)
    return near.find(has) ?? near.find(sells) ?? host
  }

  /**
   * The thing a comment or rating hangs on when the text says so: the one it is attached to, or named in the same list.
   */
  private neighbour(phrase: Phrase, index: number): string | undefined {
    const host = phrase.to === undefined ? undefined : this.ofPhrase.get(phrase.to)
    const near = this.siblings(phrase, index)
      .toReversed()
      .sort((a, b) => Number(isSecondary(a.archetype)) - Number(isSecondary(b.archetype)) || b.score - a.score)
    const thing = this.ofPhrase.get(index)
    return [...(host === undefined ? [] : [host]), ...near].find((one) => one !== thing && canBeParent(one.archetype))
      ?.archetype.key
  }
}

/** Names of features and of what nobody counts: no names for rows. */
const NO_ROW =
  /^(?:blog|chat|menu|diary|journal|stock|inventory|trivia|newsletter|checkout|production|story|response|log|service|diario|carta|boletin|bitacora|produccion|inventario)s?$|(?:ing|ment|history|recording)$/

/** People call a customer a client, and a check an inspection: their word is taken where it is a plain synonym. */
function ownWord(known: { archetype: Archetype; called: string }, phrase: Phrase, locale: Locale): string | undefined {
  const { category, key, es, access } = known.archetype
  const { called } = known
  if (
    access === 'inbox' ||
    category === 'reaction' ||
    called.split(' ').length > 2 ||
    NO_ROW.test(plain(called)) ||
    GENERIC_NOUNS.has(plain(called))
  )
    return undefined
  const isMany = isPlural(phrase.words.join(' '), locale)
  const whole = phrase.words.join(' ').toLowerCase()
  const [modifier = '', ...rest] = phrase.words
  // "honey harvests", "site visits": what kind they are is part of the name, unless it is another thing of the
  // application.
  if (
    locale === 'en' &&
    isMany &&
    rest.length === 1 &&
    phrase.role === 'attached' &&
    phrase.link === 'with' &&
    core(phrase.words, locale).length === 2 &&
    findKnown([modifier], locale) === null &&
    !isPlural(modifier, 'en')
  )
    return singularOf(whole, locale)
  if (called === key || called === es) return undefined
  return ['person', 'place', 'animal', 'goods', 'event'].includes(category) || (isMany && !called.includes(' '))
    ? called
    : undefined
}

/** Everyday words that are things of a trade where the text speaks of it: tools that are lent, galleries of photos. */
const TRADES: Array<[RegExp, RegExp, string]> = [
  [
    /^(?:tools?|herramientas?)$/,
    /\btool (?:library|shed|rental|lending|inventory|box)|\b(?:borrow|lend|rent|repair|catalog)\w*\b|prest(?:ar|amo)|alquil|power tools/,
    'asset',
  ],
]
const isTrade = (word: string): boolean => TRADES.some(([pattern]) => pattern.test(plain(word)))
function findTrade(phrase: Phrase, reading: PromptReading): ReturnType<typeof findKnown> {
  const head = plain(phrase.words.at(reading.locale === 'es' ? 0 : -1)!)
  const trade = TRADES.find(([word, context]) => word.test(head) && context.test(reading.plain))
  return trade === undefined || !isPlural(head, reading.locale)
    ? null
    : { archetype: BY_KEY.get(trade[2])!, called: singularOf(head, reading.locale) }
}

/** Whose object comes to be there. */
const MAKING = /^(?:make|produce|send|receive|emitir|enviar|recibir|hacer)$/

/** "For our band": those who use it. */
const OWN = /^(?:our|my|nuestr[oa]|mi)$/

/** "We are a theatre group": who is speaking. */
const PRESENTS = /^(?:we are|we're|i am|i'm|somos|soy) (?:an?|the|una?|el|la)\b/

/** Of these, brackets give examples. */
const KINDS = /^(?:tools?|types?|kinds?|people|herramientas?|tipos?|gente|personas)$/

/** People are rows where somebody keeps them: elsewhere they use the application. */
const KEPT =
  /^(?:add|create|edit|hire|keep|list|maintain|manage|record|register|save|store|track|administrar|agregar|anadir|añadir|contratar|crear|editar|gestionar|guardar|llevar|registrar)$/
const isKept = ({ role, verb, after }: Phrase): boolean =>
  role === 'listed' ||
  (role === 'managed' && KEPT.test(verb)) ||
  (role === 'attached' && /^(?:|and|or|y|e|o|u)$/.test(after))

/** "A beehive tracker", "kayak rental app": the noun that the application is named after. */
const namesApp = (phrase: Phrase, reading: PromptReading): boolean => {
  const first = reading.phrases[0] === phrase
  return first && phrase.words.some((word) => !GENERIC_NOUNS.has(plain(word)))
}
