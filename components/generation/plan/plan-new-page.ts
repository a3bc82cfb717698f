import type { AppSpec, Entity, Page, PageView } from '@/lib/domains/spec/contract'
import { authFor, insertPages, type Refusal } from './plan-additions'
import { identifierOf, slugOf } from './plan-names'

/** New pages in a plan, only such as can show what they are about. Pure. */

export type Auth = NonNullable<Page['auth']>
export type NewPage = { path: string; title: string; view: PageView; auth: Auth; entity: string | null }

export const VIEW_TEXT = {
  about: 'Text',
  list: 'List',
  detail: 'One row',
  new: 'Form to add',
  edit: 'Form to change',
  gallery: 'Pictures',
  board: 'Board by state',
  calendar: 'Calendar',
  leaderboard: 'Ranking',
  report: 'Report',
  dashboard: 'Dashboard',
} as const satisfies Partial<Record<PageView, string>>
export type AddableView = keyof typeof VIEW_TEXT

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\])(?:\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\]))*$/
/** A page of a plain site becomes a file of that name. */
const SITE_PATH = /^\/[a-z0-9][a-z0-9-]{0,59}$/
/** Of one row: the address says which. */
const isOfRow = (view: PageView): boolean => view === 'detail' || view === 'edit'
const isSite = (spec: AppSpec): boolean => spec.mode === 'site'

/** How a thing can be shown, or what can be shown without one. */
export function viewsFor(entity: Entity | null): AddableView[] {
  if (entity === null) return ['about']
  const has = (...types: string[]): boolean => entity.fields.some(({ type }) => types.includes(type))
  const needs: Partial<Record<AddableView, boolean>> = {
    about: false,
    gallery: has('image'),
    board: (entity.states ?? []).length > 0,
    calendar: has('date', 'datetime'),
    leaderboard: has('integer', 'number', 'money'),
    report: has('integer', 'number', 'money'),
  }
  return (Object.keys(VIEW_TEXT) as AddableView[]).filter((view) => needs[view] !== false)
}

/** Who gets to see it, the widest first: nobody is sent to a page that has nothing to show to them. */
export function authsFor(spec: AppSpec, view: PageView, entity: string | null): readonly Auth[] {
  const of = spec.entities.find(({ name }) => name === entity)
  // A plain site signs nobody in, and nobody but the staff has a page without rows that only they see.
  if (of === undefined) return spec.entities.length === 0 ? ['public'] : ['public', 'user']
  const least = authFor(
    spec.access.find(({ table }) => table === of.table),
    view,
  )
  return least === 'admin' ? ['admin'] : least === 'user' ? ['user'] : ['public', 'user']
}

/** An address for what has been said so far; '' until there is something to make it of. */
export function pathFor(spec: AppSpec, { title, view, entity }: Pick<NewPage, 'title' | 'view' | 'entity'>): string {
  const slug = slugOf(identifierOf(title, 'page'))
  const table = spec.entities.find(({ name }) => name === entity)?.table
  if (slug === '') return ''
  if (isOfRow(view) && table !== undefined) return `/${slugOf(table)}/[id]/${slug}`
  return `/${slug}`
}

/** Why a page cannot be added; null when it can. */
export function whyNotPage(spec: AppSpec, page: NewPage): Refusal<'title' | 'path'> {
  if (page.title.trim() === '')
    return { place: 'title', reason: 'Give it a title: it stands on the page and in the menu.' }
  const path = page.path.trim()
  const at = (reason: string): Refusal<'path'> => ({ place: 'path', reason })
  if (path === '') return at('Give it an address, like /opening-hours.')
  if (!(isSite(spec) ? SITE_PATH : PATH).test(path))
    return at(
      isSite(spec)
        ? 'Like /opening-hours: lower case letters, digits and -.'
        : 'Like /opening-hours: lower case letters, digits, - and /.',
    )
  if (/^\/(?:api|auth)(?:\/|$)/.test(path)) return at('Addresses below /api and /auth are taken by the app itself.')
  if (path.length > 80) return at('At most 80 characters.')
  if (spec.pages.some((one) => one.path === path)) return at(`There is a page at ${path} already.`)
  const rows = path.split('[id]').length - 1
  if (isOfRow(page.view) && rows !== 1)
    return at(`It shows one row, so say which with [id], like ${pathFor(spec, page)}.`)
  if (!isOfRow(page.view) && rows > 0) return at('Only a page of one row has [id] in its address.')
  return null
}

/** The plan with one page more. What `whyNotPage` refuses changes nothing. */
export function addPage(spec: AppSpec, page: NewPage): AppSpec {
  const next = structuredClone(spec)
  if (whyNotPage(spec, page) !== null) return next
  const { view, auth, entity } = page
  const title = page.title.trim()
  const nav = !isOfRow(view) && view !== 'new'
  insertPages(next, [
    { path: page.path.trim(), purpose: title, auth, view, title, nav, ...(entity !== null && { entity }) },
  ])
  return next
}
