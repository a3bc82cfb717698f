import { type Locale, plain, singularOf } from '../../../../spec/inflect'
import { FUNCTION_WORDS, VERBS } from '../lexicon/grammar'
import { itemsOf, nounAtEnd, nounAtStart } from './noun-phrase'

/**
 * "A pet belongs to an owner": the child's row names its parent's. `isMany`: both sides have many of the other. Nouns
 * in the singular, without accents.
 */
export type Relation = { child: string; parent: string; isMany?: boolean }

const MANY =
  '(?:(?:zero or )?many|several|multiple|lots of|any number of|muchos|muchas|varios|varias|multiples|múltiples)'
const BELONGS =
  /^(.*?)\s*\b(?:(?:can |may |must |puede |pueden |que |that |which )*(?:belongs?|is linked|are linked|is assigned|pertenecen?|pertenezca))\s+(?:to|a|al)\s+(.+)$/i
const HAS_MANY = new RegExp(
  `^(.*?)\\s*\\b(?:(?:can|may|puede|pueden)\\s+)?(has|have|tienen?|tener|contains?|contienen?|owns?)\\s+${MANY}\\s+(.+)$`,
  'i',
)
const PART_OF_MANY = new RegExp(
  `^(.*?)\\s*\\b(?:(?:can|may|puede|pueden)\\s+)?(?:be|is|are|está|están|estar)\\s+(?:(?:a )?part of|used in|shown in|listed in|in|en|parte de)\\s+${MANY}\\s+(.+)$`,
  'i',
)
const VERB_MANY = new RegExp(`^(.*?)\\s+(?:(?:that|which|que)\\s+)?(\\p{L}+)\\s+${MANY}\\s+(.+)$`, 'iu')
const REACTION =
  /\b(comments?|likes?|votes?|upvotes?|reviews|ratings|bids?|reactions?|comentarios?|reseñas|votos?|calificaciones) (?:on|to|for|of|en|a|sobre|de) (?:the |each |every |los |las |cada )?(\p{L}+(?:s|es))\b/giu
const MANY_TO_MANY =
  /\b(?:many[- ]to[- ]many|muchos a muchos)\b(?:\s+(?:relation\w*|relaci[oó]n))?\s*(?:between|entre|:)?\s+([\p{L} ]+?)\s+(?:and|y|e|with|con)\s+([\p{L}]+)/iu

/** The nouns of "a lead and a property, and has a date", as far as they are nouns; and where they end. */
function nounsOf(list: string, locale: Locale): { nouns: string[]; rest: string } {
  const nouns: string[] = []
  let rest = list
  for (const item of itemsOf(list.replace(/[.;!]$/, ''))) {
    const bare = item
      .replace(/[\uE000-\uF8FF]/g, '')
      .trim()
      .replace(
        /^(?:exactly |only )?(?:one|an?|the|una?|un solo|el|la|los|las|many|several|muchos|muchas|varios|varias)\s+/i,
        '',
      )
    const words = bare.split(' ').filter(Boolean)
    const stop = words.findIndex(
      (word, at) =>
        (FUNCTION_WORDS.has(plain(word)) || /^(?:with|con|que|has|have|tienen?)$/i.test(word)) &&
        !(locale === 'es' && /^(?:de|del)$/i.test(word)) &&
        at >= 0,
    )
    // "many concerts and a concert has many singers": the next clause begins.
    if (
      nouns.length > 0 &&
      stop > 0 &&
      /^(?:has|have|is|are|can|may|tienen?|está|están|puede|pueden)$/i.test(words[stop]!)
    )
      break
    const noun = (stop === -1 ? words : words.slice(0, stop)).join(' ')
    const verb = VERBS.get(plain(words[0] ?? ''))
    if (noun === '' || noun.split(' ').length > 3 || (words.length > 1 && verb !== undefined && nouns.length > 0)) break
    nouns.push(plain(singularOf(noun.toLowerCase(), locale)))
    const at = rest.indexOf(noun)
    rest = at === -1 ? rest : rest.slice(at + noun.length)
    if (stop !== -1) break
  }
  return { nouns, rest }
}

/** Said from both sides, or once more: one relation. */
function put(found: Relation[], next: Relation): void {
  const same = found.find(
    (each) =>
      (each.child === next.child && each.parent === next.parent) ||
      (each.child === next.parent && each.parent === next.child),
  )
  if (next.child === next.parent) return
  if (same === undefined) found.push(next)
  else if (next.isMany || same.child === next.parent) same.isMany = true
}

const one = (noun: string, locale: Locale): string => plain(singularOf(noun, locale))

/** Collects relations of a sentence and gives back what it says besides. */
export function readRelations(sentence: string, locale: Locale, found: Relation[]): string {
  let rest = sentence
  const pair = MANY_TO_MANY.exec(rest)
  if (pair !== null) {
    put(found, {
      child: one(nounAtEnd(pair[1]!, locale), locale),
      parent: one(pair[2]!.toLowerCase(), locale),
      isMany: true,
    })
    rest = rest.replace(pair[0], ' ')
  }
  // "comments on cards", "reseñas de productos"
  for (const match of rest.matchAll(REACTION))
    put(found, { child: one(match[1]!.toLowerCase(), locale), parent: one(match[2]!.toLowerCase(), locale) })
  for (let turn = 0; turn < 4; turn++) {
    const next = readOne(rest, locale, found)
    if (next === null) break
    rest = next
  }
  return rest
}

function readOne(sentence: string, locale: Locale, found: Relation[]): string | null {
  const belongs = BELONGS.exec(sentence)
  if (belongs !== null) {
    const isFurther = /(?:,|\band|\by)\s*$/i.test(belongs[1]!)
    // "artworks (title, year) belong to rooms"
    const child = one(
      isFurther ? nounAtStart(belongs[1]!, locale) : nounAtEnd(belongs[1]!.replace(/[\s\uE000-\uF8FF]+$/, ''), locale),
      locale,
    )
    const { nouns, rest } = nounsOf(belongs[2]!, locale)
    if (child !== '' && nouns.length > 0) {
      for (const parent of nouns) if (!/^(?:user|usuario|person|persona)$/.test(parent)) put(found, { child, parent })
      return `${belongs[1]} ${rest}`
    }
  }
  for (const [pattern, isPart] of [
    [PART_OF_MANY, true],
    [HAS_MANY, false],
  ] as const) {
    const match = pattern.exec(sentence)
    if (match === null) continue
    const subject = one(nounAtEnd(match[1]!, locale), locale)
    const { nouns, rest } = nounsOf(match[isPart ? 2 : 3]!, locale)
    if (subject === '' || nouns.length === 0) continue
    for (const noun of nouns)
      put(found, isPart ? { child: subject, parent: noun, isMany: true } : { child: noun, parent: subject })
    return `${match[1]} ${rest}`
  }
  const verb = VERB_MANY.exec(sentence)
  const entry = verb === null ? undefined : VERBS.get(plain(verb[2]!))
  if (
    verb !== null &&
    entry !== undefined &&
    !/^(?:have|tener|see|ver|manage|gestionar|add|agregar|create|crear)$/.test(entry.lemma)
  ) {
    const subject = one(nounAtEnd(verb[1]!, locale), locale)
    const { nouns } = nounsOf(verb[3]!, locale)
    if (
      subject !== '' &&
      nouns.length > 0 &&
      !/^(?:user|member|people|person|usuario|persona|student|customer|client|cliente)$/.test(subject)
    ) {
      put(found, { child: subject, parent: nouns[0]!, isMany: true })
      return sentence.replace(verb[0], `${verb[1]}, ${verb[3]}`)
    }
  }
  return null
}
