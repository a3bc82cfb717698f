import type { Locale } from '../../../../spec/inflect'
import { type Atom, type Reader, wordsAt } from './atom'
import { readAt } from './read-word'
import type { Sentence, Token } from './tokens'
import { ALL, EACH, OWN, SIGNS } from './word-roles'

/** Reads one sentence, left to right; of several readings the longest is taken, and what stands around decides. */
export function atomsOf({ tokens }: Sentence, reader: Reader, isLook: boolean): Atom[] {
  const atoms: Atom[] = []
  let [isOwn, isAll, isEach] = [false, false, false]
  // Articles and the like go with the word they stand before.
  let dropped: number | null = null
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]!
    if (!token.isWord) {
      const letter = SIGNS[token.word]
      trail(atoms, dropped, at)
      if (letter !== undefined) atoms.push({ letter, from: at, to: at + 1, words: token.word })
      if (letter !== undefined) dropped = null
      at++
      continue
    }
    const read = readAt(tokens, at, { reader, atoms, isLook })
    const { length, ...reading } = read
    const words = wordsAt(tokens, at, length) ?? token.word
    if (reading.letter === '') {
      dropped ??= at
      if (OWN.has(token.word)) isOwn = true
      if (EACH.has(token.word)) isEach = true
      if (ALL.has(token.word)) isAll = true
    } else {
      const flags = { ...(isOwn && { isOwn }), ...(isAll && { isAll }) }
      const letter = reading.letter === 'E' && isEach ? 'H' : reading.letter
      const isJoint = '&b'.includes(letter)
      if (isJoint) trail(atoms, dropped, at)
      const from = isJoint ? at : (dropped ?? at)
      atoms.push({ ...reading, letter, from, to: at + length, words, ...(reading.letter === 'E' && flags) })
      dropped = null
      if (reading.letter === 'V' && hasObject(tokens, at, reader.locale))
        atoms.push({ letter: 'p', from: at + length, to: at + length, words: '' })
      ;[isOwn, isAll, isEach] = [false, false, false]
    }
    at += length
  }
  trail(atoms, dropped, tokens.length)
  return atoms
}

/** What stands behind a word and carries nothing goes with it where a sign or the end follows. */
function trail(atoms: readonly Atom[], dropped: number | null, end: number): void {
  const last = atoms.at(-1)
  if (dropped !== null && last?.to === dropped) last.to = end
}

/** "verlas", "las valoran": whom it is done to hangs on the verb, or stands before it. */
function hasObject(tokens: readonly Token[], at: number, locale: Locale): boolean {
  if (locale !== 'es') return false
  const { word } = tokens[at]!
  return (
    /[aei]r(?:lo|la|los|las)$/.test(word) ||
    (/[ae]n?$/.test(word) && /^(?:lo|la|los|las)$/.test(tokens[at - 1]?.word ?? ''))
  )
}
