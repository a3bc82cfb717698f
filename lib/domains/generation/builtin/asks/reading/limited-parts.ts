import { type Atom, lettersOf } from './atom'
import type { Clause, Segment } from './clauses'

/** Of a clause a word limits what it stands with: what is done beside that, and by itself, is promised all the same. */
export type Part = { atoms: Atom[]; segments: Segment[]; isLimited: boolean }

const LIMITS = /[LON]/
/** With one of these in front, the condition is one of all that follows: "When a class is full, people …". */
const OPENING = /^[LlifBo]/

/** The clause in parts, each limited as a whole or not at all. */
export function limitedParts({ atoms, segments }: Clause): Part[] {
  const isUnreadLimit = ({ from, end, found }: Segment): boolean =>
    found === null && LIMITS.test(lettersOf(atoms.slice(from, end)))
  if (!segments.some(isUnreadLimit)) return [{ atoms, segments, isLimited: false }]
  const groups = coordinated(atoms, segments)
  const whole = [{ atoms, segments, isLimited: true }]
  const parts: Part[] = []
  let isForced = false
  for (const [nth, group] of groups.entries()) {
    const from = nth === 0 ? 0 : group[0]!.from
    const end = groups[nth + 1]?.[0]!.from ?? atoms.length
    const own = atoms.slice(from, end)
    const letters = lettersOf(own)
    const before = parts.at(-1)
    const isLimited = group.some(isUnreadLimit)
    isForced &&= !/^[,&b]*S/.test(letters)
    if (isLimited && !standsAlone(own, nth === 0, jointBefore(atoms, group))) return whole
    const shifted = group.map((segment) => ({ ...segment, from: segment.from - from, end: segment.end - from }))
    if (before !== undefined && isForced) {
      const offset = before.atoms.length
      before.atoms.push(...own)
      before.segments.push(...shifted.map((one) => ({ ...one, from: one.from + offset, end: one.end + offset })))
    } else {
      parts.push({ atoms: own, segments: shifted, isLimited })
      isForced = isLimited && limitsWhatFollows(letters)
    }
  }
  return parts
}

/** "Members can only view recipes and rate them": its force goes on for the same people. */
function limitsWhatFollows(letters: string): boolean {
  const limit = letters.indexOf('L')
  return /[ON]/.test(letters) || (limit >= 0 && letters.indexOf('V') > limit)
}

/** Segments between which no sign and no "and" stands hang together. */
function coordinated(atoms: readonly Atom[], segments: readonly Segment[]): Segment[][] {
  const groups: Segment[][] = []
  for (const [nth, segment] of segments.entries()) {
    const last = segments[nth - 1]
    const joint = last === undefined ? '' : lettersOf(atoms.slice(last.end, segment.from))
    const isItem = /[,&b]/.test(joint) && !/[R(]/.test(joint) && !'ifoBWtRLlON('.includes(atoms[segment.from]!.letter)
    if (isItem || groups.length === 0) groups.push([segment])
    else groups.at(-1)!.push(segment)
  }
  return groups
}

/** Signs and joints right in front; there are never more of them. */
const MOST_JOINTS = 6
const jointBefore = (atoms: readonly Atom[], [first]: readonly Segment[]): string =>
  /[,&:bR(]*$/.exec(lettersOf(atoms.slice(Math.max(0, first!.from - MOST_JOINTS), first!.from)))![0]

/**
 * Whether the words that limit can be about this part alone: something is done in it, and what limits does not open the
 * sentence. Behind a "but" somebody else has to do it.
 */
function standsAlone(own: readonly Atom[], isFirst: boolean, joint: string): boolean {
  const letters = lettersOf(own)
  if (isFirst) return !OPENING.test(letters.replace(/^[,&:R]+/, ''))
  if (joint.includes('b') && !letters.startsWith('S')) return false
  return own.some((atom) => 'VDX'.includes(atom.letter) || atom.isDoing === true)
}
