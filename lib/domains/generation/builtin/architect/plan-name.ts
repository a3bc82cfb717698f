import { condensed } from './condense'
import { type Locale, plain } from '../../../spec/inflect'
import { EMPTY_ADJECTIVES } from './lexicon/grammar'
import { setAside } from './declared/set-aside'
import { cleanPrompt, withoutLead } from './read-prompt'

/** The name of the application: the one the prompt gives, or what it is in as few words as say it. */

const SOFTWARE =
  /(?:web ?site|web ?app(?:lication)?|application|app|platform|system|portal|software|tool|program|mini-program|sitio web|pagina web|aplicacion(?: web)?|plataforma|sistema|herramienta|programa|web|site|sitio|dashboard website)$/
const CUT =
  /\s+(?:where|that|which|who|for|to|with|so|using|in which|donde|que|para|con|y que|and allow\w*|based on|so that|on the website|on|called|named|llamad[oa])\s.*$/

/** Quoted after "called", or capitalised words after it. */
function givenName(text: string): string | undefined {
  const given =
    /(?:called|named|titled|llamad[oa]|titulad[oa]|de nombre)\s+(?:["“«'‘]([^"”»'’]{2,60})["”»'’]|((?:\p{Lu}[\p{L}\p{N}&'-]*\s?){1,4}))/u.exec(
      text,
    )
  return (given?.[1] ?? given?.[2])?.trim()
}

/** "Hello! I need …", and what is left of a sentence that was taken out. */
const GREETING =
  /^(?:[\s.,;:!?¡¿]|(?:hi|hello|hey|hola|buenas|buenos d[ií]as|good morning)(?: there| all| team)?(?=[\s.,;:!?]))+/i

/** "I want to track my beehives": what one does with them is no part of the name. */
const TASK =
  /^(?:to )?(?:track|manage|keep track of|keep|organi[sz]e|record|log|catalog(?:ue)?|monitor|gestionar|controlar|registrar|organizar|llevar(?: el control de| un registro de)?|administrar|seguir)\s+(?:of\s+)?(?:my |our |the |all |mis |mi |nuestr[oa]s? |los |las |el |la )*/i
/** Kinds of software that are no name on their own. */
const BARE =
  /^(?:crm|inventory|portfolio|blog|shop|store|marketplace|forum|directory|newsletter|booking|intranet|wiki|inventario|portafolio|tienda|foro|directorio|agenda|catalogo|recruitment|marketplace)$/i

/** "Our allotment has a shed full of tools", "we run a studio": what somebody tells is no name. */
const TELLING =
  /(?:^|\s)(?:i|we|he|she|you|has|have|is|are|was|want|wants|need|needs|run|runs|host|hosts|somos|soy|tenemos|tengo|hay|quiero|queremos|necesito|necesitamos|ich|wir|nous|je)(?:\s|$)/i
/** "Our choir" and "we are a choir" are the choir. */
const OWN = /^(?:our|my|nuestr[oa]s?|mis?|(?:we are|we're|i am|i'm|somos|soy) (?:an?|the|una?|el|la))\s+(?=\p{L})/iu

/** What it is for: "a small brewery" of "Inventory for a small brewery: …". */
const purposeOf = (sentence: string): string | undefined =>
  /\s(?:for|para)\s+(?:an?\s+|the\s+|our\s+|my\s+|una?\s+|el\s+|la\s+|mi\s+|nuestr[oa]\s+)?([^,:;(]+?)(?:\s+(?:to|with|that|where|and|con|que|donde|y)\s.*)?(?:[,:;(].*)?$/i.exec(
    sentence,
  )?.[1]

/**
 * "CRM" for "a solar company" → "Solar company CRM"; "Inventario" para "una cervecería" → "Inventario de cervecería".
 */
function withPurpose(name: string, purpose: string, locale: Locale): string {
  const words = purpose
    .split(/\s+/)
    .filter((word) => !EMPTY_ADJECTIVES.has(plain(word)))
    .slice(0, 3)
  if (words.length === 0 || words[0]!.endsWith('ing')) return name
  const bare = name === name.toUpperCase() ? name : name.toLowerCase()
  return locale === 'es' ? `${name} de ${words.join(' ')}` : `${words.join(' ')} ${bare}`
}

export function planName(prompt: string, locale: Locale, fallback: string): string {
  // Markup, orders to whoever reads and refusals name nothing.
  const text = setAside(condensed(cleanPrompt(prompt))).replace(GREETING, '')
  const given = givenName(text)
  if (given !== undefined) return given.slice(0, 60)
  const sentence = withoutLead(text.split(/[.!?\n]/)[0] ?? '').replace(TASK, '')
  const [before, purpose] = [sentence.replace(CUT, ''), purposeOf(sentence)]
  let words = before
    .replace(/[,:;(].*$/, '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 6)
  while (words.length > 0 && (SOFTWARE.test(plain(words.slice(-2).join(' '))) || SOFTWARE.test(plain(words.at(-1)!))))
    words = words.slice(
      0,
      SOFTWARE.test(plain(words.slice(-2).join(' '))) &&
        words.length > 1 &&
        /\s/.test(SOFTWARE.exec(plain(words.slice(-2).join(' ')))?.[0] ?? '')
        ? -2
        : -1,
    )
  if (locale === 'es')
    while (words.length > 1 && SOFTWARE.test(plain(words[0]!)))
      words = words.slice(/^(?:de|del|para)$/.test(plain(words[1]!)) ? 2 : 1)
  while (words.length > 1 && /^(?:de|del|para|of|for|in|and|y|con|with|by)$/i.test(words.at(-1)!))
    words = words.slice(0, -1)
  while (
    words.length > 0 &&
    /^(?:online|simple|modern|new|basic|high-performance|an?|the|una?|de|del)$/i.test(words[0]!)
  )
    words = words.slice(1)
  let name = words.join(' ')
  if (words.length === 1 && EMPTY_ADJECTIVES.has(plain(name))) name = `${name} ${fallback.toLowerCase()}`
  if (words.length === 1 && BARE.test(name) && purpose !== undefined) name = withPurpose(name, purpose, locale)
  if (words.length === 0 || /^dashboard$/i.test(name))
    name = (purpose ?? '')
      .replace(/^\S+ing\s+/i, '')
      .split(/\s+/)
      .slice(0, 5)
      .join(' ')
  if (name.length < 3 && purpose !== undefined) name = purpose.split(/\s+/).slice(0, 5).join(' ')
  name = name.replace(OWN, '')
  if (name.length < 3 || !/\p{L}/u.test(name) || TELLING.test(name)) name = fallback
  name = name
    .slice(0, 60)
    .replace(/[^\p{L}\p{N}&'. -]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return name === '' ? fallback : name.charAt(0).toUpperCase() + name.slice(1)
}
