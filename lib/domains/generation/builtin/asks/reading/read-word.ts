import type { Locale } from '../../../../spec/inflect'
import { VERBS } from '../../architect/lexicon/grammar'
import { ACTORS, MODALS, SELF } from '../language/actors'
import { capabilityCalled } from '../language/capabilities'
import { isColour, LANGUAGES, LOOK_NOUNS, LOOK_VERBS } from '../language/look-words'
import { DEED_NOUNS, HOLLOW, VERB_PHRASES, verbOf } from '../language/verbs'
import { ADVERBS, FUNCTION_WORDS, LIMITING, NARROWING, PLAIN_ADJECTIVES, SOFTWARE, TALK } from '../language/word-lists'
import { plain } from '../../../../../core/text'
import type { Field } from '../../../../spec/contract'
import type { EntityModel } from '../../frontend/model'
import { LONGEST_NAME, type Named, PAGE_PHRASES } from '../plan-words'
import { type Atom, lettersOf, longestAt, type Reader, wordsAt, type WordReading } from './atom'
import type { Token } from './tokens'
import { ALL, EACH, MUTUAL, NOT, NOT_PHRASES, ONLY, ROLES, TIES } from './word-roles'

/** Whether there are colours, and words of what they may be the colour of. */
export function isAboutLook(tokens: readonly Token[], locale: Locale): boolean {
  let [nouns, colours] = [0, 0]
  tokens.forEach((token, at) => {
    if (LOOK_NOUNS[locale].has(token.word)) nouns++
    if (colourAt(tokens, at) > 0) colours++
  })
  return colours > 0 && nouns > 0
}

const SHADE = /^(?:dark|light|oscuro|oscura|claro|clara)$/
const SHADED = /^(?:theme|mode|look|background|tema|modo|fondo)$/

function colourAt(tokens: readonly Token[], at: number): number {
  for (let length = 3; length > 0; length--) {
    const words = wordsAt(tokens, at, length)
    if (words !== null && isColour(words)) return length
  }
  const [before, word, after] = [tokens[at - 1]?.word ?? '', tokens[at]!.word, tokens[at + 1]?.word ?? '']
  return SHADE.test(word) && (SHADED.test(before) || SHADED.test(after)) ? 1 : 0
}

/** What stands before, and how the sentence is read. */
type Around = { reader: Reader; atoms: readonly Atom[]; isLook: boolean }

const has = (words: ReadonlySet<string>) => (said: string) => (words.has(said) ? true : undefined)

/** The likeliest reading of what stands at a place. */
export function readAt(tokens: readonly Token[], at: number, around: Around): WordReading {
  const { locale, words: plan } = around.reader
  const { word } = tokens[at]!
  if (around.isLook) {
    const colour = colourAt(tokens, at)
    if (colour > 0) return { letter: 'C', length: colour }
    if (LOOK_NOUNS[locale].has(word) || LOOK_VERBS[locale].has(word) || ALL.has(word)) return { letter: 'Y', length: 1 }
  }
  const title = longestAt(tokens, at, 4, has(plan.design.titles))
  const isRow = tokens[at + (title?.length ?? 0)]?.word === ':' && plan.entityCalled(word) !== undefined
  if (title !== null && !isRow && /^[UA]*$/.test(lettersOf(around.atoms)))
    return { letter: 'A', length: title.length, ...mainOf(tokens, at + title.length, around.reader) }
  const refusal = longestAt(tokens, at, 4, has(NOT_PHRASES))
  if (refusal !== null) return { letter: 'N', length: refusal.length }
  const whole = longestAt(tokens, at, LONGEST_NAME, (said) => plan.deedCalled(said))
  if (whole !== null && mayBeDone(around.atoms)) return { letter: 'D', length: whole.length, ...whole.found }
  const tie = longestAt(tokens, at, 3, has(TIES))
  if (tie !== null) return { letter: 'T', length: tie.length }
  const entity = longestAt(tokens, at, LONGEST_NAME, (words) => plan.entityCalled(words))
  const field = longestAt(tokens, at, LONGEST_NAME, (words) => plan.fields.get(words))
  const capability = longestAt(tokens, at, 5, (words) => capabilityCalled(words, locale))
  // "Comments about each book" stand on no page of that name.
  const isPreposition = word === 'about' && isBeforeThing(tokens, at, around.reader)
  const page = isPreposition ? null : longestAt(tokens, at, 4, has(PAGE_PHRASES))
  const named = Math.max(entity?.length ?? 0, field?.length ?? 0)
  const isOwnDeed = plan.design.isVerb(word) && mayBeDone(around.atoms)
  const isOwnName = entity !== null && plan.design.entities.some(([table]) => table === entity.found.entity.table)
  const isOwn = isOwnDeed || (isOwnName && entity.length >= (capability?.length ?? 0))
  if (capability !== null && capability.length >= named && !isOwn && !isFieldOfList(around.atoms, field))
    return { letter: 'X', length: capability.length, why: capability.found[locale] }
  // "Betting recommendations" are recommended by somebody, whatever table the plan has for them.
  const last = entity === null ? undefined : capabilityCalled(tokens[at + entity.length - 1]!.word, locale)
  if (entity !== null && !isOwnName && last !== undefined)
    return { letter: 'X', length: entity.length, why: last[locale] }
  const deed = DEED_NOUNS[locale].get(word)
  if (deed !== undefined && named < 2 && isBesideThing(tokens, at, around)) return { letter: 'm', length: 1, op: deed }
  if (HOLLOW[locale].has(word) && named < 2 && isBesideThing(tokens, at, around)) return { letter: '', length: 1 }
  // "Movies (title, rating)" have one; nobody rates there.
  const verb = entity === null && isFieldOfList(around.atoms, field) ? null : verbAt(tokens, at, around, named)
  if (verb !== null) return verb
  if (page !== null && page.length >= named)
    return { letter: 'P', length: page.length, page: plan.pages.get(wordsAt(tokens, at, page.length)!) ?? null }
  const actor = actorAt(tokens, at, around, named)
  if (actor !== null) return actor
  if (entity !== null && entity.length >= (field?.length ?? 0))
    return {
      letter: 'E',
      length: entity.length,
      one: entity.found,
      ...(field !== null && field.length === entity.length && { fields: field.found }),
    }
  if (field !== null && !(field.length === 1 && FUNCTION_WORDS[locale].has(word)))
    return fieldAt(tokens, at, field, locale)
  return plainWord(tokens, at, around)
}

