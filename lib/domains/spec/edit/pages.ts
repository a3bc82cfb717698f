import { type AppSpec, type Entity, type Page, type PageView } from '../contract'
import { identifier, slugOf } from '../identifiers'
import { type Edited, edited, type Refusal, refused, refusing } from './edited'
import { insertPages } from './entity-pages'
import { type Auth, authToSee, ruleOf } from './page-access'
import { isOfRow, refusePath } from './page-path'

/** Pages of a plan: added, called otherwise and taken out, only such as can show what they are about. Pure. */

export type NewPage = { path: string; title: string; view: PageView; auth: Auth; entity: string | null }

/** How a page can be shown that somebody adds, in the order in which it is offered. */
const ADDABLE_VIEWS = [
  'about',
  'list',
  'detail',
  'new',
  'edit',
  'gallery',
  'board',
  'calendar',
  'leaderboard',
  'report',
  'dashboard',
] as const satisfies readonly PageView[]
export type AddableView = (typeof ADDABLE_VIEWS)[number]

/** How an entity can be shown, or what can be shown without one. */
export function viewsFor(entity: Entity | null): AddableView[] {
  if (entity === null) return ['about']
  const has = (...types: string[]): boolean => entity.fields.some(({ type }) => types.includes(type))
  const isPossible: Partial<Record<AddableView, boolean>> = {
    about: false,
    gallery: has('image'),
    board: (entity.states ?? []).length > 0,
    calendar: has('date', 'datetime'),
    leaderboard: has('integer', 'number', 'money'),
    report: has('integer', 'number', 'money'),
  }
  return ADDABLE_VIEWS.filter((view) => isPossible[view] !== false)
}

/** Who gets to see it, the widest first: nobody is sent to a page that has nothing to show to them. */
export function authsFor(spec: AppSpec, view: PageView, entity: string | null): readonly Auth[] {
  const of = spec.entities.find(({ name }) => name === entity)
  // A plain site signs nobody in, and nobody but the staff has a page without rows that only they see.
  if (of === undefined) return spec.entities.length === 0 ? ['public'] : ['public', 'user']
  const least = authToSee(ruleOf(spec, of.table), view)
  return least === 'admin' ? ['admin'] : least === 'user' ? ['user'] : ['public', 'user']
}

/** An address for what has been said so far; '' until there is something to make it of. */
export function pathFor(spec: AppSpec, { title, view, entity }: Pick<NewPage, 'title' | 'view' | 'entity'>): string {
  const slug = slugOf(identifier(title, 'page'))
  const table = spec.entities.find(({ name }) => name === entity)?.table
  if (slug === '') return ''
  return isOfRow(view) && table !== undefined ? `/${slugOf(table)}/[id]/${slug}` : `/${slug}`
}

/** Why a page cannot be added; null when it can. */
export function refusePage(spec: AppSpec, page: NewPage): Refusal<'title' | 'path'> | null {
  if (page.title.trim() === '') return refused('title', 'needsTitle')
  const path = page.path.trim()
  if (path === '') return refused('path', 'needsPath')
  const wrong = refusePath(spec, { path, view: page.view })
  const example = pathFor(spec, page)
  if (wrong !== null) return { place: 'path', told: { ...wrong, values: { ...wrong.values, example } } }
  if (spec.pages.some((one) => one.path === path)) return refused('path', 'pageTwice', { path })
  return null
}

/** The plan with one page more. */
export function addPage(spec: AppSpec, page: NewPage): Edited<'title' | 'path'> {
  const refusal = refusePage(spec, page)
  if (refusal !== null) return refusing(refusal)
  const next = structuredClone(spec)
  const { view, auth, entity } = page
  const title = page.title.trim()
  const nav = !isOfRow(view) && view !== 'new'
  const made: Page = { path: page.path.trim(), purpose: title, auth, view, title, nav }
  insertPages(next, [{ ...made, ...(entity !== null && { entity }) }])
  return edited(next)
}

export const renamePage = (spec: AppSpec, path: string, title: string): Edited =>
  edited({
    ...structuredClone(spec),
    pages: spec.pages.map((page) => (page.path === path ? { ...page, title: title.trim() } : page)),
  })

/** Why a page must stay; null when it may go. */
export function refusePageRemoval(path: string): Refusal | null {
  if (path === '/') return refused(path, 'frontPageStays')
  return /^\/(sign-in|sign-up|account)$/.test(path) ? refused(path, 'signInStays') : null
}

export function removePage(spec: AppSpec, path: string): Edited {
  const refusal = refusePageRemoval(path)
  if (refusal !== null) return refusing(refusal)
  return edited({ ...structuredClone(spec), pages: spec.pages.filter((page) => page.path !== path) })
}
