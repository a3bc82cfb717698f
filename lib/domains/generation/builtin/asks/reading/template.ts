import { type Atom, lettersOf } from './atom'
import type { Op } from '../language/verbs'
import type { Found, Scene } from './found'
import type { PlannedDeed } from '../plan-words'
import type { Who, Wish } from './wish'

export type Template = {
  name: string
  /** Over the letters of `Atom`, from where the clause begins to where the template's own reader goes on. */
  pattern: string
  make(atoms: readonly Atom[], at: number, length: number, scene: Scene): Found | null
}

/** Where a clause may end. */
export const END = '(?=$|[,&:()bR])'
/** Where a thing that is only named may end: what follows a colon or stands in brackets says more of it. */
export const BARE_END = '(?=$|[,&)bR])'
/** Who does it; of the application itself ("it keeps") nobody is asked who. */
export const WHO = '(?:S|[pA](?=M*V))?M*t?'
export const DEEDS = 'V(?:[,&]+V)*'
export const NARROWING: ReadonlySet<Op> = new Set(['search', 'filter', 'sort'])

/** What lists can do, as something that is added to them. */
export const NARROWING_NOUNS: readonly [RegExp, Op | 'paged'][] = [
  [/^(?:search|search (?:box|bar|field|function)|buscador|busqueda)$/, 'search'],
  [/^(?:filters?|filtros?)$/, 'filter'],
  [/^(?:sort|sort order|ordenacion)$/, 'sort'],
  [/^(?:pagination|paging|paginacion)$/, 'paged'],
]

/** "Class (title, room)" ends with its bracket, a line "Class: title, room" with the line. */
export const closerOf = (atoms: readonly Atom[], at: number, length: number): 'open' | 'bracket' | 'line' => {
  const sign = atoms[at + length - 1]!.letter
  return sign === '(' ? 'bracket' : sign === ':' && at === 0 ? 'line' : 'open'
}

/** "Search and select coaches": what is done to them is said further on. */
export const goesOn = (atoms: readonly Atom[], end: number): boolean =>
  /^[,&]+[VU][^,&]/.test(lettersOf(atoms.slice(end, end + 6))) &&
  atoms.slice(end, end + 3).some((atom) => atom.letter === 'V' || atom.isDoing === true)

/** Said alone, it is done to what was spoken of: "articles, searching, commenting". */
export const ALONE: ReadonlySet<Op> = new Set(['comment', 'rate', 'review', 'like', 'filter', 'sort'])

/** What is done with things so that they have fields. */
export const KEEPING: ReadonlySet<Op> = new Set(['add', 'view', 'manage', 'edit', 'share'])

/** What is done with a field of something that was spoken of. */
export const SETTING =
  /^(?:set|give|assign|enter|note|choose|pick|add|record|fijar|poner|indicar|asignar|elegir|anotar|agregar|registrar)$/

export const whoOf = (atom: Atom | undefined): Who | null =>
  atom?.actor === undefined ? null : { actor: atom.actor, noun: atom.words, isOne: false }

/** The parts of a clause: what is in front of each verb goes with it, what stands behind the last one with that. */
export function perVerb(
  part: readonly Atom[],
  make: (op: Op, verb: Atom) => readonly Wish[] | null,
): Found['wishes'] | null {
  const ats = part.flatMap((atom, at) => (atom.letter === 'V' ? [at] : []))
  const found: { wish: Wish; atoms: readonly Atom[] }[] = []
  for (const [nth, at] of ats.entries()) {
    const verb = part[at]!
    const wishes = make(verb.op!, verb)
    if (wishes === null) return null
    const from = nth === 0 ? 0 : ats[nth - 1]! + 1
    const own = part.slice(from, nth === ats.length - 1 ? part.length : at + 1)
    wishes.forEach((wish, each) =>
      found.push({ wish, atoms: each === 0 ? own : own.filter((atom) => isOf(wish, atom)) }),
    )
  }
  return found
}

const isOf = (wish: Wish, atom: Atom): boolean => 'one' in wish && wish.one !== null && atom.one === wish.one

/** Each object takes its own words; the first also what stands before it. */
export function perObject(
  part: readonly Atom[],
  objects: readonly Atom[],
  ops: readonly Atom[],
  { who, scene }: { who: Who | null; scene: Scene },
): Found['wishes'] {
  const head = part.filter((atom) => !objects.includes(atom))
  const [first] = objects
  const heads = perVerb(head, (_, verb) => (first?.one === undefined ? null : [doing(verb, first, who, scene)])) ?? []
  const withFirst = heads.map(({ wish, atoms }, at) => ({
    wish,
    atoms: at === heads.length - 1 && first !== undefined ? [...atoms, first] : atoms,
  }))
  const rest = objects
    .slice(1)
    .flatMap((object) => ops.slice(-1).map((verb) => ({ wish: doing(verb, object, who, scene), atoms: [object] })))
  return [...withFirst, ...rest]
}

/** What is done to a thing, in the words of the design: who borrows a book adds a loan, who approves a request sets it. */
export function doing(verb: Atom, object: Atom, who: Who | null, scene: Scene): Wish {
  const deed = scene.deedOf(verb, object.one!)
  const done = { what: 'do' as const, who, isOwn: object.isOwn === true, isAll: object.isAll === true }
  return deed === null ? { ...done, op: verb.op!, one: object.one! } : ofDeed(deed, who)
}

export const ofDeed = ({ one, set }: PlannedDeed, who: Who | null): Wish =>
  set === null ? { what: 'do', op: 'add', one, who, isOwn: false, isAll: false } : { what: 'set', one, who, ...set }

/** A verb of the design alone means nothing where that does not say what is done. */
export const isMeant = (verbs: readonly Atom[], objects: readonly Atom[], scene: Scene): boolean =>
  verbs.every((verb) => verb.op !== 'deed' || objects.every(({ one }) => scene.deedOf(verb, one!) !== null))

export const of = (atoms: readonly Atom[], letters: string): Atom[] =>
  atoms.filter((atom) => letters.includes(atom.letter))
