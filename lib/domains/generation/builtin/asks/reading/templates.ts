import { VERBS } from '../../architect/lexicon/grammar'
import { type Atom, lettersOf } from './atom'
import { LANGUAGES } from '../language/look-words'
import type { Op } from '../language/verbs'
import { readFieldList } from './field-list'
import type { Found, Scene } from './found'
import { readRefusal } from './refusals'
import type { Who, Wish } from './wish'

type Template = {
  name: string
  /** Over the letters of `Atom`, from where the clause begins to where the template's own reader goes on. */
  pattern: string
  make(atoms: readonly Atom[], at: number, length: number, scene: Scene): Found | null
}

/** Where a clause may end. */
const END = '(?=$|[,&:()bR])'
/** Where a thing that is only named may end: what follows a colon or stands in brackets says more of it. */
const BARE_END = '(?=$|[,&)bR])'
/** Who does it; of the application itself ("it keeps") nobody is asked who. */
const WHO = '(?:S|[pA](?=M*V))?M*t?'
const DEEDS = 'V(?:[,&]+V)*'
const NARROWING: ReadonlySet<Op> = new Set(['search', 'filter', 'sort'])

/** What lists can do, as something that is added to them. */
const NARROWING_NOUNS: readonly [RegExp, Op | 'paged'][] = [
  [/^(?:search|search (?:box|bar|field|function)|buscador|busqueda)$/, 'search'],
  [/^(?:filters?|filtros?)$/, 'filter'],
  [/^(?:sort|sort order|ordenacion)$/, 'sort'],
  [/^(?:pagination|paging|paginacion)$/, 'paged'],
]

/** "Class (title, room)" ends with its bracket, a line "Class: title, room" with the line. */
const closerOf = (atoms: readonly Atom[], at: number, length: number): 'open' | 'bracket' | 'line' => {
  const sign = atoms[at + length - 1]!.letter
  return sign === '(' ? 'bracket' : sign === ':' && at === 0 ? 'line' : 'open'
}

/** "Search and select coaches": what is done to them is said further on. */
const goesOn = (atoms: readonly Atom[], end: number): boolean =>
  /^[,&]+[VU][^,&]/.test(lettersOf(atoms.slice(end, end + 6))) &&
  atoms.slice(end, end + 3).some((atom) => atom.letter === 'V' || atom.isDoing === true)

/** Said alone, it is done to what was spoken of: "articles, searching, commenting". */
const ALONE: ReadonlySet<Op> = new Set(['comment', 'rate', 'review', 'like', 'filter', 'sort'])

/** What is done with things so that they have fields. */
const KEEPING: ReadonlySet<Op> = new Set(['add', 'view', 'manage', 'edit', 'share'])

export const whoOf = (atom: Atom | undefined): Who | null =>
  atom?.actor === undefined ? null : { actor: atom.actor, noun: atom.words, isOne: false }

