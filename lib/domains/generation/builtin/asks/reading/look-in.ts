import { type Atom, lettersOf, type Reader } from './atom'
import { atomsOf } from './atoms'
import { isAboutLook } from './read-word'
import type { Sentence, Token } from './tokens'

type Look = { colours: string[]; tokens: Token[] }

/** Takes out what is about colours and nothing else: the whole sentence, or parts between commas. */
export function withoutLook(sentence: Sentence, reader: Reader): { rest: Sentence | null; looks: Look[] } {
  if (!isAboutLook(sentence.tokens, reader.locale)) return { rest: sentence, looks: [] }
  const whole = lookIn(sentence.tokens, reader)
  if (whole !== null) return { rest: null, looks: [whole] }
  const looks: Look[] = []
  const kept: Token[] = []
  for (const part of betweenCommas(sentence.tokens)) {
    const look = lookIn(part, reader) ?? coloursIn(part, reader)
    const from = look === null ? tailFrom(part, reader) : 0
    const tail = look ?? (from === -1 ? null : lookIn(part.slice(from), reader))
    if (tail !== null) looks.push(tail)
    kept.push(...(tail === null ? part : part.slice(0, from)))
  }
  return { rest: kept.some((token) => token.isWord) ? { ...sentence, tokens: kept } : null, looks }
}

function lookIn(tokens: readonly Token[], reader: Reader): Look | null {
  if (!isAboutLook(tokens, reader.locale)) return null
  const atoms = atomsOf({ tokens: [...tokens], isItem: false }, reader, true)
  const letters = lettersOf(atoms)
  if (!/^[CYiWfoAKPBt,&:]+$/.test(letters) || !letters.includes('C')) return null
  return lookOf(atoms, tokens)
}

/** Where what is about colours begins behind something else: "a recipe site with a light background". */
const tailFrom = (part: readonly Token[], reader: Reader): number =>
  part.findIndex(
    ({ word }, at) => at > 0 && /^(?:with|in|using|con|en|usando)$/.test(word) && isLook(part.slice(at), reader),
  )

const isLook = (tokens: readonly Token[], reader: Reader): boolean => lookIn(tokens, reader) !== null

/** "Warm look, terracotta and cream": colours alone, in a sentence that said of what. */
function coloursIn(part: readonly Token[], reader: Reader): Look | null {
  const atoms = atomsOf({ tokens: part.filter(({ word }) => word !== ','), isItem: false }, reader, true)
  return /^C(?:&*C)*$/.test(lettersOf(atoms)) ? lookOf(atoms, part) : null
}

const lookOf = (atoms: readonly Atom[], tokens: readonly Token[]): Look => ({
  colours: atoms.filter((atom) => atom.letter === 'C').map((atom) => atom.words),
  tokens: tokens.filter((token) => token.isWord),
})

function betweenCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.word === ',' && !token.isWord) parts.push([])
    parts.at(-1)!.push(token)
  }
  return parts
}
