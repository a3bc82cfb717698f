import type { Rule } from '../../../spec/rules'
import type { Locale } from '../../../spec/inflect'
import type { PlanWords } from '../asks/plan-words'
import type { Token } from '../asks/reading/tokens'
import type { EntityModel } from '../frontend/model'
import { daysIn, END, type Line, NOUN, NUMBER, numberOf, UNIT } from './line'
import { dueOf, endOf, isPerson, linkTo, momentOf, openRows, roomIn, takenOf, thingIn, thingsIn } from './places'

/**
 * Rules that a sentence states, as far as the plan has what they speak of: "one booking per person per class", "when a
 * class is full", "for up to 7 days". Each with the words that state it; the rest of the sentence is read without them.
 */
export type FoundRule = { rule: Rule; one: EntityModel; tokens: Token[] }

type Groups = Record<string, string | undefined>
/** What a sentence is read with. */
type Reading = {
  words: PlanWords
  /** What the sentence speaks of: its things, in order. */
  things: readonly EntityModel[]
  /** The verb before the rule, where there is one. */
  verb: string
  /** Everything before it. */
  before: string
}
type Made = { rule: Rule; one: EntityModel } | null
type Pattern = { locale: Locale; pattern: RegExp; make: (groups: Groups, reading: Reading) => Made }

const UP_TO = '(?:up to|at most|no more than|not more than|a maximum of|maximum of|max(?:imum)?|only|just)'
const HASTA = '(?:hasta|como maximo|como mucho|no mas de|un maximo de|maximo(?: de)?|solo|solamente)'

const MOST_RULES = 8
/** Without one of these words no pattern finds anything, which is found out faster. */
const LIMITING: Record<Locale, RegExp> = {
  en: /\b(?:full|limited|sold out|booked|per|for (?:each|every)|once|up to|at most|no(?:t)? more than|max(?:imum)?|only|just|there (?:is|are)|overbook|never more|no more|that (?:is|are)|double|(?:no )?two|in the (?:past|future))/,
  es: /\b(?:llen|limitad|complet|agotad|por|vez|hasta|como (?:maximo|mucho)|no mas de|maximo|solo|solamente|mientras|quedan|hay|sobrevent|sobrecupo|aforo|cupo|prestad|ocupad|alquilad|reservad|dobles?|solapamientos|dos|pasado|futur)/,
}

export function readRules(line: Line, locale: Locale, words: PlanWords): FoundRule[] {
  if (!LIMITING[locale].test(line.text)) return []
  const found: FoundRule[] = []
  const things = thingsIn(line.text, words)
  for (const { pattern, make, locale: of } of PATTERNS) {
    if (of !== locale) continue
    for (const match of line.text.matchAll(pattern)) {
      const [from, to] = [match.index, match.index + match[0].length]
      const before = line.text.slice(0, from).trim()
      const made = make(match.groups ?? {}, { words, things, before, verb: verbIn(before) })
      const own = made === null ? [] : line.tokensIn(from, to).filter((token) => token.isWord)
      const isTaken = own.some((token) => found.some((other) => other.tokens.includes(token)))
      if (made !== null && own.length > 0 && !isTaken && found.length < MOST_RULES) found.push({ ...made, tokens: own })
    }
  }
  return found
}

/** The last word that does something is what the rule is about; of "members can borrow" it is the borrowing. */
const verbIn = (before: string): string =>
  before
    .split(/[,.;:]/)
    .at(-1)!
    .trim()
    .split(' ')
    .findLast((word) => TAKES.test(word)) ?? ''
const TAKES =
  /^(?:book|reserve|borrow|take|rent|lend|vote|join|attend|enrol+|register|sign|apply|rate|review|bid|order|claim|reservar?|reserven|reservan|pedir|piden|tomar?|toman|prestar?|alquilar?|votar?|votan|voten|apuntar(?:se)?|inscribir(?:se)?|unir(?:se)?|pujar?)/

/** What people add for themselves, by the thing that is named: the bookings themselves, or those of a class. */
function takenBy(
  { words, verb, things }: Reading,
  phrase: string | undefined,
): { one: EntityModel; parent: EntityModel | null } | null {
  const named = phrase === undefined ? undefined : thingIn(phrase, words)
  if (phrase !== undefined && named === undefined) return null
  const candidates = named === undefined ? things : [named]
  for (const each of candidates) {
    const taken = takenOf(each, verb, words)
    if (taken !== undefined) return { one: taken, parent: each }
  }
  const own = candidates.find((each) => each.owner !== null)
  if (own === undefined) return null
  return { one: own, parent: own.references.map(({ target }) => target).find((target) => target !== 'person') ?? null }
}

