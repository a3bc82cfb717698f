import type { ProjectUnderCheck } from '../check.ts'
import type { GrantWorld } from '../contract.ts'

/**
 * Supabase projects made before 30 May 2026 grant everything on a new table, sequence or function of `public` to the
 * request roles; those made since were announced to grant nothing, and all are from 30 October 2026 on, where existing
 * tables keep what they have. Between the two dates nobody can tell: the rollout took weeks, and Supabase's own CLI
 * went back to granting in August because projects still did. Sources: Supabase's changelog 45329, and
 * `[api] auto_expose_new_tables` of its CLI (supabase/cli#5524, #6337). The same migrations are open in one world and
 * shut in the other.
 */

/** As the timestamp in a migration's file name, which the CLI writes as `YYYYMMDDhhmmss`. */
const CHANGED = '20260530000000'
/** What is made from here on gets no grants by itself, in old projects too. */
const ENDED = '20261030000000'
/** Earlier than Supabase itself: the number counts migrations and is no date. */
const FIRST = '20200101000000'

const forAll = (words: (kind: string) => string): string =>
  ['tables', 'sequences', 'functions']
    .map((kind) => `alter default privileges in schema public ${words(kind)} anon, authenticated, service_role;`)
    .join('\n')
/** What Supabase's base migrations say in such a project, run as the owner of the database before the first one. */
export const DEFAULT_GRANTS = forAll((kind) => `grant all on ${kind} to`)
/** How they end, between two migrations. */
export const NO_MORE_GRANTS = forAll((kind) => `revoke all on ${kind} from`)

function exposes(config: string | undefined): boolean | null {
  let section = ''
  for (const line of (config ?? '').split('\n')) {
    section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1] ?? section
    const [, prefix, value] = /^\s*(api\s*\.\s*)?auto_expose_new_tables\s*=\s*(true|false)\b/.exec(line) ?? []
    if (value !== undefined && (prefix !== undefined || section === 'api')) return value === 'true'
  }
  return null
}

/** The date in the name of a migration as 14 digits, or null where it holds none. */
function dateOf(path: string): string | null {
  const found = /^supabase\/migrations\/(\d{14}|\d{8}(?=\D))[^/]*\.sql$/.exec(path)?.[1]?.padEnd(14, '0')
  return found !== undefined && isDate(found) ? found : null
}

const isDate = (digits: string): boolean =>
  digits >= FIRST && digits < '21' && Number(digits.slice(4, 6)) <= 12 && Number(digits.slice(6, 8)) <= 31

const firstDate = (paths: Iterable<string>): string | null =>
  [...paths].flatMap((path) => dateOf(path) ?? []).sort()[0] ?? null

export type GrantWorlds = {
  /** The worlds in which the project must hold, or is tried. */
  worlds: readonly GrantWorld[]
  /** The one of them in which it may well not be: what only that one shows is a remark. */
  unlikely?: GrantWorld
  /** The first migration whose tables get no grants any more in a project that had default grants. */
  endsAt?: string
}

/** In which worlds to try a project: as its configuration says, then by date, in both where neither does. */
export function grantWorldsOf(project: Pick<ProjectUnderCheck, 'files' | 'text'>): GrantWorlds {
  const isExposed = exposes(project.text('supabase/config.toml'))
  if (isExposed !== null) return { worlds: [isExposed ? 'default' : 'explicit'] }
  const first = firstDate(project.files.keys())
  if (first === null) return { worlds: ['explicit', 'default'] }
  if (first >= ENDED) return { worlds: ['explicit'] }
  const late = [...project.files.keys()].filter((path) => (dateOf(path) ?? '') >= ENDED).sort()[0]
  const ends = late !== undefined && { endsAt: late }
  if (first >= CHANGED) return { worlds: ['explicit', 'default'], unlikely: 'default', ...ends }
  return { worlds: ['default'], ...ends }
}
