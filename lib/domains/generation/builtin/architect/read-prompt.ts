import { condensed } from './condense'
import { detectLanguage } from '../asks/language/detect-language'
import { tokenize } from '../asks/reading/tokens'
import { detectLocale } from './detect-locale'
import { type Declarations, readDeclarations } from './declared/read-declarations'
import { setAside } from './declared/set-aside'
import { plain, type Locale } from '../../../spec/inflect'
import { readPhrases, type Phrase } from './read-phrases'

/** A prompt, cut up for the planners. */
export type PromptReading = {
  /** The prompt as it is kept: trimmed, without control characters and lone surrogates. */
  text: string
  locale: Locale
  /** `text` in lower case without accents, limited in length: what feature patterns are matched against. */
  plain: string
  /** `plain` without the field lists in it: what features are read from, so that a "rating" field brings no ratings. */
  features: string
  /** Things, fields and relations that the prompt spells out. */
  declared: Declarations
  /** Sentences about what the application does; those about colours are left out. */
  sentences: string[]
  phrases: Phrase[]
}

/** What cannot be seen: pasted soft hyphens and marks of direction would end in names, where no plan may have them. */
const CONTROL = /(?![\n\r\t])[\p{Cc}\p{Cf}]/gu

const STYLE_SENTENCE =
  /\b(?:backgrounds?|backdrop|base colou?r|colou?r (?:scheme|palette)|theme colou?r|fondo|paleta|colores|tema (?:oscuro|claro)|dark (?:theme|mode)|light (?:theme|mode)|styling with|tipografia|font)\b/
const LEAD =
  /^(?:hi|hello|hey|hola|buenas)?[,!. ]*(?:please |por favor,? )?(?:can you |could you |would you |i want you to |i(?:'d| would) like you to |help me (?:to )?|me puedes |puedes |podrias )?(?:implement|develop|build|create|make|design|write|generate|code|give me|crea(?:me)?|crear|haz(?:me)?|construye|desarrolla|desarrollar|disena|disenar|genera|implementa|i (?:want|need|would like)(?: to (?:build|create|make|have))?|i'd like|we (?:want|need)(?: to (?:build|create|make))?|quiero(?: (?:crear|hacer|construir|tener|desarrollar))?|necesito(?: (?:crear|hacer|construir|desarrollar))?|quisiera|queremos|necesitamos)\s+(?:me |us )?/

export const cleanPrompt = (prompt: string): string =>
  prompt.normalize('NFC').toWellFormed().replace(CONTROL, '').trim()

/** Takes "Please implement a", "Quiero una" off the front, keeping the case of the rest. */
export function withoutLead(sentence: string): string {
  // Same length as the original: accents are folded letter by letter.
  const folded = [...sentence].map((letter) => plain(letter).charAt(0) || ' ').join('')
  const lead = LEAD.exec(folded)?.[0].length ?? 0
  return [...sentence]
    .slice(lead)
    .join('')
    .replace(/^(?:an?|the|una?|el|la|un)\s+/i, '')
}

/** Words that no other language has; two of them say more than letters that some have as words ("A, O or B"). */
const OWN_WORD = /\b(?:the|and|with|have|has|where|los|las|el|pueden|donde)\b/g

const isForeign = (text: string, likely: Locale | undefined): boolean =>
  (plain(text).match(OWN_WORD)?.length ?? 0) < 2 && detectLanguage(text, tokenize(text), likely ?? null) === null

/** @param likely the language of the plan that the prompt changes */
export function readPrompt(prompt: string, likely?: Locale): PromptReading {
  const text = cleanPrompt(prompt)
  // A name in quotes is no thing to keep: "called “Luz & Sal”".
  const wished = setAside(condensed(text))
    .replace(/https?:\/\/\S+/g, ' ')
    .replace(/\b(?:called|named|titled|llamad[oa]|titulad[oa])\s+["“«'‘][^"”»'’\n]{2,60}["”»'’]/gi, ' ')
  const locale = detectLocale(wished, likely)
  // Words of a language that is not read mean something else in these two: a German "Tag" is no tag.
  const declared = readDeclarations(isForeign(wished, likely) ? '' : wished, locale)
  const read = declared.rest

  const parts = read
    .replace(/\b(e\.g|i\.e|etc|vs|p\. ?ej)\./gi, '$1')
    .split(/(?<=[.!?])\s+|\n+/)
    .map((part) =>
      part
        .replace(/[.!?]+$/, '')
        .replace(/^[\s*#>•-]+|^\d+[.)]\s+/g, '')
        .trim(),
    )
    .filter(Boolean)
  const sentences = parts.flatMap((part) => {
    if (!STYLE_SENTENCE.test(plain(part))) return [part]
    // A single sentence may ask for both: keep the clauses in front of the colours.
    const clauses = part.split(
      /[,;]\s+|\s+(?:with|in|con|and|y)\s+(?=[^,;]*\b(?:background|fondo|dark|tema|colou?rs?|colores)\b)/i,
    )
    const kept = clauses.filter(
      (clause) =>
        !STYLE_SENTENCE.test(plain(clause)) &&
        !/\b(?:components?|componentes|botones|buttons|cards|tarjetas|colou?r|ui|elements|elementos)\b/i.test(clause),
    )
    return parts.length > 1 && kept.join(' ').length < 25 ? [] : kept.length > 0 ? [kept.join(', ')] : []
  })
  return {
    text,
    locale,
    plain: plain(wished),
    features: plain(read),
    declared,
    sentences,
    phrases: readPhrases(sentences.map(withoutLead), locale),
  }
}
