import { type Locale, plain, singularOf } from '../../../../spec/inflect'
import { findKnown } from '../find-archetype'
import { EMPTY_ADJECTIVES, FUNCTION_WORDS, GENERIC_NOUNS, VERBS } from '../lexicon/grammar'
import { findField } from '../thing'

/** Cutting noun phrases out of clauses, and clauses out of masked text. */

const INNER_ES = /^(?:de|del)$/
const ARTICLES_ES = /^(?:la|el|los|las)$/
const EDGE = /[,:;.!?()\uE000-\uF8FF]$/
/** "I put the job in", "we write it down": what belongs to the verb stands behind the noun. */
const PARTICLE = /(?<=\p{L})\s+(?:in|down|up|here|there|with|too)$/u
const BEHIND_ARTICLE = /^(?:an?|the|each|every|una?|el|la|los|las|cada)$/

/** Whether a verb form is part of a name here: "work orders", "support tickets". */
const isNamePart = (word: string, behind: string[], locale: Locale): boolean => {
  const known = findKnown([word, ...behind], locale)
  return known !== null && known.called.split(' ').length === behind.length + 1
}

/** "apunto", "registro": of a verb in -ar. */
const isFirstPerson = (word: string): boolean =>
  word.endsWith('o') && VERBS.get(`${word.slice(0, -1)}ar`)?.form === 'base'

/**
 * The noun phrase at the end of a clause: "Agents also manage site visits" → "site visits"; '' when it ends in none.
 */
