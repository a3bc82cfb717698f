import { lettersOf, type Atom, type Reader } from './atom'
import { atomsOf } from './atoms'
import { type Clause, clausesOf, type Memory, type Segment } from './clauses'
import { mergeDependent, withoutDoubtful } from './doubts'
import { limitedParts } from './limited-parts'
import { leadOf } from './lead'
import { limitsIn } from './limits-in'
import { withoutLook } from './look-in'
import { withGroups, withoutPurpose } from './people-in'
import type { Sentence, Token } from './tokens'
import type { Draft, Who, Wish } from './wish'

/**
 * One sentence: cut into clauses, each held against the templates. What no template reads whole asks for nothing that
 * could be promised; a word that limits takes the whole clause with it.
 */
export type SentenceReading = { drafts: Draft[]; context: Token[]; unknown: Token[]; groups: Who[] }

/** Longer ones are no sentences; nobody takes them apart. */
export const MOST_TOKENS = 500
/** Sentences that are taken apart; nobody asks for more in one go. */
export const MOST_SENTENCES = 250

export function readSentence(sentence: Sentence, reader: Reader, memory: Memory): SentenceReading {
  const result: SentenceReading = { drafts: [], context: [], unknown: [], groups: [] }
  if (sentence.tokens.length > MOST_TOKENS) {
    result.unknown.push(...sentence.tokens.filter((token) => token.isWord))
    return result
  }
  const sink = new Sink(sentence, result)
  const { rest: unlimited, limits } = limitsIn(sentence, reader)
  result.drafts.push(...limits)
  const { rest, looks } = withoutLook(unlimited, reader)
  for (const { colours, tokens } of looks) result.drafts.push({ wish: { what: 'look', colours }, tokens })
  const raw = rest === null ? [] : atomsOf(rest, reader, false)
  if (rest !== null) sink.sentence = rest
  if (raw.length === 0) return result
  if (isHeader(raw)) {
    sink.context(raw)
    return result
  }
  const isStory = /^i[USE]{1,3},?[SK]/.test(lettersOf(raw))
  const { atoms, purpose } = withoutPurpose(withGroups(raw, result.groups), isStory)
  if (purpose.length > 0) sink.purpose(purpose)
  const lead = leadOf(atoms, memory.isFirst, reader.locale)
  sink.lead(atoms.slice(0, lead), memory)
  if (atoms[lead]?.letter !== 'W') memory.topic = null
  for (const clause of clausesOf(atoms.slice(lead), memory, reader)) settle(clause, sink)
  return result
}

/** The head of an e-mail, and the number of a line. */
function isHeader(atoms: readonly Atom[]): boolean {
  if (atoms.length === 1) return /^(?:\d{1,2}|[a-z])$/.test(atoms[0]!.words)
  const isNamed = /^(?:subject|from|to|cc|date|asunto|de|para|fecha)$/.test(atoms[0]!.words) && atoms[1]!.letter === ':'
  return isNamed && !/[VXLON]/.test(lettersOf(atoms))
}

class Sink {
  sentence: Sentence
  readonly result: SentenceReading
  constructor(sentence: Sentence, result: SentenceReading) {
    this.sentence = sentence
    this.result = result
  }

  tokensOf(atoms: readonly Atom[]): Token[] {
    return atoms
      .filter((atom) => !',&:()b'.includes(atom.letter))
      .flatMap((atom) => this.sentence.tokens.slice(atom.from, atom.to))
      .filter((token) => token.isWord)
  }
  wish(wish: Wish, atoms: readonly Atom[]): void {
    const tokens = this.tokensOf(atoms)
    if (tokens.length > 0) this.result.drafts.push({ wish, tokens })
  }
  unknown(atoms: readonly Atom[]): void {
    const isTalk = atoms.every((atom) => 'KAM,&:()bRifoWBt'.includes(atom.letter))
    if (isTalk) this.context(atoms)
    else this.result.unknown.push(...this.tokensOf(atoms))
  }
  /** Of what was read, the words that no wish took: so many of a field ("up to five photos") is a limit. */
  rest(atoms: readonly Atom[]): void {
    for (let from = 0; from < atoms.length;) {
      let end = from + 1
      while (end < atoms.length && atoms[end]!.from === atoms[end - 1]!.to) end++
      const part = atoms.slice(from, end)
      if (/[LONl].*F/.test(lettersOf(part))) this.wish({ what: 'rule' }, part)
      else this.unknown(part)
      from = end
    }
  }
  context(atoms: readonly Atom[]): void {
    this.result.context.push(...this.tokensOf(atoms))
  }
  /** What it is good for is no wish, unless it names something that would have to be built. */
  purpose(atoms: readonly Atom[]): void {
    const asked = atoms.find((atom) => atom.letter === 'X')
    if (asked !== undefined) this.wish({ what: 'missing', why: asked.why! }, atoms)
    else this.context(atoms)
  }
  lead(atoms: readonly Atom[], memory: Memory): void {
    for (const [at, atom] of atoms.entries()) {
      if (atom.letter === 'X') this.wish({ what: 'missing', why: atom.why! }, [atom])
      else if (atom.letter === 'P' && !'UEXF'.includes(atoms[at + 1]?.letter ?? '-'))
        this.wish({ what: 'page', page: atom.page ?? null, name: atom.words }, [atom])
      else if (atom.letter === 'G' || 'LlONC'.includes(atom.letter)) this.unknown([atom])
      else this.context([atom])
      if (atom.one !== undefined) [memory.one, memory.topic] = [atom.one, memory.topic ?? atom.one]
    }
  }
}

const NARROWS = /[LONl]/

/** What of a clause is promised, what is not, and what was not understood. */
function settle(clause: Clause, sink: Sink): void {
  for (const { atoms, segments, isLimited } of limitedParts(clause)) {
    if (isLimited) notPromised(atoms, sink)
    else settleSegments(atoms, mergeDependent(atoms, withoutDoubtful(atoms, segments)), sink)
  }
}

function settleSegments(atoms: readonly Atom[], segments: readonly Segment[], sink: Sink): void {
  for (const { from, end, found } of segments) {
    const part = atoms.slice(from, end)
    if (found === null) {
      if (isAsked(part) || NARROWS.test(lettersOf(part))) notPromised(part, sink)
      else sink.unknown(part)
      continue
    }
    for (const { wish, atoms: own } of found.wishes) sink.wish(wish, own)
    const owned = new Set(found.wishes.flatMap(({ atoms: own }) => own))
    sink.rest(part.filter((atom) => !owned.has(atom)))
  }
}

const isAsked = (atoms: readonly Atom[]): boolean => atoms.some((atom) => atom.letter === 'X')

/** What says why it is not built, or speaks of the plan, is a wish; anything else was not understood. */
function notPromised(atoms: readonly Atom[], sink: Sink): void {
  const asked = atoms.find((atom) => atom.letter === 'X')
  const isOfPlan = atoms.some((atom) => 'VEHFP'.includes(atom.letter))
  if (asked !== undefined) sink.wish({ what: 'missing', why: asked.why! }, atoms)
  else if (isOfPlan) sink.wish({ what: 'rule' }, atoms)
  else sink.unknown(atoms)
}
