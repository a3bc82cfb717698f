import { withoutBetween } from '../../../../../core/cut-between'
import { condensed } from '../condense'
import { plain } from '../../../../spec/inflect'

/** What stands in a prompt but is no wish: markup, orders to whoever reads it, and what somebody does not want. */

/** Scripts and styles go with their content; other tags leave theirs. */
const withoutMarkup = (text: string): string =>
  withoutBetween(text, [['<!--', '-->']])
    .replace(/<(script|style|template|iframe)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<\/(?:h[1-6]|p|div|li|title)\s*>/gi, '. ')
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')

/** "Ignore all previous instructions and …": a sentence that speaks to the reader, not of the application. */
const ORDER =
  /\b(?:ignore|forget|disregard|override|ignora|olvida|omite)\b[^.!?\n]{0,40}\b(?:instructions?|prompts?|rules|messages?|instrucciones|reglas|mensajes)\b|\b(?:system prompt|api keys?|your instructions|you are now|prompt del sistema|tus instrucciones|ahora eres)\b/

const NAMED = '[\\p{L}-]+(?: [\\p{L}-]+){0,2}'
/** Where a refusal ends: at the next clause. */
const REFUSED = [
  // "Please leave out fees, deposits and ratings.": an order, and all of what it lists.
  /(?<=^|[.;!?\n]\s*|\b(?:please|por favor)[, ]\s*)(?:please,? |por favor,? )?(?:leave out|skip|omit|exclude|forget about|dejad? fuera|deja(?:r|mos)? fuera|omit[ae]|evita|excluye|olvida)\s[^.;:!?()\n]+?(?=$|[.;:!?()\n]|\s(?:but|just|pero)\s)/giu,
  // "no fees, deposits or ratings", "sin pagos, chat ni reseñas"
  new RegExp(
    `(?<![\\p{L}\\p{N}/_-])(?:no|without|sin)\\s+${NAMED}(?:, ${NAMED}){0,6},? (?:or|nor|ni|o) ${NAMED}(?=$|[,.;:!?()\\n])`,
    'giu',
  ),
  /(?<=^|[.,;!?\n])\s*[\p{L}\p{N} ,]{2,40}?\s+(?:are|is)(?: not|n['’]t) (?:needed|wanted|required|necessary|allowed)/giu,
  // "(today / no hurry)": a value.
  /(?<![\p{L}\p{N}/_-]|\/ )(?:but not|not?|without(?: any)?|sin(?: ning[uú]n[oa]?)?|nada de|ni)(?=\s)\s+(?!(?:only|just|more|less|later|matter|longer|puede|todos|solo|sólo|of|to|podr|deb)\p{L}*\b)[^,.;:!?()\n]+?(?=$|[,.;:!?()\n]|\s(?:but|just|pero|where|donde)\s)/giu,
  /(?:\b(?:we|i|they|guests|users)\s+)?\b(?:do(?:es)? ?n[o'’]?t|don['’]?t|won['’]?t)\s+(?:want|need|have to have|include|add)\b[^,.;:!?()\n]*/giu,
  /\bno (?:quiero|queremos|necesito|necesitamos|incluyas?|agregues|hace falta|hay que|debe tener|lleva|use)\b[^,.;:!?()\n]*/giu,
]

/** A list goes on being refused: "no ratings, no comments" is two refusals, "without likes or comments" one. */
export function setAside(text: string): string {
  const wished = condensed(withoutMarkup(text))
    .split(/(?<=[.!?])\s+|(?<=\n)/)
    .filter((part) => !ORDER.test(plain(part)))
    .join(' ')
  return REFUSED.reduce((rest, pattern) => rest.replace(pattern, ' '), wished).replace(/ {2,}/g, ' ')
}
