import type { AppSpec } from '../../../spec/contract'
import { LAPTOP_SCRIPT } from '../../../evidence/laptop-script'
import { ALLOWED_PACKAGES } from '../../../evidence/packages'
import { plain } from '../../../../core/text'

/**
 * What every generated project is built with; whatever else it uses stands in the plan. Versions come from the
 * allow-list, so a project can only name what was tried together.
 */
const RUNTIME = ['@supabase/ssr', '@supabase/supabase-js', 'next', 'react', 'react-dom']
const DEVELOPMENT = [
  '@electric-sql/pglite',
  '@tailwindcss/postcss',
  '@types/node',
  '@types/react',
  '@types/react-dom',
  'tailwindcss',
  'typescript',
]
/** For a project with tests; `playwright/test` is its runner. */
const TESTING = ['playwright', 'vitest']
const TEST_SCRIPTS = {
  test: 'vitest run',
  'test:e2e': `node ${LAPTOP_SCRIPT} npm run test:browser`,
  'test:browser': 'next build && playwright test',
}

/** Whether the project comes with tests: they have a generator then. */
export const hasTests = (spec: Pick<AppSpec, 'makers'>): boolean => spec.makers['tests'] !== undefined

function pinned(names: Iterable<string>): Record<string, string> {
  const sorted = [...new Set(names)].sort()
  return Object.fromEntries(
    sorted.map((name) => [name, ALLOWED_PACKAGES.get(name)?.version ?? '']).filter(([, version]) => version !== ''),
  )
}

/** An npm name: lower case, dashes, no accents; the folder a person gets when unzipping. */
export const packageName = (name: string): string =>
  plain(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100) || 'app'

export function packageJson(spec: AppSpec): string {
  const extra = Object.keys(spec.dependencies)
  const isRuntime = (name: string): boolean => ALLOWED_PACKAGES.get(name)?.runtime ?? true
  const content = {
    name: packageName(spec.name),
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: {
      dev: `node ${LAPTOP_SCRIPT} next dev`,
      build: 'next build',
      start: 'next start',
      typecheck: 'tsc --noEmit',
      'db:reset': `node ${LAPTOP_SCRIPT} reset`,
      ...(hasTests(spec) && TEST_SCRIPTS),
    },
    dependencies: pinned([...RUNTIME, ...extra.filter(isRuntime)]),
    devDependencies: pinned([
      ...DEVELOPMENT,
      ...(hasTests(spec) ? TESTING : []),
      ...extra.filter((name) => !isRuntime(name)),
    ]),
  }
  return JSON.stringify(content, null, 2) + '\n'
}