const most = (one: EntityModel, per: (string | null | undefined)[], count: number | string, isOpen = false): Made => {
  const columns = per.filter((column) => column != null)
  if (columns.length === 0 || columns.length < per.length || count === 0 || Number.isNaN(count)) return null
  const where = isOpen ? openRows(one) : undefined
  return { one, rule: { rule: 'most', table: one.entity.table, per: columns, most: count, ...(where && { where }) } }
}

/** "one booking per person and class", "up to 3 votes per poll" */
function perEach(groups: Groups, reading: Reading): Made {
  const { words } = reading
  const one = thingIn(groups['thing']!, words)
  if (one === undefined) return null
  const ends = [groups['first'], groups['second']].filter((end) => end !== undefined)
  const per = ends.map((end) => {
    if (isPerson(end, words)) return one.owner
    const parent = thingIn(end, words)
    return parent === undefined ? undefined : linkTo(one, parent)?.column
  })
  // The link first: what limits may stand in what it points to.
  return most(
    one,
    per.toSorted((a, b) => Number(a === one.owner) - Number(b === one.owner)),
    numberOf(groups['count']!),
  )
}

/** "vote only once", "book each class once" */
function onceOnly(groups: Groups, reading: Reading): Made {
  const taken = takenBy(reading, groups['thing'])
  const parent = taken?.parent
  if (taken == null || parent == null) return null
  return most(taken.one, [linkTo(taken.one, parent)?.column, taken.one.owner], 1)
}

/** "borrow up to 3 tools at a time" */
function eachTakes(groups: Groups, reading: Reading): Made {
  const taken = takenBy(reading, groups['thing'])
  if (taken === null) return null
  const isOpen = groups['now'] !== undefined || openRows(taken.one) !== undefined
  return most(taken.one, [taken.one.owner], numberOf(groups['count']!), isOpen)
}

/** "a quiz with up to 6 rounds" */
function eachHas(groups: Groups, { words, before, things }: Reading): Made {
  const one = thingIn(groups['thing']!, words)
  const parent = thingIn(before.split(/[,;:]/).at(-1)!.split(' ').slice(-4).join(' '), words) ?? things[0]
  if (one === undefined || parent === undefined || one === parent) return null
  return most(one, [linkTo(one, parent)?.column], numberOf(groups['count']!))
}

/** "when a class is full" */
function whenFull(groups: Groups, reading: Reading): Made {
  const named = groups['thing'] === undefined ? undefined : thingIn(groups['thing'], reading.words)
  const all = reading.words.model.entities
  const parent = named !== undefined && roomIn(named) !== undefined ? named : [...reading.things, ...all].find(roomIn)
  const room = parent === undefined ? undefined : roomIn(parent)
  const one = parent === undefined ? undefined : takenOf(parent, reading.verb, reading.words)
  return parent === undefined || room === undefined || one === undefined
    ? null
    : most(one, [linkTo(one, parent)?.column], room.column)
}

/** "a tool that is out cannot be borrowed" */
function whileOut(groups: Groups, reading: Reading): Made {
  const taken = takenBy(reading, groups['thing'])
  if (taken?.parent == null || openRows(taken.one) === undefined) return null
  return most(taken.one, [linkTo(taken.one, taken.parent)?.column], 1, true)
}

/** "no double bookings", "no two pets have the same slot with the same vet" */
function noDouble(groups: Groups, reading: Reading): Made {
  const { words } = reading
  const timed = [...reading.things, ...words.model.entities].find(
    (each) => each.owner !== null && momentOf(each) !== undefined,
  )
  const from = timed === undefined ? undefined : momentOf(timed)
  if (timed === undefined || from === undefined) return null
  const resource = groups['with'] === undefined ? undefined : thingIn(groups['with'], words)
  // Whoever may not have the same is not what they would have twice.
  const who = groups['who'] === undefined ? undefined : thingIn(groups['who'], words)
  const link = timed.references.find(
    ({ field, target }) =>
      field.required === true &&
      target !== 'person' &&
      target !== who &&
      (resource === undefined || target === resource),
  )
  if (resource !== undefined && link === undefined) return null
  const per = link === undefined ? [] : [link.field.column]
  const to = endOf(timed)
  const table = timed.entity.table
  return to === undefined
    ? most(timed, [...per, from.column], 1)
    : { one: timed, rule: { rule: 'apart', table, per, from: from.column, to: to.column } }
}

