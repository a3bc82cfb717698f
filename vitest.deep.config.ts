import { defineConfig, mergeConfig } from 'vitest/config'
import everyday, { globalSetup } from './vitest.config.ts'

/** What is too long for every day: the same house, other files, more patience. Run by `npm run test:deep`. */
const deep = mergeConfig(
  { ...everyday, test: { ...everyday.test, projects: undefined } },
  defineConfig({
    test: { include: ['tests/deep/**/*.test.ts'], globalSetup, testTimeout: 300_000, hookTimeout: 300_000 },
  }),
)

export default deep
