import escapePattern from 'escape-string-regexp'
import { condensed } from '../architect/condense'
import { EMAIL, hoursAt } from './facts'

/*
 * Facts that a later prompt gives anew: "Change the emergency number to 555-0177". The first prompt is read as if it
 * had said so, and what stands on the pages follows.
 */

const CHANGE =
  /\b(?:change|set|update|correct|replace|cambi(?:a|ar|e)|actualiz(?:a|ar|e)|corrig(?:e|ir)|reemplaz(?:a|ar|e))\s+(?:the |our |my |el |la |los |las |nuestr[oa]s? |mi )?([^\n"“”]{2,60}?)\s+(?:to|with|by|a|por)\s+([^\n]{1,80})/giu
/** A telephone number, a price, a year, a house number: digits with what stands between and around them. */
const NUMBER =
  /^[+$€£#]?\s?\(?\d(?:[\d().,:/-]| (?=[\d(-]))*(?:\s?(?:€|£|USD\b|EUR\b|COP\b))?(?:\/\p{L}{1,8})?(?![\p{L}\d])/iu
const EMAIL_AT_START = new RegExp(`^${EMAIL.source}`)
type Shape = (text: string) => string | null
const SHAPES: readonly Shape[] = [
  (text) => EMAIL_AT_START.exec(text)?.[0] ?? null,
  hoursAt,
  (text) => NUMBER.exec(text)?.[0] ?? null,
]
/** Between what a fact is called and the fact. */
const IS = /^\s*(?:is|are|at|of|es|son|:|-)?\s*/i

/** What `text` begins with of the same shape, and the shape; full stops at its end belong to the sentence. */
function valueAt(text: string, shapes = SHAPES): { value: string; shape: Shape } | null {
  for (const shape of shapes) {
    const value = shape(text)?.replace(/[.,:\s-]+$/, '')
    if (value) return { value, shape }
  }
  return null
}

/** The fact that is called so, or is written so itself. */
function factCalled(label: string, text: string, shape: Shape): string | null {
  const itself = valueAt(label)
  if (itself !== null && itself.value === label.trim()) return text.includes(itself.value) ? itself.value : null
  const at = text.toLowerCase().indexOf(label.toLowerCase())
  if (at === -1) return null
  const after = text.slice(at + label.length, at + label.length + 120)
  return valueAt(after.replace(IS, ''), [shape])?.value ?? null
}

/** Where `value` stands by itself: "$9" is no part of "$99", of "$9.50" or of "a$9". */
const alone = (value: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\d]|\\d[.,:/-])${escapePattern(value)}(?![\\p{L}\\d]|[.,:/-]\\d)`, 'gu')

/**
 * The first prompt with the facts that later ones give anew. What they call otherwise, or what is no such fact, is left
 * to the other readers.
 */
export function settleFacts(first: string, later: readonly string[]): string {
  let text = first
  for (const part of later)
    for (const { known, value } of factsChanged(text, part)) text = text.replace(alone(known), () => value)
  return text
}

/** The facts of a text that a later prompt gives anew: as they were, and as they are from then on. */
export function factsChanged(text: string, later: string): { known: string; value: string }[] {
  return [...condensed(later).matchAll(CHANGE)].flatMap(([, label, rest]) => {
    const wanted = valueAt(rest!)
    const known = wanted === null ? null : factCalled(label!, text, wanted.shape)
    return wanted === null || known === null ? [] : [{ known, value: wanted.value }]
  })
}
