import type { Atom } from './atom'
import { type FieldItem, readFieldList } from './field-list'
import type { Found, Scene } from './found'
import { END, of, ofDeed, type Template, WHO, whoOf } from './template'
import type { Wish } from './wish'

/** Somebody adds something, in words that only the design of the application knows, or with what belongs to it. */

/**
 * Somebody adds a row, and with what: `from` is the thing that is named first. All of it must be a field of what is
 * added, or something that it belongs to.
 */
function readAdding(atoms: readonly Atom[], { at, from }: { at: number; from: number }, scene: Scene): Found | null {
  const head = atoms.slice(at, from)
  const [verb, first] = [of(head, 'V').at(-1)!, atoms[from]!]
  const deed = first.one === undefined ? null : scene.deedOf(verb, first.one)
  const named = deed?.set === null ? deed.one : null
  const one = named ?? (verb.op === 'add' ? (first.one ?? null) : null)
  // "Log my runs with distance": what a thing has is read by other templates.
  if (one === null || (named === null && atoms[from + 1]?.letter !== 'f')) return null
  const isItself = first.one === one
  const items: FieldItem[] = []
  let end = isItself ? from + 1 : from
  // "an appointment with a doctor for a date and time": lists follow each other.
  for (let next = isItself ? end + 1 : end; next === end || 'Wfi'.includes(atoms[end]?.letter ?? '-'); next = end + 1) {
    const list = readFieldList(atoms, next, one, 'open') ?? readFieldList(atoms, next, one, 'behind')
    if (list === null || list.items.some(({ field }) => field === null)) break
    items.push(...list.items)
    end = list.end
  }
  // Whom it is done to alone is no list.
  if (!isItself && items.length === 1) return null
  if (items.length === 0 || (end < atoms.length && !',&:()bR'.includes(atoms[end]!.letter))) return null
  const who = whoOf(of(head, 'S')[0]) ?? scene.who
  const fields = [...new Set(items.flatMap(({ field }) => field ?? []))]
  const done: Wish = { what: 'do', op: 'add', one, who, isOwn: false, isAll: false }
  const data: Wish = { what: 'data', one, fields, children: [] }
  const own = isItself ? [...head, first] : head
  const rest = atoms.slice(isItself ? from + 1 : from, end).filter((atom) => !',&:()'.includes(atom.letter))
  return {
    end,
    wishes: [
      { wish: done, atoms: own },
      { wish: data, atoms: rest },
    ],
    one,
    who,
  }
}

export const ADDING: readonly Template[] = [
  {
    name: 'employees clock in and out',
    pattern: `${WHO}D${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const who = whoOf(of(part, 'S')[0]) ?? scene.who
      const { one, set = null } = of(part, 'D')[0]!
      return { end: at + length, wishes: [{ wish: ofDeed({ one: one!, set }, who), atoms: part }], one: one!, who }
    },
  },
  {
    name: 'patients book an appointment with a doctor for a date and time',
    pattern: `${WHO}VE[Wfi](?=[EF])`,
    make: (atoms, at, length, scene) => readAdding(atoms, { at, from: at + length - 2 }, scene),
  },
  {
    name: 'customers choose a service, a stylist and a time',
    pattern: `${WHO}V(?=[EF])`,
    make: (atoms, at, length, scene) => readAdding(atoms, { at, from: at + length }, scene),
  },
  {
    name: 'split expenses with friends',
    pattern: `${WHO}VE[Wf]S${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const [verb, object] = [of(part, 'V')[0]!, of(part, 'E')[0]!]
      const one = scene.deedOf(verb, object.one!)?.one ?? (verb.op === 'share' ? object.one! : null)
      if (one === null) return null
      const wish: Wish = { what: 'do', op: 'share', one, who: scene.who, isOwn: false, isAll: false }
      return { end: at + length, wishes: [{ wish, atoms: part }], one }
    },
  },
]
