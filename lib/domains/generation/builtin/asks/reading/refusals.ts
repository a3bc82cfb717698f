import type { Locale } from '../../../../spec/inflect'
import type { Atom } from './atom'
import { isRefusable } from '../language/capabilities'
import type { Found } from './found'

/** Behind these a list is refused as a whole; behind a bare "no" only what "or" binds to it. */
const WHOLE_LIST = /^(?:without|leave out|leave away|skip|do without|deja fuera|dejar fuera)$/
const OR = /^(?:or|nor|o|u|ni)$/

/** "no payments", "without likes or comments": what shall not be there. Rules ("no duplicates") are no such thing. */
export function readRefusal(atoms: readonly Atom[], from: number, head: number, locale: Locale): Found | null {
  const isList = WHOLE_LIST.test(atoms[head]!.words)
  const wishes: { wish: { what: 'without'; name: string; one: NonNullable<Atom['one']> | null }; atoms: Atom[] }[] = []
  let [at, end] = [from, from]
  for (;;) {
    let stop = at
    while (stop < atoms.length && !',&:()bRN'.includes(atoms[stop]!.letter)) stop++
    const item = atoms.slice(at, stop)
    const name = refusedBy(item, locale)
    if (item.length === 0 || item.length > 3 || !isRefusable(name, locale)) return null
    wishes.push({
      wish: { what: 'without', name, one: item.length === 1 ? (item[0]!.one ?? null) : null },
      atoms: wishes.length === 0 ? [...atoms.slice(head, from), ...item] : [...item],
    })
    end = stop
    let next = stop
    while (next < atoms.length && ',&'.includes(atoms[next]!.letter)) next++
    const signs = atoms.slice(stop, next)
    if (signs.length === 0 || next >= atoms.length || startsAnew(atoms[next]!)) break
    // "no payments, comments and ratings": whether those are wanted nobody can tell.
    if (!isList && !signs.some((sign) => OR.test(sign.words))) return null
    at = next
  }
  return { end, wishes }
}

/** "No money involved", "no calendar syncing nonsense": what is said of it behind its name changes nothing. */
function refusedBy(item: readonly Atom[], locale: Locale): string {
  const name = item.map((atom) => atom.words).join(' ')
  return isRefusable(name, locale) || item.length < 2 || !BEHIND.test(item.at(-1)!.words)
    ? name
    : item
        .slice(0, -1)
        .map((atom) => atom.words)
        .join(' ')
}

const BEHIND =
  /^(?:involved|needed|required|necessary|wanted|allowed|whatsoever|nonsense|stuff|things|features|tonterias|cosas)$/

/** Another refusal, or somebody who does something: not the same list any more. */
const startsAnew = (atom: Atom): boolean => 'NSOVK'.includes(atom.letter)