/** The parts of a clause: what is in front of each verb goes with it, what stands behind the last one with that. */
function perVerb(part: readonly Atom[], make: (op: Op, verb: Atom) => readonly Wish[] | null): Found['wishes'] | null {
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
function perObject(
  part: readonly Atom[],
  objects: readonly Atom[],
  ops: readonly Atom[],
  who: Who | null,
): Found['wishes'] {
  const head = part.filter((atom) => !objects.includes(atom))
  const [first] = objects
  const heads = perVerb(head, (op) => (first?.one === undefined ? null : [doing(op, first, who)])) ?? []
  const withFirst = heads.map(({ wish, atoms }, at) => ({
    wish,
    atoms: at === heads.length - 1 && first !== undefined ? [...atoms, first] : atoms,
  }))
  const rest = objects
    .slice(1)
    .flatMap((object) => ops.slice(-1).map((verb) => ({ wish: doing(verb.op!, object, who), atoms: [object] })))
  return [...withFirst, ...rest]
}

const doing = (op: Op, object: Atom, who: Who | null): Wish => ({
  what: 'do',
  op,
  one: object.one!,
  who,
  isOwn: object.isOwn === true,
  isAll: object.isAll === true,
})

const of = (atoms: readonly Atom[], letters: string): Atom[] => atoms.filter((atom) => letters.includes(atom.letter))

export const TEMPLATES: readonly Template[] = [
  {
    name: 'only admins delete recipes',
    pattern: `OSM*${DEEDS}(?:E|p)${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const who = whoOf(of(part, 'S')[0])
      const one = of(part, 'E')[0]?.one ?? scene.one
      if (who === null || one === null || one === undefined) return null
      const wishes = perVerb(part, (op) => [{ what: 'access', op, one, who, isOnly: true, isDenied: false }])
      return wishes === null ? null : { end: at + length, wishes, one, who }
    },
  },
  {
    name: 'users see only their own notes',
    pattern: `SM*(?:OV|VO)E${END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [object] = of(part, 'E')
      const [verb] = of(part, 'V')
      if (object?.isOwn !== true || object.one === undefined || verb?.op !== 'view') return null
      return { end: at + length, wishes: [{ wish: { what: 'own', one: object.one }, atoms: part }], one: object.one }
    },
  },
  {
    name: 'visitors cannot add recipes',
    pattern: `SM*N${DEEDS}(?:E|p)${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const who = whoOf(of(part, 'S')[0])
      const one = of(part, 'E')[0]?.one ?? scene.one
      if (who === null || one === null || one === undefined) return null
      const wishes = perVerb(part, (op) => [{ what: 'access', op, one, who, isOnly: false, isDenied: true }])
      return wishes === null ? null : { end: at + length, wishes, one, who }
    },
  },
  {
    name: 'recipes have a title and a photo',
    pattern: `(?:W|${WHO}Vi?)?[EH](?:W|:|\\()(?=[FEHUP])`,
    make: (atoms, at, length, scene) => {
      const one = of(atoms.slice(at, at + length), 'EH')[0]?.one
      const list = one === undefined ? null : readFieldList(atoms, at + length, one, closerOf(atoms, at, length))
      if (one === undefined || list === null) return null
      const head = atoms.slice(at, at + length)
      const who = whoOf(of(head, 'S')[0]) ?? scene.who
      const [verb] = of(head, 'V')
      if (verb !== undefined && !KEEPING.has(verb.op!)) return null
      const from = head.findIndex((atom) => 'EH'.includes(atom.letter))
      // What no page lets read is an ask of its own: the others can be proven.
      const apart = list.items.filter((item) => item.field !== null && !scene.isReadable(one, item.field))
      const together = list.items.filter((item) => !apart.includes(item))
      const fields = together.flatMap((item) => item.field ?? [])
      const children = together.flatMap((item) => item.child ?? [])
      const main: Wish = { what: 'data', one, fields, children }
      return {
        end: list.end,
        wishes: [
          ...(verb === undefined ? [] : [{ wish: doing(verb.op!, head[from]!, who), atoms: head.slice(0, from) }]),
          { wish: main, atoms: [...head.slice(verb === undefined ? 0 : from), ...together.map((item) => item.atom)] },
          ...apart.map((item) => ({
            wish: { what: 'data' as const, one, fields: [item.field!], children: [] },
            atoms: [item.atom],
          })),
        ],
        one,
        who,
      }
    },
  },
  {
    name: 'inspections and treatments for each hive',
    pattern: `${WHO}VE(?:[,&]+E)*[fo](?:H)${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const parent = of(part, 'H')[0]?.one
      const objects = of(part, 'E')
      const [verb] = of(part, 'V')
      if (parent === undefined || verb === undefined || !KEEPING.has(verb.op!)) return null
      const who = whoOf(of(part, 'S')[0]) ?? scene.who
      if (!objects.every(({ one }) => parent.children.some(({ child }) => child === one))) return null
      return {
        end: at + length,
        one: parent,
        who,
        wishes: [
          { wish: doing(verb.op!, objects[0]!, who), atoms: part.slice(0, part.indexOf(verb) + 1) },
          ...objects.map((object, nth) => ({
            wish: { what: 'under' as const, one: object.one!, parent },
            atoms: nth === objects.length - 1 ? part.slice(part.indexOf(object)) : [object],
          })),
        ],
      }
    },
  },
  {
    name: 'an ingredient belongs to a recipe',
    pattern: `[EH]TE(?:[,&]+E(?!W|T|\\(|:|M|V))*${END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [child, ...parents] = of(part, 'EH')
      const one = child!.one!
      if (!parents.every((parent) => parent.one!.children.some((each) => each.child === one))) return null
      return {
        end: at + length,
        one,
        wishes: parents.map((parent, nth) => ({
          wish: { what: 'under' as const, one, parent: parent.one! },
          atoms: nth === 0 ? part.slice(0, part.indexOf(parent) + 1) : [parent],
        })),
      }
    },
  },
  {
    name: 'search and filter recipes by category',
    pattern: `${WHO}${DEEDS}i?(?:E(?:[,&]+E)*)?B(?=[FE])`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const objects = of(part, 'E')
      const one = objects[0]?.one ?? scene.one
      if (objects.length > 1 || one === null || one === undefined) return null
      if (!of(part, 'V').every((verb) => NARROWING.has(verb.op!))) return null
      const list = readFieldList(atoms, at + length, one, 'open')
      if (list === null || list.items.some((item) => item.field === null)) return null
      const fields = list.items.flatMap((item) => item.field ?? [])
      const own = [...part, ...list.items.map((item) => item.atom)]
      const wishes = perVerb(own, (op) => [{ what: 'narrow', op, one, fields }])
      return wishes === null ? null : { end: list.end, wishes, one }
    },
  },
  {
    name: 'add search to customers',
    pattern: `V[UV][iof]E${END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [verb, named] = part
      const one = of(part, 'E')[0]!.one!
      const op = named!.op ?? NARROWING_NOUNS.find(([words]) => words.test(named!.words))?.[1]
      if (verb!.op !== 'add' || op === undefined) return null
      if (op === 'paged') return { end: at + length, wishes: [{ wish: { what: 'paged', one }, atoms: part }], one }
      if (!NARROWING.has(op)) return null
      return { end: at + length, wishes: [{ wish: { what: 'narrow', op, one, fields: [] }, atoms: part }], one }
    },
  },
  {
    name: 'members add, edit and delete recipes',
    pattern: `${WHO}${DEEDS}i?E(?:[,&]+E(?!W|B|\\(|:|M|V))*${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const who = whoOf(of(part, 'S')[0]) ?? scene.who
      const objects = of(part, 'E')
      if (of(part, 'V').some((verb) => verb.op === 'account')) return null
      return { end: at + length, wishes: perObject(part, objects, of(part, 'V'), who), one: objects[0]!.one!, who }
    },
  },
  {
    name: 'members rate them',
    pattern: `${WHO}${DEEDS}i?p${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const { one } = scene
      const who = whoOf(of(part, 'S')[0]) ?? scene.who
      if (one === null || of(part, 'V').some((verb) => verb.op === 'account')) return null
      const object = { ...part.at(-1)!, one }
      const wishes = perVerb(part, (op) => [doing(op, object, who)])
      return wishes === null ? null : { end: at + length, wishes, one, who }
    },
  },
  {
    name: 'members sign up, search',
    pattern: `${WHO}${DEEDS}${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const who = whoOf(of(part, 'S')[0]) ?? scene.who
      if (goesOn(atoms, at + length)) return null
      const wishes = perVerb(part, (op, verb) => {
        if (op === 'account') return [{ what: 'account' }]
        if (/ (?:for|on|in|to|at|en|a)$/.test(verb.words)) return null
        if (scene.one === null) return null
        if (op === 'search') return [{ what: 'narrow', op, one: scene.one, fields: [] }]
        return ALONE.has(op) ? [doing(op, { ...part[0]!, one: scene.one }, who)] : null
      })
      return wishes === null ? null : { end: at + length, wishes, who }
    },
  },
  {
    name: 'a calendar of events',
    pattern: `${WHO}[VW]?A?P(?:[of]E)?${END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [named] = of(part, 'P')
      const one = of(part, 'E')[0]?.one
      const page = named?.page ?? null
      if (of(part, 'V').some((verb) => verb.op !== 'view' && verb.op !== 'add')) return null
      if (one !== undefined && page?.entity !== one) return null
      return { end: at + length, wishes: [{ wish: { what: 'page', page, name: named!.words }, atoms: part }] }
    },
  },
  {
    name: 'order management, gestión de pedidos',
    pattern: `[VW]?(?:Em|moE)K*${END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const [object, deed] = [of(part, 'E')[0]!, of(part, 'm')[0]!]
      if (of(part, 'V').length > 0) return null
      return { end: at + length, wishes: [{ wish: doing(deed.op!, object, scene.who), atoms: part }], one: object.one! }
    },
  },
  {
    name: 'in Spanish',
    pattern: `[LYU]?A?iG${END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      if (
        'LYU'.includes(part[0]!.letter) &&
        !/^(?:all|whole|entire|complete|everything|tod[oa]s?)$/.test(part[0]!.words)
      )
        return null
      return {
        end: at + length,
        wishes: [{ wish: { what: 'language', language: LANGUAGES[of(part, 'G')[0]!.words]! }, atoms: part }],
      }
    },
  },
  {
    name: 'without payments',
    pattern: `N(?=[XEPUFV])`,
    make: (atoms, at, length, scene) => readRefusal(atoms, at + length, at, scene.locale),
  },
  {
    name: 'recipes, ingredients and ratings',
    pattern: `W?E${BARE_END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [named] = of(part, 'E')
      const one = named!.one!
      // "Searching, leasing and renewing": done, not kept.
      if (/^(?:gerund|base)$/.test(VERBS.get(named!.words)?.form ?? '')) return null
      return { end: at + length, wishes: [{ wish: { what: 'data', one, fields: [], children: [] }, atoms: part }], one }
    },
  },
  {
    name: 'job applications',
    pattern: `W?EE${BARE_END}`,
    make: (atoms, at, length) => {
      const part = atoms.slice(at, at + length)
      const [parent, child] = of(part, 'E').map((atom) => atom.one!)
      if (!parent!.children.some((each) => each.child === child)) return null
      return {
        end: at + length,
        wishes: [{ wish: { what: 'under', one: child!, parent: parent! }, atoms: part }],
        one: child!,
      }
    },
  },
  {
    name: 'due dates',
    pattern: `W?F${BARE_END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const owner = scene.ownerOf(of(part, 'F')[0]!)
      if (owner === null) return null
      return {
        end: at + length,
        wishes: [{ wish: { what: 'data', one: owner.one, fields: [owner.field], children: [] }, atoms: part }],
        one: owner.one,
      }
    },
  },
]
