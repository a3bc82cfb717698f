import { VERBS } from '../../architect/lexicon/grammar'
import { NEEDING } from './account-templates'
import { ADDING } from './adding-templates'
import { LANGUAGES } from '../language/look-words'
import { readFieldList } from './field-list'
import { readRefusal } from './refusals'
import {
  ALONE,
  BARE_END,
  closerOf,
  DEEDS,
  doing,
  END,
  goesOn,
  isMeant,
  KEEPING,
  NARROWING,
  NARROWING_NOUNS,
  of,
  perObject,
  perVerb,
  SETTING,
  type Template,
  WHO,
  whoOf,
} from './template'
import type { Wish } from './wish'

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
  ...NEEDING,
  ...ADDING,
  {
    name: 'recipes have a title and a photo',
    pattern: `(?:W|${WHO}Vi?)?[EH](?:W|:|\\()(?=[Ll]*[FEHUP])`,
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
          ...(verb === undefined ? [] : [{ wish: doing(verb, head[from]!, who, scene), atoms: head.slice(0, from) }]),
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
    pattern: `${WHO}VE(?:[,&]+E)*[foi](?:H)${END}`,
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
          { wish: doing(verb, objects[0]!, who, scene), atoms: part.slice(0, part.indexOf(verb) + 1) },
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
      const verbs = of(part, 'V')
      if (verbs.some((verb) => verb.op === 'account') || !isMeant(verbs, objects, scene)) return null
      return { end: at + length, wishes: perObject(part, objects, verbs, { who, scene }), one: objects[0]!.one!, who }
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
      if (!isMeant(of(part, 'V'), [object], scene)) return null
      const wishes = perVerb(part, (_, verb) => [doing(verb, object, who, scene)])
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
        return ALONE.has(op) ? [doing(verb, { ...part[0]!, one: scene.one }, who, scene)] : null
      })
      return wishes === null ? null : { end: at + length, wishes, who }
    },
  },
  {
    name: 'a calendar of events',
    pattern: `${WHO}[VW]?A?P(?:[of]E)?(?:[fi]S)?${END}`,
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
      return {
        end: at + length,
        wishes: [{ wish: doing(deed, object, scene.who, scene), atoms: part }],
        one: object.one!,
      }
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
    name: 'set a due date',
    pattern: `${WHO}[VU]F(?:[,&]+F)*${BARE_END}`,
    make: (atoms, at, length, scene) => {
      const part = atoms.slice(at, at + length)
      const verb = part.find(({ letter }) => 'VU'.includes(letter))!
      const owners = of(part, 'F').map((atom) => scene.ownerOf(atom))
      const one = owners[0]?.one
      if (!SETTING.test(verb.words) || one === undefined || owners.some((owner) => owner?.one !== one)) return null
      const fields = owners.flatMap((owner) => owner?.field ?? [])
      return { end: at + length, wishes: [{ wish: { what: 'data', one, fields, children: [] }, atoms: part }], one }
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