/** With the unit that its name may end with, and the values it may have: they say more of it and nothing else. */
function fieldAt(
  tokens: readonly Token[],
  at: number,
  { length, found }: { length: number; found: readonly Named[] },
  locale: Locale,
): WordReading {
  const end = length + unitAt(tokens, at + length)
  for (const { field } of found) {
    const values = valuesAt(tokens, at + end, field, locale)
    if (values > 0) return { letter: 'F', length: end + values, fields: found, isValued: true }
  }
  return { letter: 'F', length: end, fields: found }
}

/** Behind a field its values, all of them and nothing else: "state (new, as new, used)". */
function valuesAt(tokens: readonly Token[], at: number, { values = [] }: Field, locale: Locale): number {
  if (!/^[([]$/.test(tokens[at]?.word ?? '') || values.length < 2) return 0
  const close = tokens.findIndex((token, nth) => nth > at && /^[)\]]$/.test(token.word))
  if (close === -1 || close - at > MOST_VALUE_TOKENS) return 0
  const said: string[][] = [[]]
  for (const { word, isWord } of tokens.slice(at + 1, close))
    if (isWord ? ROLES[locale][word] === '&' : /^[,/|]$/.test(word)) said.push([])
    else if (isWord) said.at(-1)!.push(...word.split(/[-_]/))
  const one = said.map((words) => words.join(' ')).filter((words) => words !== '')
  const all = values.map((value) => plain(value).replace(/[_-]/g, ' '))
  return one.length === all.length && all.every((value) => one.includes(value)) ? close - at + 1 : 0
}

/** A list that is longer is none of values. */
const MOST_VALUE_TOKENS = 60

/** "length in minutes": in what it is counted is a part of its name. */
const UNITS =
  /^(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|euros?|dollars?|pounds?|pesos|kilos?|kg|grams?|km|kilometers?|kilometres?|miles?|metres?|meters?|cm|litres?|liters?|percent|segundos?|minutos?|horas?|dias?|semanas?|meses|anos?|dolares|gramos?|kilometros?|metros?|litros?)$/
const unitAt = (tokens: readonly Token[], at: number): number =>
  /^(?:in|en)$/.test(tokens[at]?.word ?? '') && UNITS.test(tokens[at + 1]?.word ?? '') ? 2 : 0

/** "A to-do list with a title": what the whole has is had by what it is mainly about. */
function mainOf(tokens: readonly Token[], end: number, { words: { main }, locale }: Reader): { one?: EntityModel } {
  const isHaving = ROLES[locale][tokens[end]?.word ?? ''] === 'W'
  return main === null || !isHaving ? {} : { one: main }
}

