import type { AppSpec } from '../../spec/contract'
import { entityNames } from '../../spec/names'
import { ownerOf } from '../../spec/ownership'
import type { WriterName } from '../agents/agent'
import { sitePageFile } from '../builtin/site/plan-site'

/** `/recipes/[id]` → `app/recipes/[id]/page.tsx` */
export const pageFile = (path: string): string => (path === '/' ? 'app/page.tsx' : `app${path}/page.tsx`)
const routeFile = (path: string): string => `app${path}/route.ts`

const BACKEND = [
  'lib/supabase/server.ts',
  'lib/supabase/client.ts',
  'lib/forms.ts',
  'lib/auth.ts',
  'lib/data/query.ts',
  'lib/data/people.ts',
  'lib/actions/auth.ts',
  'proxy.ts',
  'app/auth/confirm/route.ts',
]
const FRONTEND = [
  'app/globals.css',
  'app/layout.tsx',
  'app/page.tsx',
  'app/error.tsx',
  'app/not-found.tsx',
  'app/loading.tsx',
]

/** Where a further migration stands. */
export const migrationPrefix = (number: number): string => `supabase/migrations/${String(number).padStart(14, '0')}_`

/**
 * The files that a writer must have delivered before its stage is done, as docs/generated-project.md has it; what else
 * it writes is its own business. Shared modules first: also an answer that breaks off then leaves something that others
 * can be built on.
 */
export function owedFiles(writer: WriterName | 'site' | 'tests', spec: AppSpec): string[] {
  if (writer === 'site')
    return ['styles.css', ...spec.pages.map((page) => sitePageFile(page.path)), 'script.js', 'README.md']
  if (writer === 'tests') {
    return [
      'vitest.config.ts',
      'playwright.config.ts',
      ...spec.entities.map((entity) => `tests/unit/validation/${entityNames(entity).slug}.test.ts`),
      'tests/e2e/pages.spec.ts',
    ]
  }
  if (writer === 'database') {
    return spec.entities.length === 0
      ? ['lib/database.types.ts']
      : ['supabase/migrations/00000000000001_init.sql', 'lib/database.types.ts', 'supabase/seed.sql']
  }
  if (writer === 'backend') {
    const slugs = spec.entities.map((entity) => entityNames(entity).slug)
    const perEntity = slugs.flatMap((slug) => [
      `lib/validation/${slug}.ts`,
      `lib/data/${slug}.ts`,
      `lib/actions/${slug}.ts`,
    ])
    return [...new Set([...BACKEND, ...perEntity, ...spec.routes.map((route) => routeFile(route.path))])]
  }
  return [...new Set([...FRONTEND, ...spec.pages.map((page) => pageFile(page.path))])].filter(
    (path) => ownerOf(path) === 'frontend',
  )
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * The same for a project that exists: what the new plan asks for and is not there yet. A migration is owed as the
 * beginning of its path (see
 * `migrationPrefix`) when tables or rules changed.
 */
export function owedChanges(
  writer: WriterName | 'site' | 'tests',
  change: { spec: AppSpec; previous: AppSpec; migration: number; has(path: string): boolean },
): string[] {
  const { spec, previous, migration, has } = change
  if (writer !== 'database') return owedFiles(writer, spec).filter((path) => !has(path))
  const isChanged = !isSame(spec.entities, previous.entities) || !isSame(spec.access, previous.access)
  return isChanged && previous.entities.length > 0
    ? [migrationPrefix(migration)]
    : isChanged
      ? owedFiles(writer, spec)
      : []
}

/** Whether `path` is what `owed` asks for; an owed path that ends with `_` is a beginning. */
export const meets = (path: string, owed: string): boolean =>
  path === owed || (owed.endsWith('_') && path.startsWith(owed) && path.endsWith('.sql'))
