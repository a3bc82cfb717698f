import type { Owner } from '../builtin/asks/account'
import { type Token, tokenize } from '../builtin/asks/reading/tokens'

/**
 * Finds quoted words in a prompt. Models cannot count characters and seldom copy to the letter, so a quote is a row of
 * words: case, accents, signs and spaces do not count, and what comes of it is the prompt's own stretch.
 */

export type Quote = {
  text: string
  /** Whose words they are: an ask by its place in the answer, or context. */
  owner: number | 'context'
}
export type Misquote = Quote & {
  /** `absent`: no such words. `taken`: they all belong to somebody else; `by` says to whom. */
  is: 'absent' | 'taken'
  by?: Owner
}

/** Places that are tried for one quote, and that are told apart. */
const MOST_TRIED = 2_000
const MOST_STARTS = 100

/** Without the spaces around it: a run of them would be looked through from each of its places. */
const ELISION = /\[?(?:…|\.{3})\]?/u

/** Gives the words of a prompt to whoever quotes them, each word to one. */
export class Places {
  /** Words only, in the order of the prompt. */
  readonly words: readonly Token[]
  readonly owners = new Map<Token, Owner>()
  private readonly places = new Map<string, number[]>()
  private readonly ends = new Map<Owner, [first: number, last: number]>()
  private readonly wordsOf = wordReader()

  constructor(tokens: readonly Token[]) {
    this.words = tokens.filter(({ isWord }) => isWord)
    for (const [at, { word }] of this.words.entries()) {
      const known = this.places.get(word)
      if (known === undefined) this.places.set(word, [at])
      else known.push(at)
    }
  }

  /** Those first that stand in one place alone, the shortest of them before others that hold it. */
  place(quotes: readonly Quote[]): Misquote[] {
    const found = quotes.flatMap((quote) =>
      partsOf(quote, this.wordsOf).map((part) => ({ ...part, starts: this.startsOf(part) })),
    )
    const sure = found.filter(({ starts }) => starts.length === 1).toSorted((a, b) => a.said.length - b.said.length)
    const open = found.filter(({ starts }) => starts.length > 1)
    const absent = found
      .filter(({ starts }) => starts.length === 0)
      .map(({ quote }) => ({ ...quote, is: 'absent' as const }))
    return [...absent, ...[...sure, ...open].flatMap((one) => this.take(one) ?? [])]
  }

  /** Looked for by the rarest of its words, so that none of them is compared again and again. */
  private startsOf({ said }: Part): number[] {
    const rarest = said.reduce(
      (best, word, index) => (this.countOf(word) < this.countOf(said[best]!) ? index : best),
      0,
    )
    const starts: number[] = []
    for (const at of (this.places.get(said[rarest]!) ?? []).slice(0, MOST_TRIED)) {
      const from = at - rarest
      if (from < 0 || from + said.length > this.words.length) continue
      if (said.every((word, index) => this.words[from + index]?.word === word)) starts.push(from)
      if (starts.length === MOST_STARTS) break
    }
    return starts
  }

  private countOf = (word: string): number => this.places.get(word)?.length ?? 0

  /** The nearest occurrence of which most is free. */
  private take({ quote, said, starts }: Part & { starts: number[] }): Misquote | null {
    const near = this.nearestTo(quote.owner)
    const ranked = starts
      .map((from) => ({
        from,
        words: this.words.slice(from, from + said.length),
        distance: distanceTo(near, from),
      }))
      .map((one) => ({ ...one, free: one.words.filter((word) => this.isFree(word, quote.owner)).length }))
      .toSorted((a, b) => b.free - a.free || a.distance - b.distance)
    const [best] = ranked
    if (best === undefined || best.free === 0)
      return { ...quote, is: 'taken', ...(best !== undefined && { by: this.owners.get(best.words[0]!)! }) }
    this.give(quote.owner, best.from, best.words)
    return null
  }

  private isFree(word: Token, owner: Owner): boolean {
    const own = this.owners.get(word)
    return own === undefined || own === owner
  }

  /** The two ends of where an ask stands already, else where the one before it ends: answers go along the prompt. */
  private nearestTo(owner: Quote['owner']): readonly number[] {
    const before = typeof owner === 'number' ? this.ends.get(owner - 1)?.[1] : undefined
    return this.ends.get(owner) ?? [before ?? 0]
  }

  private give(owner: Quote['owner'], from: number, words: readonly Token[]): void {
    for (const word of words) if (!this.owners.has(word)) this.owners.set(word, owner)
    const [first, last] = this.ends.get(owner) ?? [from, from]
    this.ends.set(owner, [Math.min(first, from), Math.max(last, from + words.length - 1)])
  }
}

/** On average; of two that are as near, the one behind. */
const distanceTo = (near: readonly number[], from: number): number =>
  near.reduce((sum, at) => sum + Math.abs(at - from) + (from < at ? 0.25 : 0), 0) / near.length

type Part = { quote: Quote; said: string[] }

/** "Members … rate recipes" quotes twice. What has no word in it quotes nothing. */
const partsOf = (quote: Quote, wordsOf: (text: string) => string[]): Part[] =>
  quote.text
    .split(ELISION)
    .map((text) => ({ quote: { ...quote, text }, said: wordsOf(text) }))
    .filter(({ said }) => said.length > 0)

/** Answers quote the same again and again. */
function wordReader(): (text: string) => string[] {
  const known = new Map<string, string[]>()
  return (text) => {
    const words = known.get(text) ?? tokenize(text).flatMap(({ word, isWord }) => (isWord ? [word] : []))
    known.set(text, words)
    return words
  }
}
