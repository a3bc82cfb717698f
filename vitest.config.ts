import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The database of a run, for tests that want one. */
export const globalSetup = ['tests/support/global-setup.ts']

export const tags = [
  {
    name: 'deep',
    description: 'Further rows of a table of which the everyday suite tries the first: npm run test:deep.',
    timeout: 300_000,
  },
]

export default defineConfig({
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('.', import.meta.url)),
      // It throws outside a React server; its own empty twin is what Next resolves it to there.
      'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/{unit,contract}/**/*.test.ts'],
          exclude: ['tests/contract/supabase-local/**'],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/{integration,contract/supabase-local}/**/*.test.ts'],
          globalSetup,
          setupFiles: ['tests/support/fresh-environment.ts'],
          isolate: false,
        },
      },
    ],
    setupFiles: ['tests/support/console-guard.ts'],
    // Tests wait for conditions: this only ends what hangs, however busy the machine is.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // By default a core is left over, and of two that is half of the machine.
    maxWorkers: '100%',
    tags,
  },
})
