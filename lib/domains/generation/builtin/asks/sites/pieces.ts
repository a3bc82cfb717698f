import type { Locale } from '../../../../spec/inflect'
import { sectionCalled } from '../../site/lexicon'
import type { SectionKind } from '../../site/brief'
import { LANGUAGES } from '../language/look-words'
import { ADVERBS, FUNCTION_WORDS, LIMITING, PLAIN_ADJECTIVES, TALK } from '../language/word-lists'
import { longestAt } from '../reading/atom'
import type { Token } from '../reading/tokens'
import { NOT, NOT_PHRASES, ONLY } from '../reading/word-roles'
import { placeOfKind, type Shown, shownOn, subjectOf } from './shown'
import type { SiteView } from './site-pages'
import * as lexicon from './site-words'

/** A word, or several, of a sentence about a site. Articles and the like are none. */
export type Piece = {
  is:
    | 'shown'
    | 'section'
    | 'missing'
    /** Limits what is said; `isNot` where it refuses it, `isWide` where that is so of all that stands beside it. */
    | 'limit'
    | 'remove'
    | 'page'
    /** What is to be made: a site. */
    | 'site'
    | 'talk'
    /** Nothing without the fact beside it. */
    | 'label'
    | 'telling'
    | 'having'
    | 'language'
    | 'cut'
    | 'unknown'
  tokens: readonly Token[]
  words: string
  shown?: Shown
  section?: SectionKind
  why?: string
  isNot?: boolean
  isWide?: boolean
}

/** What sentences about a site are read with. */
export type SiteReader = {
  locale: Locale
  view: SiteView
  /** By their first words. */
  shown: ReadonlyMap<string, readonly Shown[]>
}

export const readerOf = (view: SiteView, locale: Locale): SiteReader => ({
  locale,
  view,
  shown: Map.groupBy(shownOn(view), ({ words }) => words[0]!),
})

/** So many phrases that begin alike are looked at. */
const MOST_ALIKE = 60
/** Signs between the words of one thing: none of them may cut it. */
const MOST_SIGNS = 3

/** The pieces of a sentence, left to right; of several readings the longest is taken. */
export function piecesOf(tokens: readonly Token[], reader: SiteReader): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!
    if (!token.isWord) {
      if (CUTS.has(token.word)) pieces.push({ is: 'cut', tokens: [], words: token.word === '&' ? ',' : token.word })
      at++
      continue
    }
    const { length, ...piece } = pieceAt(tokens, at, reader)
    if (piece.is !== 'nothing') {
      const own = tokens.slice(at, at + length).filter(({ isWord }) => isWord)
      pieces.push({ ...piece, is: piece.is, tokens: own, words: own.map(({ word }) => word).join(' ') })
    }
    at += length
  }
  return pieces
}

const JOINTS = /^(?:and|or|y|e|o|u|plus|but|pero)$/
const CUTS = new Set([',', ';', ':', '(', ')', '–', '—', '-', '&', '、'])

type Read = Omit<Piece, 'is' | 'tokens' | 'words'> & { is: Piece['is'] | 'nothing'; length: number }

function pieceAt(tokens: readonly Token[], at: number, reader: SiteReader): Read {
  const { locale, view } = reader
  const shown = shownAt(tokens, at, reader)
  const longest = Math.max(1, shown?.length ?? 1)
  const lacking = longestAt(tokens, at, 5, (words) => lexicon.siteLacks(words, locale))
  const named = sectionAt(tokens, at, locale)
  const plain = plainAt(tokens, at, locale)
  // "A portfolio site" has no part that is called portfolio because of that.
  if (plain?.is === 'site' && plain.length > Math.max(shown?.length ?? 0, named?.length ?? 0)) return plain
  if (named !== null && named.length > (shown?.length ?? 0) && named.length >= (lacking?.length ?? 0))
    if (placeOfKind(view, named.found) !== null) return { is: 'section', section: named.found, length: named.length }
  if (shown !== null && shown.length >= (lacking?.length ?? 0)) return { is: 'shown', ...shown }
  if (lacking !== null && !(plain?.is === 'label' && plain.length >= lacking.length))
    return { is: 'missing', why: lacking.found, length: lacking.length }
  if (plain !== null && plain.length >= longest) return plain
  const { word } = tokens[at]!
  if (JOINTS.test(word)) return { is: 'cut', length: 1 }
  if (FUNCTION_WORDS[locale].has(word)) return { is: 'nothing', length: 1 }
  if (named !== null) return { is: 'unknown', section: named.found, length: named.length }
  return { is: 'unknown', length: 1 }
}

