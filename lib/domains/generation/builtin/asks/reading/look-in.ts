import { lettersOf, type Reader } from './atom'
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
    const look = lookIn(part, reader)
    if (look === null) kept.push(...part)
    else looks.push(look)
  }
  return { rest: kept.some((token) => token.isWord) ? { ...sentence, tokens: kept } : null, looks }
}

function lookIn(tokens: readonly Token[], reader: Reader): Look | null {
  if (!isAboutLook(tokens, reader.locale)) return null
  const atoms = atomsOf({ tokens: [...tokens], isItem: false }, reader, true)
  const letters = lettersOf(atoms)
  if (!/^[CYiWfoAKPBt,&:]+$/.test(letters) || !letters.includes('C')) return null
  return {
    colours: atoms.filter((atom) => atom.letter === 'C').map((atom) => atom.words),
    tokens: tokens.filter((token) => token.isWord),
  }
}

function betweenCommas(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.word === ',' && !token.isWord) parts.push([])
    parts.at(-1)!.push(token)
  }
  return parts
}