/** "for up to 7 days" */
function forDays(groups: Groups, reading: Reading): Made {
  const taken = takenBy(reading, undefined)
  const one =
    taken !== null && dueOf(taken.one) !== undefined
      ? taken.one
      : reading.words.model.entities.find((each) => each.owner !== null && dueOf(each) !== undefined)
  const due = one === undefined ? undefined : dueOf(one)
  const days = numberOf(groups['count']!) * daysIn(groups['unit']!)
  if (one === undefined || due === undefined || !(days > 0)) return null
  return { one, rule: { rule: 'days', table: one.entity.table, column: due.column, most: days } }
}

/** "not in the past" */
function notPast(_: Groups, reading: Reading): Made {
  const candidates = [...reading.things, ...reading.words.model.entities]
  const one = candidates.find((each) => each.owner !== null && momentOf(each) !== undefined)
  return one === undefined
    ? null
    : { one, rule: { rule: 'days', table: one.entity.table, column: momentOf(one)!.column, least: 0 } }
}

const en = (pattern: string, make: Pattern['make']): Pattern => ({
  locale: 'en',
  pattern: new RegExp(pattern, 'g'),
  make,
})
const es = (pattern: string, make: Pattern['make']): Pattern => ({
  locale: 'es',
  pattern: new RegExp(pattern, 'g'),
  make,
})

