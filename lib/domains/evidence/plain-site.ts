import type { ProjectUnderCheck } from './check.ts'
import type { CheckName } from './contract.ts'
import { isAppScript } from './paths.ts'

/**
 * Which checks a project is subject to: one answer for a run, for "check again" and for `npm run verify`. An
 * application is subject to all of them. A plain site (HTML, CSS, JavaScript) is subject to a check as soon as it holds
 * anything that the check is about, so saying `"mode": "site"` hides nothing: a site with a migration has its
 * migrations run.
 */

type Project = Pick<ProjectUnderCheck, 'files' | 'spec'>

/** As `devora.json` says; where it does not, a page at the root and no package. */
export const isPlainSite = ({ files, spec }: Project): boolean =>
  spec.mode === undefined ? files.has('index.html') && !files.has('package.json') : spec.mode === 'site'

/** Which files decide what `isPlainSite` answers. */
export const decidesMode = (path: string): boolean =>
  path === 'devora.json' || path === 'index.html' || path === 'package.json'

const isDatabase = (path: string): boolean => path.startsWith('supabase/') || path.endsWith('.sql')

/**
 * Checks that would pass because there is nothing they read. Of an empty project `parse` says that it is empty; that
 * there is no database, `schema` and `access` say themselves.
 */
function withNothingToRead(paths: readonly string[]): Map<CheckName, string> {
  const none = new Map<CheckName, string>()
  const hasScripts = paths.some(isAppScript)
  const hasMarkup = paths.some((path) => /\.(?:html?|css)$/.test(path))
  if (!hasScripts) none.set('types', 'There is no script that could be compiled.')
  if (hasScripts || hasMarkup) return none
  none.set('imports', 'There is no script, page or style sheet that imports anything.')
  none.set('lint', 'There is no script or page to lint.')
  if (!paths.some(isDatabase)) none.set('contract', 'There is no script, page or table that could disagree.')
  return none
}

/** Check → why it does not apply, in words for the report. */
export function outOfScope(project: Project): ReadonlyMap<CheckName, string> {
  const paths = [...project.files.keys()]
  const none = withNothingToRead(paths)
  if (!paths.some((path) => /^(?:src\/)?app\/(?:.*\/)?page\.[jt]sx?$/.test(path)))
    none.set('preview', 'There is no page of the App Router that could be opened.')
  if ((project.spec.asks ?? []).length === 0) none.set('behaviour', 'devora.json does not say what was asked.')
  if (!isPlainSite(project)) return none
  if (!paths.some((path) => /\.(?:[cm]?ts|[jt]sx)$/.test(path))) none.set('types', 'A plain site without TypeScript.')
  if (!paths.some(isDatabase) && (project.spec.access ?? []).length === 0) {
    none.set('schema', 'A plain site without a database.')
    none.set('access', 'A plain site without a database: everyone may read it, and nobody can write.')
  }
  if (!paths.includes('package.json'))
    none.set('build', 'A plain site has nothing to build: its files are what is served.')
  return none
}
