import { isPlural, type Locale, plain } from '../../../spec/inflect'
import { EMPTY_ADJECTIVES, VERBS } from './lexicon/grammar'
import { HAPPENS, NO_THINGS, SOMEBODY } from './lexicon/no-things'
import type { Phrase } from './read-phrases'

/*
 * What a noun phrase says besides naming something to keep. A table too many is worse than one too few: it has pages,
 * forms and a menu of its own, and people read it as not having been understood.
 */

const MANNER = /^(?:into|in|by|via|per|as|en|por|segun|como)$/
const QUANTITY =
  /^(?:number|maximum|minimum|amount|count|total|how many|numero|maximo|minimo|cantidad|cuantos|cuantas)$/
const DETERMINER =
  /^(?:a|an|the|their|his|her|its|my|our|your|which|what|who|whom|it|them|that|this|these|those|up|down|un|una|el|la|los|las|su|sus)$/
const SOFTWARE = /^(?:app|application|system|program|website|page)$/
const PICTURE = /^(?:photos?|pictures?|images?|fotos?|fotografias?|imagenes|imagen)$/
const SHARING = /^(?:add|upload|share|post|publish|manage|save|collect|store|subir|compartir|publicar|guardar|agregar)$/
const LOOK = /^(?:big|large|huge|small|beautiful|full-width|warm|bright|grandes?|bonitas?|enormes?)$/

/** "two rooms", "maximum number of places", "how many stars": how many there are of what is something else's. */
export const isCount = (phrase: Phrase, phrases: readonly Phrase[]): boolean =>
  phrase.isCounted === true ||
  QUANTITY.test(phrase.before) ||
  (phrase.link === 'of' &&
    phrase.to !== undefined &&
    phrases[phrase.to]!.words.some((word) => QUANTITY.test(plain(word))))

/** "dragged into order", "by e-mail": how something is done. */
export const isManner = ({ before, words }: Phrase, locale: Locale): boolean =>
  MANNER.test(before) && !isPlural(words.join(' '), locale)

/** "big photos": what the pages look like. */
export const isLook = ({ before, words, verb }: Phrase): boolean =>
  !SHARING.test(verb) && PICTURE.test(plain(words.at(-1)!)) && [before, ...words].some((word) => LOOK.test(plain(word)))

/** "everyone ticks", "the app picks the evening", "the last round wins", "cada prenda enseña": a subject and its verb. */
export function isClause({ words, before, after }: Phrase, locale: Locale): boolean {
  const said = words.map(plain)
  if (SOMEBODY.has(before) || SOMEBODY.has(said[0]!)) return true
  if (locale === 'es')
    return said.slice(1).some((word) => {
      const form = VERBS.get(word)?.form
      return form === 'third' || (form === 'base' && /[ae]n$/.test(word))
    })
  const last = said.at(-1)!
  const subject = said.at(-2)
  if (subject === undefined || isPlural(subject, 'en') || EMPTY_ADJECTIVES.has(subject)) return false
  const isVerb = VERBS.get(last)?.form === 'third' || HAPPENS.has(last)
  return isVerb && (DETERMINER.test(after) || SOFTWARE.test(subject) || (after === '' && !VERBS.has(last)))
}

/** Whether a noun is a measure, a day, a language, a key, …: never what an application keeps. */
export const isNoThing = (noun: string): boolean => NO_THINGS.has(noun) || SOMEBODY.has(noun)
