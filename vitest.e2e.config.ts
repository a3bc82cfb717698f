import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * Browser tests: Playwright's library drives Chromium against the built app, started once per run as `npm start` does.
 */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['tests/e2e/**/*.spec.ts'],
    globalSetup: ['tests/support/app-setup.ts'],
    testTimeout: 90_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // One app, one machine of two cores: files that compete for it would only measure each other.
    fileParallelism: false,
  },
})
