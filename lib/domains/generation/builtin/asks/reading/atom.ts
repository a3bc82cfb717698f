import type { Locale } from '../../../../spec/inflect'
import type { Field } from '../../../../spec/contract'
import type { EntityModel, PageModel } from '../../frontend/model'
import type { Actor } from '../language/actors'
import type { Op } from '../language/verbs'
import type { Named, PlanWords } from '../plan-words'
import type { Token } from './tokens'

/**
 * A sentence as a row of atoms, each one letter, so that templates can be written as patterns over letters:
 *
 * `S` who · `M` may · `V` does · `E` a thing of the plan (`H` each of it) · `F` a field · `P` a page · `X` something not
 * built · `O` only · `N` not · `L` limits what is said ·
 * `l` limits a noun · `C` colour · `Y` of the look · `G` a language · `A` software · `K`
 * talk · `W` with, has · `T` belongs to · `B` by · `o` of · `f` for · `t` to do · `i` another preposition · `R` where, who · `p` them · `b`
 * but · `m` a deed as a noun · `D` a deed with its object · `U` not known · `,` `&` `:` `(` `)`. Articles and the like have none.
 */
export type Atom = {
  letter: string
  /** Of the sentence's tokens, the end not included; equal for what is only implied. */
  from: number
  to: number
  words: string
  op?: Op
  actor?: Actor | 'self'
  one?: EntityModel
  /** "their recipes" */
  isOwn?: boolean
  /** "all recipes" */
  isAll?: boolean
  fields?: readonly Named[]
  /** Of a field: all its values stand behind it. */
  isValued?: boolean
  page?: PageModel | null
  /** Not known what is done, but that something is: "propose", "reply". */
  isDoing?: boolean
  /** Of a deed: what a field of its thing becomes. */
  set?: { field: Field; value: string } | null
  why?: string
}

/** What sentences are read with. */
export type Reader = { locale: Locale; words: PlanWords }

/** What a word, or several, may be. */
export type WordReading = Omit<Atom, 'from' | 'to' | 'words'> & { length: number }

/** What was put together of a sentence's words already: the same places are looked at by many readers. */
const SPOKEN = new WeakMap<readonly Token[], string[][]>()
/** No phrase is longer. */
const LONGEST = 5

/** So many words from a place on, when nothing stands between them. */
export function wordsAt(tokens: readonly Token[], at: number, length: number): string | null {
  let places = SPOKEN.get(tokens)
  if (places === undefined) SPOKEN.set(tokens, (places = []))
  let phrases = places[at]
  if (phrases === undefined) {
    phrases = []
    for (let end = at; end < at + LONGEST && tokens[end]?.isWord === true; end++)
      phrases.push(end === at ? tokens[end]!.word : `${phrases.at(-1)} ${tokens[end]!.word}`)
    places[at] = phrases
  }
  return phrases[length - 1] ?? null
}

/** The longest phrase from a place on in which something is found, of at most so many words. */
export function longestAt<T>(
  tokens: readonly Token[],
  at: number,
  most: number,
  find: (words: string) => T | undefined,
) {
  for (let length = most; length > 0; length--) {
    const words = wordsAt(tokens, at, length)
    const found = words === null ? undefined : find(words)
    if (found !== undefined) return { found, length }
  }
  return null
}

export const lettersOf = (atoms: readonly Atom[]): string => atoms.map((atom) => atom.letter).join('')
