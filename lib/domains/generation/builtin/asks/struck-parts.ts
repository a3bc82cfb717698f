import type { Ask, Span } from '../../../spec/asks'
import type { AppSpec } from '../../../spec/contract'
import { fieldLabel } from '../../../spec/names'

import { planWords } from './plan-words'
import { tokenize } from './reading/tokens'
import { many } from './scenarios/built'
import { askTexts } from './texts'

/*
 * "Customers (name, email, phone)", and the phone is taken out: the rest of the ask stands, and only that word is
 * struck, as an ask of its own.
 */

/** A field that was taken out, in the words of the prompt. */
export type Part = { item: string; span: Span; meaning: string }

const FIELD = /^field:([^.]+)\.(.+)$/

/** Whether an ask is such a part of another one. */
export const isPart = ({ items = [], scenarios, unprovable }: Ask): boolean =>
  scenarios.length === 0 && unprovable === undefined && items.length === 1 && FIELD.test(items[0]!)

/** Names of more words are called otherwise. */
const LONGEST = 3

/**
 * The words of fields within an ask.
 * @param before the plan that still has them
 * @returns null where one of them is said in words that are not found, or where something else than fields is gone
 */
export function partsOf(ask: Ask, gone: readonly string[], text: string, before: AppSpec): Part[] | null {
  const parts = gone.map((item) => partOf(ask, item, text, before))
  return parts.includes(null) || gone.length === 0 ? null : (parts as Part[])
}

function partOf({ spans }: Ask, item: string, text: string, before: AppSpec): Part | null {
  const [, table, column] = FIELD.exec(item) ?? []
  const { fields } = planWords(before)
  const words = tokenize(text).filter(({ isWord, from, to }) => isWord && spans.some(holds(from, to)))
  for (let length = LONGEST; length > 0; length--)
    for (let at = 0; at + length <= words.length; at++) {
      const some = words.slice(at, at + length)
      const named = fields
        .get(some.map(({ word }) => word).join(' '))
        ?.find(({ one, field }) => one.entity.table === table && field.column === column)
      const [from, to] = [some[0]!.from, some.at(-1)!.to]
      if (named === undefined || !spans.some(holds(from, to))) continue
      const { keeps } = askTexts(before.locale)
      const meaning = keeps(many(named.one), [`“${fieldLabel(named.field)}”`])
      const begin = from - (ARTICLE.exec(text.slice(Math.max(0, from - MOST_BETWEEN), from))?.[0].length ?? 0)
      return { item, span: { from: begin, text: text.slice(begin, to) }, meaning }
    }
  return null
}

const holds =
  (from: number, to: number) =>
  (span: Span): boolean =>
    from >= span.from && to <= span.from + span.text.length

const ARTICLE = /(?<![\p{L}\p{N}])(?:an?|the|una?|el|la)\s+$/iu
/** What stands between the items of a list. */
const JOINED_BEFORE = /(?:\s*[,&]\s*(?:(?:and|y|e)\s+)?|\s+(?:and|y|e)\s+)$/iu
const JOINED_AFTER = /^(?:\s*[,&]\s*(?:(?:and|y|e)\s+)?|\s+(?:and|y|e)\s+)/iu

type Stretch = { from: number; to: number }
/** So far one looks for them. */
const MOST_BETWEEN = 20

/** A part with what joins it to its list: what is left reads as if it had never been in it. */
function joined(text: string, { from, text: words }: Span): Stretch {
  const to = from + words.length
  const before = JOINED_BEFORE.exec(text.slice(Math.max(0, from - MOST_BETWEEN), from))?.[0].length ?? 0
  if (before > 0) return { from: from - before, to }
  return { from, to: to + (JOINED_AFTER.exec(text.slice(to, to + MOST_BETWEEN))?.[0].length ?? 0) }
}

/** A prompt as if the parts were not in it; everything else stands where it stood. */
export const withoutParts = (text: string, parts: readonly Span[]): string =>
  parts
    .map((part) => joined(text, part))
    .reduce((masked, { from, to }) => masked.slice(0, from) + ' '.repeat(to - from) + masked.slice(to), text)

/** Stretches of a prompt without those of the parts. */
export function cutSpans(text: string, spans: readonly Span[], parts: readonly Span[]): Span[] {
  const cuts = parts.map((part) => joined(text, part)).toSorted((a, b) => a.from - b.from)
  return spans.flatMap(({ from, text: { length } }) => {
    const end = from + length
    const pieces: Span[] = []
    let at = from
    for (const cut of [...cuts.filter((one) => one.from >= from && one.from < end), { from: end, to: end }]) {
      // Signs at its ends belong to no word.
      const piece = /[\p{L}\p{N}](?:[\s\S]*[\p{L}\p{N}])?/u.exec(text.slice(at, Math.max(at, cut.from)))
      if (piece !== null) pieces.push({ from: at + piece.index, text: piece[0] })
      at = Math.max(at, cut.to)
    }
    return pieces
  })
}
