import type { AppSpec } from '../../spec/contract'

/** Why a plan that a person has written, by hand or in the studio, is not taken as it is. Pure. */
export type PlanFault = { name: string; reason: string }

/** A page of a plain site becomes a file of that name. */
const SITE_PATH = /^\/(?:[a-z0-9][a-z0-9-]{0,59})?$/

/** A page of an application becomes a folder of that name; `[id]` says which row. */
const APP_PATH = /^\/(?:(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\])(?:\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\]))*)?$/

/**
 * Why a page that a person added cannot be built. Those of Devora's own plan may have other forms, in a project that
 * came with them.
 */
function refusePage(spec: AppSpec, known: ReadonlySet<string>): PlanFault | null {
  for (const [at, { path, view }] of spec.pages.entries()) {
    const name = `spec.pages.${at}.path`
    if (spec.pages.findIndex((page) => page.path === path) !== at)
      return { name, reason: `There is a page at ${path} already.` }
    if (known.has(path)) continue
    if (!APP_PATH.test(path) || path.length > 80)
      return { name, reason: 'Like /opening-hours: lower case letters, digits, - and /.' }
    if (/^\/(?:api|auth)(?:\/|$)/.test(path))
      return { name, reason: 'Addresses below /api and /auth are taken by the app itself.' }
    const rows = path.split('[id]').length - 1
    if (rows > 1) return { name, reason: 'A page shows one row at most.' }
    if ((view === 'detail' || view === 'edit') !== (rows === 1))
      return { name, reason: 'A page of one row has [id] in its address, and no other page has.' }
  }
  return null
}

/**
 * Why a plan cannot be built, with the place; null when it can. Everything a writer looks up must be there. `known`:
 * pages of the plan before.
 */
export function faultIn(spec: AppSpec, known: ReadonlySet<string>): PlanFault | null {
  const tables = new Set(spec.entities.map((entity) => entity.table))
  const names = new Set(spec.entities.map((entity) => entity.name))
  if (tables.size !== spec.entities.length) return { name: 'spec.entities', reason: 'Two things have the same table.' }
  if (spec.mode === 'site') {
    const at = spec.pages.findIndex(
      ({ path }, index) => !SITE_PATH.test(path) || spec.pages.findIndex((one) => one.path === path) !== index,
    )
    if (at !== -1)
      return { name: `spec.pages.${at}.path`, reason: 'Like /about: lower case letters, digits and -, each once.' }
    if (!spec.pages.some(({ path }) => path === '/'))
      return { name: 'spec.pages', reason: 'A site needs its front page, /.' }
  } else {
    if (spec.entities.length === 0)
      return { name: 'spec.entities', reason: 'There is nothing to build: the plan has no things.' }
    const page = refusePage(spec, known)
    if (page !== null) return page
  }
  for (const [at, entity] of spec.entities.entries()) {
    if (!/^[a-z][a-z0-9_]{0,59}$/.test(entity.table))
      return { name: `spec.entities.${at}.table`, reason: 'Lower case letters, digits and _, beginning with a letter.' }
    for (const [index, field] of entity.fields.entries()) {
      const name = `spec.entities.${at}.fields.${index}`
      if (!/^[a-z][a-z0-9_]{0,59}$/.test(field.column))
        return { name: `${name}.column`, reason: 'Lower case letters, digits and _, beginning with a letter.' }
      if (entity.fields.findIndex((other) => other.column === field.column) !== index)
        return { name: `${name}.column`, reason: 'There is a field with this column already.' }
      if (field.type === 'reference' && field.references !== 'auth.users' && !tables.has(field.references ?? ''))
        return { name: `${name}.references`, reason: 'It refers to a thing that is not in the plan.' }
      if (field.type === 'enum' && (field.values ?? []).length === 0)
        return { name: `${name}.values`, reason: 'A choice needs values.' }
    }
    // A plain site has no tables.
    if (spec.mode !== 'site' && !spec.access.some((rule) => rule.table === entity.table))
      return { name: 'spec.access', reason: `It does not say who may do what with ${entity.table}.` }
  }
  const stray = spec.access.findIndex((rule) => !tables.has(rule.table))
  if (stray !== -1) return { name: `spec.access.${stray}.table`, reason: 'There is no such thing in the plan.' }
  const lost = spec.pages.findIndex((page) => page.entity !== undefined && !names.has(page.entity))
  if (lost !== -1) return { name: `spec.pages.${lost}.entity`, reason: 'There is no such thing in the plan.' }
  return null
}
