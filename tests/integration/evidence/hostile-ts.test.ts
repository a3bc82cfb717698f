import { hostileProjectsSuite } from './hostile-ts-suite'

/** One of each kind: reading outside, poisoning, a path, a parser and a compiler that give up. All: tests/deep. */
const PICKED = new Set([
  'JSON import of a file outside',
  'own node_modules that poison a package',
  'paths with .. and NUL',
  'brackets nested 100,000 times',
  'a union of 100,000 members',
])
hostileProjectsSuite((name) => PICKED.has(name))
