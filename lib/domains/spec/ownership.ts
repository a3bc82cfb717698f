/** The stages that write files. `person`: nobody generated it, so nobody but the user may repair it. */
export type FileOwner = 'architect' | 'frontend' | 'backend' | 'database' | 'tests' | 'person'

/**
 * Which stage owns a path of a generated project. The writers' paths are disjoint, so that they can write side by side;
 * a write outside one's own paths is refused, and a finding goes to the stage that owns its file.
 */
export function ownerOf(path: string): FileOwner {
  if (path.startsWith('supabase/') || path === 'lib/database.types.ts') return 'database'
  if (path.startsWith('tests/') || path.startsWith('e2e/') || /^(vitest|playwright)\.config\.ts$/.test(path))
    return 'tests'
  if (path.startsWith('app/api/') || path.startsWith('lib/') || path === 'proxy.ts') return 'backend'
  // A route handler outside app/api (e.g. app/auth/confirm/route.ts) and a page's own server actions are back end too.
  if (/^app\/.*(^|\/)(route|actions)\.ts$/.test(path)) return 'backend'
  if (path.startsWith('app/') || path.startsWith('components/') || path.startsWith('public/')) return 'frontend'
  return 'architect'
}
