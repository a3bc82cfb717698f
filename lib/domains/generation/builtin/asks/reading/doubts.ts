import type { EntityModel } from '../../frontend/model'
import { type Atom, lettersOf } from './atom'
import type { Segment } from './clauses'
import type { Found } from './found'

/** What was read in a clause of which something else was not: how far that changes it. */

const PAGES = /^(?:pages?|paginas?|sections?|secciones)$/

/** "… with a title, how many seeds and a photo": behind what was not read, a thing may be a part of one before. */
export function withoutDoubtful(atoms: readonly Atom[], segments: Segment[]): Segment[] {
  const arePages =
    segments.some(({ found }) => found?.wishes.some(({ wish }) => wish.what === 'page') === true) &&
    atoms.some((atom) => PAGES.test(atom.words))
  let [isPart, isDoubtful] = [false, false]
  return segments.map((segment) => {
    const { from, end, found } = segment
    const only = found?.wishes.length === 1 ? found.wishes[0]!.wish : null
    const isBare =
      only?.what === 'data' &&
      only.children.length === 0 &&
      end - from <= 2 &&
      !lettersOf(atoms.slice(from, end)).includes('V')
    if (isDoubtful && isBare && !arePages) return { ...segment, found: null }
    const isDone = atoms.slice(from, end).some((atom) => atom.letter === 'V' || atom.isDoing === true)
    if (found === null && (isPart || isDone)) isDoubtful = true
    if (found !== null && !isBare && found.wishes.length > 0) [isPart, isDoubtful] = [true, false]
    if (isBare && arePages && only.fields.length === 0) return { ...segment, found: asPage(found!, only.one) }
    return segment
  })
}

/** "Pages such as home, services and contact": the page of the services. */
function asPage(found: Found, one: EntityModel): Found {
  return {
    ...found,
    wishes: found.wishes.map(({ atoms }) => ({
      wish: { what: 'page', page: null, one, name: one.names.labelMany },
      atoms,
    })),
  }
}

/** What was not read and hangs on what stands before it changes that: neither is promised then. */
export function mergeDependent(atoms: Atom[], segments: Segment[]): Segment[] {
  const letters = lettersOf(atoms)
  const out: Segment[] = []
  for (const [nth, segment] of segments.entries()) {
    const last = out.at(-1)
    if (segment.found !== null || last === undefined || last.found?.wishes.length === 0) {
      out.push(segment)
      continue
    }
    const joint = letters.slice(last.end, segment.from)
    const next = segments[nth + 1]
    const after = next === undefined ? '' : letters.slice(segment.end, next.from)
    const isItem = /&/.test(joint) || (/^,$/.test(joint) && /[,&]/.test(after))
    const first = letters[segment.from]!
    if (isItem && !'ifoBWtR'.includes(first) && !/[R(]/.test(joint)) out.push(segment)
    else out[out.length - 1] = { from: last.from, end: segment.end, found: null }
  }
  return out
}
