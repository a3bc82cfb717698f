import type { ProjectUnderCheck } from '../check.ts'
import type { GrantWorld } from '../contract.ts'

/**
 * Supabase projects made before 30 May 2026 grant everything on a new table, sequence or function of `public` to the
 * request roles; those made since grant nothing. Source: Supabase's changelog 45329 and `[api] auto_expose_new_tables`
 * of its CLI. The same migrations are open in one and shut in the other.
 */

/** As the timestamp in a migration's file name, which the CLI writes as `YYYYMMDDhhmmss`. */
const CHANGED = '20260530000000'
/** Earlier than Supabase itself: the number counts migrations and is no date. */
const FIRST = '20200101000000'

/**
 * What Supabase's base migrations say in such a project, run as the owner of the database before the first migration.
 */
export const DEFAULT_GRANTS = ['tables', 'sequences', 'functions']
  .map((kind) => `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role;`)
  .join('\n')

function exposes(config: string | undefined): boolean | null {
  let section = ''
  for (const line of (config ?? '').split('\n')) {
    section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1] ?? section
    const [, prefix, value] = /^\s*(api\s*\.\s*)?auto_expose_new_tables\s*=\s*(true|false)\b/.exec(line) ?? []
    if (value !== undefined && (prefix !== undefined || section === 'api')) return value === 'true'
  }
  return null
}

/** Date of the first migration as 14 digits, or null where file names hold none. */
function firstDate(project: Pick<ProjectUnderCheck, 'files'>): string | null {
  const dates = [...project.files.keys()].flatMap((path) => {
    const found = /^supabase\/migrations\/(\d{14}|\d{8}(?=\D))[^/]*\.sql$/.exec(path)?.[1]?.padEnd(14, '0')
    return found !== undefined && isDate(found) ? [found] : []
  })
  return dates.sort()[0] ?? null
}

const isDate = (digits: string): boolean =>
  digits >= FIRST && digits < '21' && Number(digits.slice(4, 6)) <= 12 && Number(digits.slice(6, 8)) <= 31

/** The worlds in which this project must hold: what its configuration says, then the date, both where neither does. */
export function grantWorldsOf(project: Pick<ProjectUnderCheck, 'files' | 'text'>): readonly GrantWorld[] {
  const isExposed = exposes(project.text('supabase/config.toml'))
  if (isExposed !== null) return [isExposed ? 'default' : 'explicit']
  const first = firstDate(project)
  if (first === null) return ['explicit', 'default']
  return [first < CHANGED ? 'default' : 'explicit']
}