export function nounAtEnd(clause: string, locale: Locale): string {
  // "faults are reported", "articles in categories": what it is about stands before.
  const about = clause
    .trim()
    .replace(PARTICLE, '')
    .replace(/\s+(?:are|is|get|gets|se|son|es|est[aá]n?)\s+\p{L}+(?:ed|en|d[oa]s?|n)$/u, '')
    .replace(/(?<=\p{L}s)\s+(?:in|en)\s+\p{L}+s$/u, '')
  const words = about.split(/\s+/).filter(Boolean)
  const taken: string[] = []
  for (let at = words.length - 1; at >= 0 && taken.length < 5; at--) {
    const raw = words[at]!
    if (EDGE.test(raw)) break
    const word = plain(raw)
    if (!/^\p{L}[\p{L}\p{N}'’-]*$/u.test(raw)) break
    if (
      locale === 'es' &&
      taken.length > 0 &&
      (INNER_ES.test(word) || (ARTICLES_ES.test(word) && INNER_ES.test(plain(words[at - 1] ?? ''))))
    ) {
      taken.unshift(raw)
      continue
    }
    if (FUNCTION_WORDS.has(word) || /^(?:con|with|para|and|or|y|e|w)$/.test(word)) break
    const verb = VERBS.get(word)
    if (
      taken.length > 0 &&
      verb !== undefined &&
      !(locale === 'es' && INNER_ES.test(plain(taken[0]!))) &&
      // "a quiz night": behind an article a verb is part of the name; "a quiz app" is none.
      !(
        locale === 'en' &&
        BEHIND_ARTICLE.test(plain(words[at - 1] ?? '')) &&
        !GENERIC_NOUNS.has(plain(taken.at(-1)!))
      ) &&
      !isNamePart(raw, taken, locale)
    )
      break
    // "eligen servicio": Spanish verbs nobody listed
    if (
      locale === 'es' &&
      taken.length > 0 &&
      !INNER_ES.test(plain(taken[0]!)) &&
      /[^aeiou][ae]n$/.test(word) &&
      !/^(?:examen|imagen|orden|origen|joven|resumen|volumen|almacen|plan|pan|gran)$/.test(word)
    )
      break
    // "por cada colmena apunto inspecciones": two nouns in a row need a "de".
    if (locale === 'es' && taken.length > 0 && !INNER_ES.test(plain(taken[0]!)) && isFirstPerson(word)) break
    if (locale === 'en' && taken.length === 3) break
    taken.unshift(raw)
  }
  while (
    taken.length > 0 &&
    (INNER_ES.test(plain(taken[0]!)) ||
      ARTICLES_ES.test(plain(taken[0]!)) ||
      (taken.length > 1 && EMPTY_ADJECTIVES.has(plain(taken[0]!))))
  )
    taken.shift()
  return taken.join(' ').toLowerCase()
}

/** The noun phrase a clause starts with: "Posts go draft → published" → "posts". */
export function nounAtStart(clause: string, locale: Locale): string {
  const words = clause.trim().split(/\s+/)
  const taken: string[] = []
  for (const raw of words) {
    const word = plain(raw)
    if (taken.length === 0 && /^(?:an?|the|each|every|all|una?|el|la|los|las|cada|todos|todas|el|un)$/.test(word))
      continue
    if (/^(?:and|or|y|e|o|con|with)$/.test(word)) break
    if (taken.length > 0 && (FUNCTION_WORDS.has(word) || VERBS.has(word)) && !(locale === 'es' && INNER_ES.test(word)))
      break
    if (!/^\p{L}[\p{L}\p{N}'’-]*[,:;]?$/u.test(raw) || taken.length === 3) break
    taken.push(raw.replace(/[,:;]$/, ''))
    if (/[,:;]$/.test(raw)) break
    if (locale === 'en' && singularOf(word, 'en') !== word) break
  }
  while (taken.length > 0 && INNER_ES.test(plain(taken.at(-1)!))) taken.pop()
  return taken.join(' ').toLowerCase()
}

/** More brackets than any specification has: those behind stay as they are written. */
const MOST_BRACKETS = 400

/** Puts one private character in place of each bracket, so that commas and full stops inside cut nothing. */
export function maskBrackets(text: string): { masked: string; brackets: Map<string, string> } {
  const brackets = new Map<string, string>()
  let masked = ''
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (brackets.size === MOST_BRACKETS) {
      masked += text.slice(at)
      break
    }
    if (letter === '(' && depth++ === 0) from = at + 1
    else if (letter === ')' && depth > 0 && --depth === 0) {
      const mask = String.fromCharCode(0xe000 + brackets.size)
      brackets.set(mask, text.slice(from, at))
      masked += mask
    } else if (depth === 0) masked += letter
  }
  // An open bracket that nobody closed is no bracket.
  return depth > 0 ? { masked: `${masked} ${text.slice(from)}`, brackets } : { masked, brackets }
}

export const unmask = (text: string, brackets: ReadonlyMap<string, string>): string =>
  text.replace(/[\uE000-\uF8FF]/g, (mask) => (brackets.has(mask) ? `(${brackets.get(mask)!})` : mask))

const PAIRS: Array<[RegExp, string]> = [
  [
    /\b(start|begin|opening|check-?in|from)(?:ing)? (?:and|&|\/) (end|closing|check-?out|to)(?:ing)? (date|time|hour)s?\b/gi,
    '$1 $3, $2 $3',
  ],
  [/\b(fecha|hora)s? de (inicio|apertura|entrada) y (?:de )?(fin|cierre|salida)\b/gi, '$1 de $2, $1 de $3'],
  [/\b(inicio|apertura) y (fin|cierre)\b/gi, 'hora de $1, hora de $2'],
  [/\bdate (?:and|&|\/) time\b/gi, 'date-and-time'],
  [/\bdate and (start|end|begin|finish)(?:ing)? time\b/gi, 'date, $1 time'],
  [/\bfecha y hora de (inicio|comienzo|salida)\b/gi, 'fecha, hora de $1'],
  [/\bfecha y hora\b/gi, 'fecha-y-hora'],
  // Of a list, what one would ask: "variety, how many seeds and how urgent".
  [/(?<=[,(:]\s{0,3}|\b(?:and|with|plus)\s)how many (?=\p{L})/giu, 'number of '],
  [/(?<=[,(:]\s{0,3}|\b(?:y|con|e)\s)cu[aá]nt[oa]s (?=\p{L})/giu, 'número de '],
  [/(?<=[,(:]\s{0,3}|\b(?:and|with|plus)\s)how urgent\b/gi, 'urgency'],
  [/(?<=[,(:]\s{0,3}|\b(?:and|with|plus)\s)how (?:big|large)\b/gi, 'size'],
  [/(?<=[,(:]\s{0,3}|\b(?:and|with|plus)\s)how long\b/gi, 'duration'],
  [/(?<=[,(:]\s{0,3}|\b(?:and|with|plus)\s)how old\b/gi, 'age'],
  [/\byes (?:or|\/) no\b/gi, 'yes/no'],
  [/\bs[ií] o no\b/gi, 'sí/no'],
  [/\b(?:gets|has|have|get) (?:its|their|his|her) own page with\b/gi, 'has'],
  [/\btienen? su propia p[aá]gina con\b/gi, 'tiene'],
  [/\bw\/\s*/gi, 'with '],
  [/\bone or more\b/gi, 'several'],
  [/\buno o (?:más|mas|varios)\b/gi, 'varios'],
]
/** "a status of pending, paid or shipped" → "a status (pending, paid, shipped)" */
const VALUES_OF =
  /\b((?:order |payment )?(?:status|state|stage|type|level|estado))(?:\s+(?:of|de|can be|is|is one of|that is|puede ser|es))\s+((?:[\p{L}-]+(?: [\p{L}-]+)?, )*[\p{L}-]+(?: [\p{L}-]+)?,? (?:or|and|o|y) [\p{L}-]+(?: [\p{L}-]+)?(?=[.,;\n]|$))/giu
/** Pairs that belong together are no two items of a list, and shared heads are said twice. */
export const spellOutPairs = (text: string): string =>
  PAIRS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text.replace(VALUES_OF, '$1 ($2)'))

const CLOSING = /^(?:and|or|plus|y|e|o|u)\s/i

/** Items of "a, b and c, d" up to the one behind "and": what follows it is no part of the list. */
export function closedItemsOf(list: string): string[] {
  const taken: string[] = []
  const parts = list.split(/\s*[,;]\s*/)
  const closes = (part: string): boolean => CLOSING.test(part)
  for (const [at, part] of parts.entries()) {
    const inner = itemsOf(part)
    taken.push(...inner)
    // "a day and time, a price and a place": a pair within the list ends it only where no other "and" does.
    const isPair = inner.length > 1 && parts.slice(at + 2).some((each) => itemsOf(each).length > 1 && !closes(each))
    if (closes(part) || (inner.length > 1 && !isPair)) break
  }
  return taken
}

/** "a, b and c" → items; only commas and the last "and" part them. */
export const itemsOf = (list: string): string[] =>
  list
    .split(/\s*[,;]\s*(?:and |or |plus |y |e |o |u )?|\s+(?:and|plus|y|e|&|\+)\s+/i)
    .map((item) => item.replace(/-(and|y)-/g, ' $1 ').trim())
    .filter(Boolean)

const bareItem = (item: string): string =>
  item
    .replace(/[\uE000-\uF8FF]/g, '')
    .trim()
    .replace(/^(?:an?|the|una?|many|several|muchos|muchas|varios|varias)\s+/i, '')

/** The noun of an item of a list, in the singular and without accents. */
export const nameOf = (item: string, locale: Locale): string => plain(singularOf(bareItem(item).toLowerCase(), locale))

/** Whether an item of a list names a thing of its own: one that is known to be one, or the plural of a usual one. */
export function namesThing(item: string, known: ReadonlySet<string>, locale: Locale): boolean {
  const one = nameOf(item, locale)
  const noun = plain(bareItem(item).toLowerCase())
  if (known.has(one) && one !== noun) return true
  if (one === noun || findField(noun.split(' '), locale) !== undefined) return false
  const found = findKnown(noun.split(' '), locale)
  return found !== null && plain(found.called) === one
}

/** The item with its inner brackets masked by further characters. */
export function remask(item: string, brackets: Map<string, string>): string {
  const { masked, brackets: inner } = maskBrackets(item)
  return masked.replace(/[\uE000-\uF8FF]/g, (mask) => {
    const next = String.fromCharCode(0xe000 + brackets.size)
    brackets.set(next, inner.get(mask)!)
    return next
  })
}

/** What stands behind the last of the items that were taken from a text. */
export function afterItems(text: string, items: readonly string[]): string {
  let tail = text
  for (const item of items) {
    const written = tail.includes(item) ? item : item.replace(/ (and|y) /, '-$1-')
    const found = tail.indexOf(written)
    tail = found === -1 ? tail : tail.slice(found + written.length)
  }
  return tail
}

/** "Tutors offer subjects": behind a colon that tells what happens, and lists no fields. */
export function isClause(item: string): boolean {
  const [subject = '', verb = '', ...object] = plain(item.trim()).split(' ')
  return object.length > 0 && /(?:s|people)$/.test(subject) && VERBS.get(verb)?.form === 'base'
}
