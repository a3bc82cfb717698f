import type { AppSpec, Field, Page } from '../../../spec/contract'
import { entityNames } from '../../../spec/names'
import { planApp } from '../architect/plan-app'
import type { PreferredTheme } from '../architect/plan-theme'
import { siteTexts } from './texts'

/** Where a page of the plan stands: `/` → `index.html`, `/about` → `about.html`. */
export const sitePageFile = (path: string): string => (path === '/' ? 'index.html' : `${path.slice(1)}.html`)

/** Accounts and inboxes mean nothing without a server. */
const NEEDS_SERVER = /^(?:profiles|contact_messages|messages|mensajes(?:_de_contacto)?)$/

/**
 * The plan of a plain site: what the same prompt would plan as an application, without a database, accounts or routes. Its things
 * become sections of the home page. Pure.
 */
export function planSite(input: { prompt: string; previous?: AppSpec; preferred?: PreferredTheme }): AppSpec {
  const { prompt, previous, preferred } = input
  // A change looks for the rule of each table; a site has none, so all are closed for as long as it is planned.
  const before = previous === undefined ? undefined : { ...previous, access: previous.entities.map(({ table }) => ({ table, allow: {} })) }
  const planned = planApp({
    prompt,
    ...(before === undefined ? {} : { previous: before }),
    ...(preferred === undefined ? {} : { preferred }),
  })
  const { claims: _claims, fixtures: _fixtures, seed: _seed, ...spec } = planned
  const kept = spec.entities.filter(({ table }) => !NEEDS_SERVER.test(table))
  const tables = new Set(['auth.users', ...kept.map(({ table }) => table)])
  const isKept = (field: Field): boolean => field.type !== 'reference' || tables.has(field.references ?? '')
  const entities = kept.map((entity) => ({ ...entity, fields: entity.fields.filter(isKept) }))
  return {
    ...spec,
    mode: 'site',
    entities,
    pages: pagesOf({ ...spec, entities }),
    routes: [],
    env: [],
    dependencies: {},
    access: [],
    makers: { architect: 'builtin', site: 'builtin' },
  }
}

function pagesOf(spec: AppSpec): Page[] {
  const text = siteTexts(spec.locale)
  const sections = spec.entities.map((entity) => entityNames(entity).labelMany.toLowerCase()).join(', ')
  return [
    { path: '/', title: text.home, view: 'home', auth: 'public', nav: true, purpose: `${spec.name}: ${sections}` },
    { path: '/about', title: text.about, view: 'about', auth: 'public', nav: true, purpose: text.aboutPurpose },
    { path: '/contact', title: text.contact, view: 'contact', auth: 'public', nav: true, purpose: text.contactPurpose },
  ]
}
