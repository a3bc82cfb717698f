import type { Who } from './wish'
import { type Atom, lettersOf } from './atom'
import { whoOf } from './template'

/** Who does what, where the prompt has nouns of its own for people. */

/** "Beekeepers record …", "As a captain I want to …": a noun of the prompt's own says who. */
export function withGroups(atoms: readonly Atom[], groups: Who[]): Atom[] {
  const letters = lettersOf(atoms)
  const out: Atom[] = []
  for (let at = 0; at < atoms.length;) {
    const before = out.at(-1)?.letter ?? ''
    const isUser = atoms[at]!.letter === 'S' && (atoms[at]!.actor === 'user' || atoms[at]!.actor === 'self')
    if (isUser && /^S[MVt]/.test(letters.slice(at, at + 2))) groups.push(whoOf(atoms[at])!)
    const story = at === 0 ? /^i([USE]{1,3}),?(?:S(?=M)|S?K+)/.exec(letters) : null
    const clause =
      before === '' || ',&:RbO('.includes(before) ? /^(?:U{1,3}|E)(?=M|V)/.exec(letters.slice(at, at + 5)) : null
    const [from, end] = story !== null ? [at + 1, at + 1 + story[1]!.length] : [at, at + (clause?.[0].length ?? 0)]
    if (clause === null && story === null && isGroupDoing(atoms, at, before)) groups.push(groupOf([atoms[at]!]))
    if (end === from || (story !== null && lettersOf(atoms.slice(from, end)) === 'S')) {
      if (story !== null) {
        // "As a user I": who it is stands there already.
        out.push(joined(atoms.slice(at, at + story[0].length), atoms[from]!.actor!))
        at += story[0].length
      } else out.push(atoms[at++]!)
      continue
    }
    const who = groupOf(atoms.slice(from, end))
    groups.push(who)
    const until = story === null ? end : at + story[0].length
    out.push(joined(atoms.slice(at, until), 'group', who.noun))
    at = until
  }
  return out
}

const groupOf = (atoms: readonly Atom[]): Who => ({
  actor: 'group',
  noun: atoms.map((atom) => atom.words).join(' '),
  isOne: false,
})

/** "Technicians reply": who else there is, whatever they do. */
const isGroupDoing = (atoms: readonly Atom[], at: number, before: string): boolean =>
  (before === '' || ',&:Rb'.includes(before)) &&
  'UE'.includes(atoms[at]!.letter) &&
  /s$|people$|gente$/.test(atoms[at]!.words) &&
  atoms[at + 1]?.isDoing === true

const joined = (atoms: readonly Atom[], actor: string, words?: string): Atom => ({
  letter: 'S',
  from: atoms[0]!.from,
  to: atoms.at(-1)!.to,
  words: words ?? atoms.map((atom) => atom.words).join(' '),
  actor: actor as NonNullable<Atom['actor']>,
})

/** "…, so that nobody has to add up": why it is wished. */
export function withoutPurpose(atoms: Atom[], isStory: boolean): { atoms: Atom[]; purpose: Atom[] } {
  const at = atoms.findIndex((atom) => /^(?:so that|para que)$/.test(atom.words))
  if (at <= 0 || !isStory) return { atoms, purpose: [] }
  return { atoms: atoms.slice(0, at), purpose: atoms.slice(at) }
}
