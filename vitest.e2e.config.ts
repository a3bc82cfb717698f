import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { tags } from './vitest.config.ts'

/**
 * Browser tests: Playwright's library drives Chromium against the built app, started once per run as `npm start` does.
 */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['tests/e2e/**/*.spec.ts'],
    globalSetup: ['tests/support/app-setup.ts'],
    // Tests wait for conditions: these only end what hangs, however busy the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    pool: 'forks',
    // One app for all. Each file waits for it more than it works: two side by side keep two cores busy.
    maxWorkers: 2,
    tags,
  },
})
