import { defineConfig, mergeConfig } from 'vitest/config'
import everyday from './vitest.config.ts'

/** What is too long for every day: the same house, other files, more patience. Run by `npm run test:deep`. */
const deep = mergeConfig(everyday, defineConfig({ test: { testTimeout: 300_000, hookTimeout: 300_000 } }))
// Merging would add to the list of files, not replace it.
deep.test!.include = ['tests/deep/**/*.test.ts']

export default deep
