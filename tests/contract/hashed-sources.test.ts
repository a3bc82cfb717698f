import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { SOURCES as OF_THE_BUILD } from '../../scripts/launch/build.mjs'
import { SOURCES as OF_THE_BUNDLE } from '../../scripts/launch/bundle.mjs'
import { sourceTree } from '../support/source-tree'

const RELATIVE = /\b(?:from|import)\s*\(?\s*['"](\.[^'"\n]+)['"]/g

/** Folders at the root in which something stands that `lib` imports. */
const imported = new Set(
  [...sourceTree()]
    .filter(([path]) => path.startsWith('lib/'))
    .flatMap(([path, text]) =>
      [...text.matchAll(RELATIVE)].map(([, to = '']) => posix.join(posix.dirname(path), to).split('/')[0]!),
    ),
)

test.each([
  ['next build', OF_THE_BUILD],
  ['the bundle', OF_THE_BUNDLE],
])('%s is made anew when anything changes that it is made of', (_, sources) => {
  expect(imported.size).toBeGreaterThan(1)
  expect([...imported].filter((folder) => !sources.includes(folder))).toEqual([])
})
