import { finding, type CheckOutcome, type ProjectUnderCheck } from '../check.ts'
import { sqlPaths } from './build-database.ts'

/** What `schema` and `access` say of a project that brings no SQL: never that they passed, for they saw nothing. */

type Project = Pick<ProjectUnderCheck, 'files' | 'text' | 'spec'>

export const hasSql = (project: Pick<Project, 'files' | 'text'>): boolean =>
  sqlPaths(project.files).some((path) => {
    const text = project.text(path)
    return text === undefined || /\S/.test(text.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, ''))
  })

/** Tables are declared, or the application speaks to a Supabase project. */
const usesDatabase = ({ text, spec }: Project): boolean =>
  (spec.access ?? []).length > 0 ||
  (spec.entities ?? []).length > 0 ||
  /"@supabase\/(?:supabase-js|ssr)"/.test(text('package.json') ?? '')

/** The files that decide what `schema` and `access` say. */
export const isAboutDatabase = (path: string): boolean =>
  path.startsWith('supabase/') || path === 'devora.json' || path === 'package.json'

export function nothingToApply(check: 'schema' | 'access', project: Project): CheckOutcome {
  const says = 'There is no SQL under supabase/migrations'
  if (!usesDatabase(project))
    return { status: 'not_run', findings: [], outOfScope: `${says}, and the project uses no database.` }
  const warning = finding({
    check,
    rule: 'no-migrations',
    severity: 'warning',
    owner: 'database',
    message: `${says}, so ${check === 'schema' ? 'no database was made' : 'nobody tried who may do what'}. The project uses a database that is made elsewhere.`,
    hint: 'Put its schema there: `supabase db pull`.',
  })
  return { status: 'unavailable', findings: [warning] }
}
