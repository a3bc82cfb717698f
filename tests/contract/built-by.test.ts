import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BUILT_BY } from '@/lib/app-runtime/builder/version'

/** The files that decide what the scripts of packages are like. */
const FILES = [
  'open-runtime',
  'builder/directives',
  'builder/modules',
  'builder/packages',
  'builder/universe',
  'builder/vinext',
]

test('scripts that were built otherwise are not used again: write this into builder/version.ts', () => {
  const hash = createHash('sha256')
  for (const file of FILES) hash.update(readFileSync(`lib/app-runtime/${file}.ts`))
  expect(BUILT_BY).toBe(hash.digest('hex').slice(0, 16))
})
