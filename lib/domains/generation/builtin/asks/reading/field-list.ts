import type { Field } from '../../../../spec/contract'
import type { EntityModel } from '../../frontend/model'
import { type Atom, lettersOf } from './atom'

/** Fields that a clause names for one thing, and things that belong to it. */
export type FieldList = { end: number; items: FieldItem[] }
export type FieldItem = { atom: Atom; field: Field | null; child: EntityModel | null }

/** Which field of the thing, or which thing that belongs to it, an atom names. */
export function memberOf(one: EntityModel, atom: Atom): { field: Field } | { child: EntityModel } | null {
  const own = atom.fields?.find((named) => named.one === one)
  if (own !== undefined) return { field: own.field }
  if (atom.one === undefined) return null
  const reference = one.references.find(({ target }) => target !== 'person' && target === atom.one)
  if (reference !== undefined) return { field: reference.field }
  return one.children.some(({ child }) => child === atom.one) ? { child: atom.one } : null
}

/**
 * Reads `title, photo and notes` from a place on. What is not known may stand between items that are (it belongs to no
 * wish then); what stands behind the last of them does not belong to the list. A bracket must close behind a known one; a
 * line that is such a list holds nothing else; `behind`: another list follows, after with, for or in.
 * @returns null when nothing of it is known
 */
export function readFieldList(
  atoms: readonly Atom[],
  from: number,
  one: EntityModel,
  closes: 'open' | 'bracket' | 'line' | 'behind',
): FieldList | null {
  const found: FieldList = { end: from, items: [] }
  let at = from
  for (;;) {
    const end = endOfItem(atoms, at, closes === 'behind' ? ',&:()bRWfi' : ',&:()bR')
    const item = atoms.slice(at, end)
    const member = item.length === 1 ? memberOf(one, item[0]!) : null
    if (member !== null) {
      const [field, child] = 'field' in member ? [member.field, null] : [null, member.child]
      found.items.push({ atom: item[0]!, field, child })
      found.end = end
    } else if (closes !== 'line' && !isUnknownItem(item)) break
    let next = end
    while (next < atoms.length && (closes === 'line' ? ',&:()bR' : ',&').includes(atoms[next]!.letter)) next++
    if (next === end || next >= atoms.length) break
    at = next
  }
  if (found.items.length === 0) return null
  if (closes === 'line') return /[LON]/.test(lettersOf(atoms.slice(from))) ? null : { ...found, end: atoms.length }
  if (closes === 'behind') return 'Wfi'.includes(atoms[found.end]?.letter ?? '-') ? found : null
  return closes === 'bracket' ? closed(atoms, found) : isWhole(atoms, found.end) ? found : null
}

const endOfItem = (atoms: readonly Atom[], from: number, ends: string): number => {
  let end = from
  while (end < atoms.length && !ends.includes(atoms[end]!.letter)) end++
  return end
}

/** A noun phrase of words nobody knows, or so many of it: "number of places", "up to five photos". */
const isUnknownItem = (item: readonly Atom[]): boolean =>
  item.length > 0 && /^[Ll]*[UF][UFoi]*$/.test(item.map((atom) => atom.letter).join(''))

const isWhole = (atoms: readonly Atom[], end: number): boolean => {
  const next = atoms[end]?.letter
  return next === undefined || ',&b'.includes(next)
}

/** Up to the bracket that closes the list; nothing unknown may stand right in front of it. */
function closed(atoms: readonly Atom[], found: FieldList): FieldList | null {
  return atoms[found.end]?.letter === ')' ? { ...found, end: found.end + 1 } : null
}
