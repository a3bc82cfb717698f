import type { AppSpec, DemoPerson } from './contract'

/**
 * Who can sign in to try a project: two people, to see what one may and the other may not, and staff where there is
 * any. Their password is no secret; the seed sets it on a local database only.
 */
const PASSWORD = 'demo-password'

const NAMES = {
  en: { ana: 'Ana Lindqvist', ben: 'Ben Okafor', staff: 'Priya Raman' },
  es: { ana: 'Ana Rojas', ben: 'Ben Quintero', staff: 'Lucía Herrera' },
} as const

const hasAdmin = (spec: AppSpec): boolean => spec.access.some((rule) => (rule.allow.admin?.length ?? 0) > 0)

/** The demo people of a plan: those it names, else the usual ones; nobody where nobody can sign in. */
export function demoPeople(spec: AppSpec): readonly DemoPerson[] {
  if (spec.demo !== undefined) return spec.demo
  if (!spec.pages.some((page) => page.view === 'sign-in')) return []
  const names = NAMES[spec.locale]
  return [
    { email: 'ana@example.com', password: PASSWORD, name: names.ana },
    { email: 'ben@example.com', password: PASSWORD, name: names.ben },
    ...(hasAdmin(spec)
      ? [{ email: 'admin@example.com', password: PASSWORD, name: names.staff, role: 'admin' as const }]
      : []),
  ]
}
