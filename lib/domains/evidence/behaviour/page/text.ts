import { isChosen, valueOf } from './field-values.ts'
import type { Page } from './page.ts'
import { isOpen, isShown } from './shown.ts'

/** What stands on a page, as it is read from top to bottom, and where in it some words are. */

/** Elements that stand within a line; all others begin and end one. */
const INLINE = new Set(
  'a abbr b bdi bdo br button cite code data del dfn em i img input ins kbd label mark q s samp select small span strong sub sup svg time u var wbr'.split(
    ' ',
  ),
)

type Piece = { text: string; element: Element; isNewLine: boolean }

/** A text as it is compared: without case, runs of spaces and the kind of quotation marks. */
export const plainText = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()

const TEXT = 3
const ELEMENT = 1

/** Everything that is seen below an element, in order. */
function piecesOf(page: Page, within: Element): Piece[] {
  const pieces: Piece[] = []
  let isNewLine = true
  const add = (text: string, element: Element): void => {
    if (text.trim() === '' && text !== ' ') return
    pieces.push({ text, element, isNewLine })
    isNewLine = false
  }
  const visit = (element: Element): void => {
    const isInline = INLINE.has(element.localName)
    if (!isInline || element.localName === 'br') isNewLine = true
    const said = saidBy(page, element)
    if (said !== '') add(said, element)
    if (element.localName === 'img') isNewLine = true
    // The text of a part that is closed is in it, too.
    const isClosed = element.localName === 'details' && !isOpen(element, page.opened)
    if (!SPEAKS_ITSELF.has(element.localName))
      for (const child of element.childNodes)
        if (child.nodeType === TEXT && !isClosed) add(child.nodeValue ?? '', element)
        else if (child.nodeType === ELEMENT && isShown(page, child as Element)) visit(child as Element)
    if (!isInline) isNewLine = true
  }
  if (isShown(page, within)) visit(within)
  return pieces
}

/** Of these, what stands in the markup is not what is seen. */
const SPEAKS_ITSELF = new Set(['select', 'textarea', 'input', 'img', 'iframe', 'object', 'video', 'audio', 'canvas'])

const NAMED_ROLES = new Set(['img', 'meter', 'progressbar'])

function saidBy(page: Page, element: Element): string {
  const name = element.localName
  const label = element.getAttribute('aria-label') ?? ''
  if (name === 'img') return element.getAttribute('alt') ?? ''
  if (NAMED_ROLES.has(element.getAttribute('role') ?? '') || name === 'button' || name === 'a') return label
  if (name === 'select')
    return [...element.querySelectorAll('option')]
      .filter((option) => isChosen(page, element, option))
      .map((option) => option.textContent ?? '')
      .join(' ')
  return (name === 'input' || name === 'textarea') && isKnownToPage(page, element) ? valueOf(page, element) : ''
}

/**
 * What stands in a field counts as seen only where the application brought it: neither what was typed, nor what it
 * repeats of a form or of its own address.
 */
function isKnownToPage(page: Page, field: Element): boolean {
  const type = (field.getAttribute('type') ?? 'text').toLowerCase()
  if (type === 'submit' || type === 'button' || type === 'reset') return true
  if (page.isReply || page.filled.has(field) || /^(?:checkbox|radio|file|image|password|search)$/.test(type))
    return false
  return ![...page.url.searchParams.values()].includes(valueOf(page, field))
}

/** The text of a page, twice: with words that are put together of several elements, and with those apart. */
export type Hay = { pieces: Piece[]; joined: Line; apart: Line }
type Line = { text: string; starts: number[] }

export function readHay(page: Page, within: Element): Hay {
  const pieces = piecesOf(page, within)
  return { pieces, joined: lineOf(pieces, false), apart: lineOf(pieces, true) }
}

function lineOf(pieces: readonly Piece[], isApart: boolean): Line {
  const starts: number[] = []
  let text = ''
  for (const piece of pieces) {
    const began = /^\s/.test(piece.text) || piece.isNewLine || isApart
    if (began && text !== '' && !text.endsWith(' ')) text += ' '
    starts.push(text.length)
    text += plainText(piece.text)
    if (/\s$/.test(piece.text) && !text.endsWith(' ')) text += ' '
  }
  return { text, starts }
}

const isWordSign = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)

/** Whether a text ends at this place as a word or a number does: "3" is not in "30" nor in "3.5". */
function isWhole(text: string, at: number, words: string): boolean {
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const [before, after] = [text.slice(Math.max(0, at - 2), at), text.slice(at + words.length, at + words.length + 2)]
  if (isWordSign(first) && isWordSign(before.at(-1))) return false
  if (isWordSign(last) && isWordSign(after[0])) return false
  return !(/\d/.test(first) && /\d[.,]$/.test(before)) && !(/\d/.test(last) && /^[.,]\d/.test(after))
}

function placesIn({ text }: Line, words: string): number[] {
  const places: number[] = []
  if (words === '') return places
  for (let at = text.indexOf(words); at >= 0 && places.length < MAX_PLACES; at = text.indexOf(words, at + 1))
    if (isWhole(text, at, words)) places.push(at)
  return places
}

/** More of one text on one page nobody counts. */
const MAX_PLACES = 10_001

/** Whether a text says some words, as somebody reads it. */
export const says = (text: string, words: string): boolean =>
  placesIn({ text: plainText(text), starts: [] }, plainText(words)).length > 0

/** The elements in whose text the words stand, top to bottom. */
export function elementsSaying({ pieces, joined, apart }: Hay, words: string): Element[] {
  const wanted = plainText(words)
  const found = new Set<number>()
  for (const line of [joined, apart]) for (const at of placesIn(line, wanted)) found.add(pieceAt(line, at))
  return [...found].sort((a, b) => a - b).flatMap((at) => pieces[at]?.element ?? [])
}

function pieceAt({ starts }: Line, at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** Where the words stand first; -1 where they do not. */
export function firstPlace({ joined, apart }: Hay, words: string): number {
  const wanted = plainText(words)
  const [inJoined] = placesIn(joined, wanted)
  if (inJoined !== undefined) return pieceAt(joined, inJoined) + inJoined / (joined.text.length + 1)
  const [inApart] = placesIn(apart, wanted)
  return inApart === undefined ? -1 : pieceAt(apart, inApart) + inApart / (apart.text.length + 1)
}