/** In a list of fields an address is one of those, whatever else the word could mean. */
const isFieldOfList = (atoms: readonly Atom[], field: { length: number } | null): boolean =>
  field !== null && /(?:W|[FEH][,&]+|[FEH][:(])$/.test(lettersOf(atoms).slice(-4))

/** Where somebody may do something: at the beginning, behind who does it, behind something else that is done. */
const mayBeDone = (atoms: readonly Atom[]): boolean =>
  /(?:^|[SMtRV]|[EHFpD)][,&]+|[:])$|S[^:(]*V[^:(]*,&?$/.test(lettersOf(atoms))

/** A verb that only the design of the application knows. */
const ownVerb = (word: string, { reader, atoms }: Around): { op: 'deed'; form: string } | null =>
  reader.words.design.isVerb(word) && mayBeDone(atoms) ? { op: 'deed', form: VERBS.get(word)?.form ?? 'base' } : null

/** English puts the deed behind its thing, Spanish in front of it. */
const isBesideThing = (tokens: readonly Token[], at: number, { reader, atoms }: Around): boolean =>
  reader.locale === 'en'
    ? atoms.at(-1)?.letter === 'E' && atoms.at(-1)!.to === at
    : tokens[at + 1]?.word === 'de' && isBeforeThing(tokens, at + 1, reader)

/** A verb where one may stand: behind who does it, among other verbs, or at the beginning. */
function verbAt(tokens: readonly Token[], at: number, around: Around, named: number): WordReading | null {
  const { locale } = around.reader
  const spoken = longestAt(tokens, at, 5, (words) => VERB_PHRASES[locale].get(words))
  const { word } = tokens[at]!
  if (spoken !== null && spoken.length >= named && (spoken.length > 1 || named === 0))
    return spoken.found === 'upload' ? null : { letter: 'V', length: spoken.length, op: spoken.found }
  const single = verbOf(word, locale) ?? ownVerb(word, around)
  if (single === null || named > 1) return null
  const before = lettersOf(around.atoms).slice(-8)
  const isFinite =
    locale === 'es' ? word.endsWith('n') : single.form === 'base' && /s$|people$/.test(tokens[at - 1]?.word ?? '')
  const isExpected =
    /[SMtR]$|[VD][,&]+$|^[pA]$/.test(before) ||
    (named === 0 &&
      single.form === 'base' &&
      /[EHFp][,&]+$/.test(before) &&
      isBeforeThing(tokens, at, around.reader)) ||
    (named === 0 && isDoneToThem(tokens, at, locale) && /[EHFpD][,&]+$/.test(before)) ||
    (single.form === 'gerund' && /(?:^|[fKAW,&:(])$/.test(before)) ||
    (named === 0 && isFinite && /(?:^|[,&:RK])(?:U{1,2}|E)$/.test(before)) ||
    // "Only the shed keeper adds tools"
    (named === 0 &&
      single.form === 'third' &&
      /O(?:U{1,3}|S)$/.test(before) &&
      isBeforeThing(tokens, at, around.reader))
  // "Make a planner": nothing of the plan is made.
  if (before === '' && TALK[locale].has(word) && !isBeforeThing(tokens, at, around.reader)) return null
  const opens = before === '' || /[:KA(]$/.test(before)
  const next = tokens[at + 1]
  const leads =
    next !== undefined &&
    next.isWord &&
    /^(?:them|it|the|a|an|their|my|our|los|las|el|la|un|una|sus|su|mis)$/.test(next.word)
  const fits =
    isExpected ||
    (opens && (single.form !== 'third' || (before === '' && isBeforeThing(tokens, at, around.reader)))) ||
    (leads && !isDetermined(tokens, at))
  if (!fits || (named > 0 && !isExpected && !leads)) return null
  if (single.op === 'upload')
    return { letter: 'X', length: 1, why: capabilityCalled(locale === 'es' ? 'subida' : 'upload', locale)![locale] }
  return { letter: 'V', length: 1, op: single.op }
}

/** "… y las comenta": whom it is done to stands before it. */
const isDoneToThem = (tokens: readonly Token[], at: number, locale: Locale): boolean =>
  locale === 'es' && /^(?:lo|la|los|las)$/.test(tokens[at - 1]?.word ?? '') && /[ae]n?$/.test(tokens[at]!.word)

const DETERMINER = /^(?:the|a|an|their|my|our|his|her|each|every|of|with|los|las|el|la|un|una|sus|su|mis|de|con)$/
const isDetermined = (tokens: readonly Token[], at: number): boolean => DETERMINER.test(tokens[at - 1]?.word ?? '')

function actorAt(tokens: readonly Token[], at: number, around: Around, named: number): WordReading | null {
  const { locale } = around.reader
  const { people, staff } = around.reader.words.design
  for (const actor of ['admin', 'anyone', 'user'] as const) {
    const own = actor === 'admin' ? staff : actor === 'user' ? people : NOBODY
    const isOne = (said: string): boolean =>
      own.has(said) || (ACTORS[locale][actor].has(said) && !(actor === 'anyone' && people.has(said)))
    const found = longestAt(tokens, at, 4, (said) => (isOne(said) ? true : undefined))
    if (found === null || found.length < named) continue
    if (named > 0 && !isFollowedByDoing(tokens, at + found.length, locale)) continue
    return { letter: 'S', length: found.length, actor }
  }
  return SELF[locale].has(tokens[at]!.word) ? { letter: 'S', length: 1, actor: 'self' } : null
}

const NOBODY: ReadonlySet<string> = new Set()

const isFollowedByDoing = (tokens: readonly Token[], at: number, locale: Locale): boolean =>
  longestAt(tokens, at, 4, has(MODALS[locale])) !== null || verbOf(tokens[at]?.word ?? '', locale) !== null

/** What is neither of the plan nor done. */
function plainWord(tokens: readonly Token[], at: number, { reader }: Around): WordReading {
  const { locale } = reader
  const { word } = tokens[at]!
  const modal = longestAt(tokens, at, 5, has(MODALS[locale]))
  if (modal !== null) return { letter: 'M', length: modal.length }
  if ((EACH.has(word) || ALL.has(word)) && isBeforeThing(tokens, at, reader)) return { letter: '', length: 1 }
  if (ONLY.has(word)) return { letter: 'O', length: 1 }
  if (NOT.has(word)) return { letter: 'N', length: 1 }
  if (word in LANGUAGES) return { letter: 'G', length: 1 }
  // "An app so that people can …": where they can.
  const purpose = wordsAt(tokens, at, 2)
  if (purpose === 'so that' || purpose === 'para que') return { letter: 'R', length: 2 }
  const mutual = longestAt(tokens, at, 3, has(MUTUAL))
  if (mutual !== null) return { letter: '', length: mutual.length }
  const limit = longestAt(tokens, at, 4, has(LIMITING[locale]))
  if (limit !== null) return { letter: 'L', length: limit.length }
  const narrowing = longestAt(tokens, at, 3, has(NARROWING[locale]))
  if (narrowing !== null || /^\p{N}/u.test(word)) return { letter: 'l', length: narrowing?.length ?? 1 }
  const role = ROLES[locale][word]
  if (role !== undefined) {
    const isDeed = (role === 't' || (role === 'f' && locale === 'es')) && isToDo(tokens, at, locale)
    return { letter: isDeed ? 't' : role === 't' ? 'i' : role, length: 1 }
  }
  if (PLAIN_ADJECTIVES[locale].has(word) || ADVERBS[locale].has(word)) return { letter: '', length: 1 }
  const talk = longestAt(tokens, at, 3, has(TALK[locale]))
  if (talk !== null && talk.length > 1) return { letter: 'K', length: talk.length }
  if (FUNCTION_WORDS[locale].has(word)) return { letter: '', length: 1 }
  if (SOFTWARE[locale].has(word)) return { letter: 'A', length: 1 }
  if (talk !== null) return { letter: 'K', length: 1 }
  const form = VERBS.get(word)?.form
  const isDoing =
    locale === 'es' ? form !== undefined && /[aeo]n$/.test(word) : ['base', 'third', 'gerund'].includes(form ?? '')
  return { letter: 'U', length: 1, ...(isDoing && { isDoing }) }
}

/** "each recipe" names them; "each time" counts. */
function isBeforeThing(tokens: readonly Token[], at: number, { locale, words }: Reader): boolean {
  const isPassed = (token: Token | undefined): boolean =>
    token !== undefined &&
    (PLAIN_ADJECTIVES[locale].has(token.word) ||
      EACH.has(token.word) ||
      /^(?:the|an?|of|los|las|el|la|una?|sus|mis|mi|nuestr[oa]s|their|my|our)$/.test(token.word))
  const from = isPassed(tokens[at + 1]) ? at + 2 : at + 1
  return longestAt(tokens, from, LONGEST_NAME, (said) => words.entityCalled(said)) !== null
}

function isToDo(tokens: readonly Token[], at: number, locale: Locale): boolean {
  const next = tokens[at + 1]
  const verb = next === undefined || !next.isWord ? null : verbOf(next.word, locale)
  return verb !== null && verb.form === 'base'
}
