import { hostileProjectsSuite } from './hostile-ts-suite'

/** One of each kind: reading outside, poisoning, a path. All, those that only end by their limits too: tests/deep. */
const PICKED = new Set([
  'JSON import of a file outside',
  'own node_modules that poison a package',
  'paths with .. and NUL',
])
hostileProjectsSuite((name) => PICKED.has(name))
