import type { Found, Scene } from './found'
import type { Atom } from './atom'
import { doing, END, of, ofDeed, type Template } from './template'
import type { Who } from './wish'

/** What only somebody with an account does: "you need an account to …" orders nothing to be built. */
export const ACCOUNT = /^(?:accounts?|login|log-in|registration|cuenta|registro)$/
const VISITORS: Who = { actor: 'anyone', noun: 'visitors', isOne: false }

/** Whoever has none is kept out of it, and whoever has one is not. */
function readNeeding(atoms: readonly Atom[], at: number, length: number, scene: Scene): Found | null {
  const part = atoms.slice(at, at + length)
  if (!part.some(({ letter, words }) => letter === 'U' && ACCOUNT.test(words))) return null
  const [verb, deed] = [of(part, 'V').findLast(({ op }) => op !== 'account'), of(part, 'D')[0]]
  const one = of(part, 'E')[0]?.one ?? scene.one
  const wish =
    deed?.one !== undefined
      ? ofDeed({ one: deed.one, set: deed.set ?? null }, null)
      : verb === undefined || one === null
        ? null
        : doing(verb, { ...part[0]!, one }, null, scene)
  if (wish?.what !== 'do') return null
  const access = { what: 'access' as const, op: wish.op, one: wish.one, who: VISITORS, isOnly: false, isDenied: true }
  return { end: at + length, wishes: [{ wish: access, atoms: part }], one: wish.one }
}

export const NEEDING: readonly Template[] = [
  {
    name: 'to book a place you need an account',
    pattern: `t(?:V(?:E|p)?|D)[KMVR]*U${END}`,
    make: readNeeding,
  },
  {
    name: 'an account is needed to book a place',
    pattern: `[KMV]*U[KU]?t(?:V(?:E|p)?|D)${END}`,
    make: readNeeding,
  },
]