const PATTERNS: readonly Pattern[] = [
  en(
    `\\b(?:${UP_TO} )?(?<count>${NUMBER}) (?<thing>${NOUN}) (?:per|for each|for every) (?<first>${NOUN})(?: (?:and|per|in each|for each|for every)(?: per| each)? (?<second>${NOUN}))?${END}`,
    perEach,
  ),
  en(`(?<=\\b(?:each|every|an?|the) (?<thing>${NOUN}) )(?:only |just )?once${END}`, onceOnly),
  en(
    `\\b(?:only |just )?once(?: (?:per|for|in|on|to|at) (?:each|every|a|an|the|one)?(?: ?(?<thing>${NOUN}))?)?${END}`,
    onceOnly,
  ),
  en(
    `\\b${UP_TO} (?<count>${NUMBER}) (?<thing>${NOUN})(?<now> at (?:a|one|the same) time| at once)(?: per (?:person|member|user))?${END}`,
    eachTakes,
  ),
  en(
    `(?<=\\b(?:with|has|have|of|contains?|into|and) |, )${UP_TO} (?<count>${NUMBER}) (?<thing>${NOUN})${END}`,
    eachHas,
  ),
  en(
    `\\b(?:when|once|if|until|as soon as) (?:a|an|the|it|they|all|each)?(?: ?(?<thing>${NOUN}))? ?(?:is|are|gets?) (?:full|sold out|booked out|fully booked)\\b(?:,? (?:(?:nobody|no one|no-one)(?: else| more)? (?:can|may)|(?:people|they|others|it)(?: else)? (?:cannot|can't|can not|may not)(?: be)?) (?:book\\w*|reserve\\w*|sign up|join|register)(?: it| any ?more| any longer)?)?`,
    whenFull,
  ),
  en('\\b(?:with )?(?:a )?limited (?:number of )?(?:places|seats|spots|capacity)\\b', whenFull),
  en(
    '\\b(?:while|as long as|if) there (?:is|are) (?:still )?(?:places?|seats?|spots?|room|space)(?: left| free)?',
    whenFull,
  ),
  en(
    "\\b(?:no|without|never) overbook(?:ing|ings|ed)?\\b|\\b(?:can not|cannot|can't|must not|may not|never) be overbooked\\b",
    whenFull,
  ),
  en(
    '\\b(?:no|never) more (?:bookings|people|registrations|participants|sign-ups|guests) than (?:there are )?(?:places|seats|spots|room)\\b',
    whenFull,
  ),
  en(
    `\\b(?:a|an|the)? ?(?<thing>${NOUN}) that (?:is|are) (?:out|taken|borrowed|on loan|lent|rented|booked) (?:can not|cannot|can't|may not) be (?:borrowed|taken|booked|rented|lent)(?: again)?\\b`,
    whileOut,
  ),
  en(
    "\\b(?:no|without|never|prevent|avoid|stop)(?:s|ing)? double[- ]book(?:ing|ings|ed)?\\b|\\b(?:can not|cannot|can't|never|not) be double[- ]booked\\b",
    noDouble,
  ),
  en(
    `\\bno two (?<who>${NOUN}) (?:can |may )?(?:have|take|book|share|get) the same (?:${NOUN})(?: (?:with|for|in|at) the same (?<with>${NOUN}))?${END}`,
    noDouble,
  ),
  en(
    `\\btwo (?<who>${NOUN}) (?:can not|cannot|can't|may not|must not|never) (?:have|take|book|share|get) the same (?:${NOUN})(?: (?:with|for|in|at) the same (?<with>${NOUN}))?${END}`,
    noDouble,
  ),
  en(`\\b(?:for|within|after) ${UP_TO} (?<count>${NUMBER}) (?<unit>${UNIT})\\b`, forDays),
  en('\\b(?:not|never|no dates?) in the past\\b|\\bonly (?:dates )?in the future\\b', notPast),
  es(
    `\\b(?:${HASTA} )?(?<count>${NUMBER}) (?<thing>${NOUN}) por (?<first>${NOUN})(?: (?:y|por|en cada|para cada)(?: por)? (?<second>${NOUN}))?${END}`,
    perEach,
  ),
  es(
    `\\b(?:solo |solamente )?una (?:sola |unica )?vez(?: (?:en|por|a|para)(?: cada)?(?: (?:un[oa]?|el|la))?(?: (?<thing>${NOUN}))?)?${END}`,
    onceOnly,
  ),
  es(
    `\\b${HASTA} (?<count>${NUMBER}) (?<thing>${NOUN})(?<now> a la vez| al mismo tiempo)(?: por persona)?${END}`,
    eachTakes,
  ),
  es(`(?<=\\b(?:con|tiene|tienen|de|y) |, )${HASTA} (?<count>${NUMBER}) (?<thing>${NOUN})${END}`, eachHas),
  es(
    `\\b(?:cuando|si|hasta que) (?:un[ao]?|el|la|los|las)?(?: ?(?<thing>${NOUN}))? ?(?:esta|este|se) (?:llen[oae]|complet[oae]|agotad[oa])\\b(?:,? (?:nadie(?: mas)?|ya no|no)(?: se)? (?:puede|pueda|pueden)(?: nadie)?(?: mas)? (?:reservar|apuntarse|inscribirse|registrarse))?`,
    whenFull,
  ),
  es(
    '\\bmientras (?:haya|queden|hay|quedan) (?:plazas?|sitios?|lugar(?:es)?|cupos?|espacio)(?: libres?)?\\b|\\bsi (?:quedan|hay) (?:plazas|cupos|lugares)(?: libres)?\\b',
    whenFull,
  ),
  es('\\b(?:con )?(?:plazas limitadas|cupos? limitados?|aforo limitado)\\b', whenFull),
  es(
    '\\b(?:sin|no|nunca)(?: hay| haya)? (?:sobrevent[ae]|sobrecupo|overbooking)\\b|\\bsin pasarse del (?:aforo|cupo)\\b',
    whenFull,
  ),
  es(
    `\\b(?:un[oa]?|el|la)? ?(?<thing>${NOUN}) (?:que esta )?(?:prestad|ocupad|alquilad|reservad)[oa] no se puede (?:prestar|tomar|reservar|alquilar|pedir)(?: otra vez)?\\b`,
    whileOut,
  ),
  es(
    '\\b(?:sin|evitar|evita|evite|no|nunca)(?: hay| haya| permitir)? (?:reservas dobles|dobles reservas|doble reserva|citas dobles|solapamientos)\\b',
    noDouble,
  ),
  es(
    `\\b(?:dos|ningun[oa]s? dos) (?<who>${NOUN}) (?:no )?pueden? (?:tener|ocupar|reservar|coger|tomar) (?:el|la) mism[oa] (?:${NOUN})(?: (?:con|en|para) (?:el|la) mism[oa] (?<with>${NOUN}))?${END}`,
    noDouble,
  ),
  es(
    `\\b(?:(?:por|durante) )?(?:un )?(?:hasta|maximo(?: de)?|como maximo|no mas de) (?<count>${NUMBER}) (?<unit>${UNIT})\\b`,
    forDays,
  ),
  es('\\b(?:no|nunca) en el pasado\\b|\\bsolo (?:fechas )?(?:en el futuro|futuras)\\b', notPast),
]