/** "About" in a list of pages names one; "a site about bees" does not. */
function sectionAt(tokens: readonly Token[], at: number, locale: Locale) {
  const named = longestAt(tokens, at, 5, sectionCalled)
  const isBare = named?.length === 1 && FUNCTION_WORDS[locale].has(tokens[at]!.word)
  return isBare && tokens[at + 1]?.isWord === true && !JOINTS.test(tokens[at + 1]!.word) ? null : named
}

/** What the prompts made visible and stands here, to the letter. */
function shownAt(tokens: readonly Token[], at: number, { shown }: SiteReader): { shown: Shown; length: number } | null {
  for (const one of shown.get(tokens[at]!.word)?.slice(0, MOST_ALIKE) ?? []) {
    let [next, signs, end] = [0, 0, at]
    for (let place = at; place < tokens.length && next < one.words.length; place++) {
      const { isWord, word } = tokens[place]!
      if (!isWord && ++signs > MOST_SIGNS) break
      if (!isWord) continue
      if (word !== one.words[next]) break
      ;[next, signs, end] = [next + 1, 0, place]
    }
    if (next === one.words.length) return { shown: one, length: end - at + 1 }
  }
  return null
}

/** What words do that neither the site nor anything to build is called. */
function plainAt(tokens: readonly Token[], at: number, locale: Locale): Read | null {
  const is = (kind: Piece['is'], most: number, ...lists: readonly ReadonlySet<string>[]): Read | null => {
    const found = longestAt(tokens, at, most, (words) => (lists.some((list) => list.has(words)) ? true : undefined))
    return found === null ? null : { is: kind, length: found.length }
  }
  const { word } = tokens[at]!
  const not = is('limit', 4, NOT_PHRASES, NOT)
  if (not !== null) return { ...not, isNot: true, isWide: true }
  if (ONLY.has(word)) return { is: 'limit', length: 1, isWide: true }
  const kinds = [
    is('remove', 3, lexicon.TAKING_OUT[locale]),
    is('limit', 4, LIMITING[locale]),
    is('site', 2, lexicon.SITE_NOUNS[locale]),
    is('site', 3, lexicon.ONE_PAGE[locale]),
    is('page', 1, lexicon.PAGE_NOUNS[locale]),
    is('having', 2, lexicon.HAVING[locale]),
    is('telling', 1, lexicon.TELLING[locale]),
    is('label', 2, lexicon.LABELS[locale]),
    is('talk', 3, lexicon.SITE_TALK[locale], TALK[locale], ADVERBS[locale], PLAIN_ADJECTIVES[locale]),
    word in LANGUAGES ? { is: 'language' as const, length: 1 } : null,
  ].filter((one) => one !== null)
  const most = Math.max(0, ...kinds.map(({ length }) => length))
  return kinds.find(({ length }) => length === most) ?? null
}

/**
 * In the first sentence of all a page is the site itself, and what is said of the site may stand on both sides of its
 * name: "the restaurant “Luz y Sal” in Cartagena".
 */
export function asIntroduction(pieces: readonly Piece[], { view }: SiteReader): Piece[] {
  const first = pieces.findIndex(({ is }) => !['talk', 'unknown', 'label'].includes(is))
  const subject = subjectOf(view)
  // "A portfolio for a designer" is called so as a whole.
  const isWhole = (piece: Piece, at: number): boolean =>
    at === first && (piece.is === 'page' || /^porta?folio$/.test(piece.words))
  const noun = pieces.findIndex((piece, at) => piece.is === 'site' || isWhole(piece, at))
  return pieces.map((piece, at): Piece => {
    if (isWhole(piece, at)) return { words: piece.words, tokens: piece.tokens, is: 'site' }
    const isOfSubject =
      at > noun && piece.is === 'unknown' && piece.words.split(' ').every((word) => subject?.words.includes(word))
    return isOfSubject && subject !== null ? { ...piece, is: 'shown', shown: subject } : piece
  })
}
