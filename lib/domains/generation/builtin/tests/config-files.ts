import type { ProjectFile } from '../../agents/agent'
import { code } from '../code'
import { testFile } from './test-file'

/** How the tests of a project are run. Each file is left out when the project has nothing for it to run. */

/** Tailwind's PostCSS plugin has no business in a test, and finding it takes longer than the tests. */
export const vitestConfig = (): ProjectFile =>
  testFile(
    'vitest.config.ts',
    code`
    import { fileURLToPath } from 'node:url'
    import { defineConfig } from 'vitest/config'

    export default defineConfig({
      resolve: { alias: [{ find: /^@\//, replacement: fileURLToPath(new URL('./', import.meta.url)) }] },
      css: { postcss: {} },
      test: { include: ['tests/unit/**/*.test.ts'] },
    })
  `,
  )

export const playwrightConfig = (): ProjectFile =>
  testFile(
    'playwright.config.ts',
    code`
    import { defineConfig } from 'playwright/test'

    const port = process.env.PORT ?? '3100'
    /** An address where the app runs already; without it the built app is started here. */
    const running = process.env.PLAYWRIGHT_BASE_URL
    const baseURL = running ?? 'http://localhost:' + port

    export default defineConfig({
      testDir: './tests/e2e',
      outputDir: './test-results',
      fullyParallel: true,
      forbidOnly: process.env.CI !== undefined,
      retries: process.env.CI === undefined ? 0 : 1,
      reporter: 'list',
      use: {
        baseURL,
        trace: 'retain-on-failure',
        // A browser of the machine, where Playwright's own cannot be downloaded.
        launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH },
      },
      webServer: running === undefined ? { command: 'npm run start -- --port ' + port, url: baseURL, reuseExistingServer: false, timeout: 60_000 } : undefined,
    })
  `,
  )
