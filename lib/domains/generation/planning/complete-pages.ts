import type { ApiRoute, AppSpec, Entity, Page, PageView } from '../../spec/contract'
import { PROFILES } from '../../spec/edit/entities'
import { type EntityPage, homePage, MAX_LINKS, pageOfEntity, signInPages } from '../../spec/edit/entity-pages'
import { authToSee, ruleOf, stricter } from '../../spec/edit/page-access'
import { isOfRow, refuseAddress } from '../../spec/edit/page-path'
import { routeOf } from '../../spec/edit/routes'
import { slugOf } from '../../spec/identifiers'
import { entityNames } from '../../spec/names'
import type { DataAnswer, PagesAnswer } from './plan-answers'
import { clip } from '../answers/clip'

/**
 * The pages and routes of a model's plan: those that every entity needs, and of the others what leads somewhere. Pure.
 */

const MAX_PAGES = 60
const MAX_EXTRA = 10

type Data = Pick<AppSpec, 'entities' | 'access' | 'locale'>
type Style = 'full' | 'list' | 'inline'

function pagesOf(entity: Entity, style: Style, data: Data): Page[] {
  const rule = ruleOf(data, entity.table)
  const page = (view: EntityPage): Page =>
    pageOfEntity(entity, view, { rule, locale: data.locale, nav: view === 'list' && style === 'full' })
  if (style === 'inline') return rule?.via === undefined ? [page('list')] : []
  const isInbox = rule?.allow.anon?.includes('insert') === true && rule.allow.anon.includes('read') === false
  if (isInbox) return [page('list'), page('new')]
  return style === 'list'
    ? [page('list'), page('new'), page('edit')]
    : [page('list'), page('detail'), page('new'), page('edit')]
}

/** What is there whatever the model says about pages, so that the back end can be written before it has. */
export function basicPages(data: Data, styles: ReadonlyMap<string, Style>): Page[] {
  const own = data.entities.filter((entity) => entity.table !== PROFILES)
  const profile = data.entities.find((entity) => entity.table === PROFILES)
  return withNavigation([
    homePage(data.locale),
    ...own.flatMap((entity) => pagesOf(entity, styles.get(entity.table) ?? 'full', data)),
    ...signInPages(data.locale, profile),
  ])
}

/**
 * JSON routes over whole entities only: of what the model asks for, or of the first two that have pages of their own.
 */
export function completeRoutes(answer: DataAnswer['routes'], data: Data): ApiRoute[] {
  const bySlug = new Map(
    data.entities.filter((entity) => entity.table !== PROFILES).map((entity) => [entityNames(entity).slug, entity]),
  )
  const asked = answer.flatMap(({ method, path }) => {
    const match = /^\/?(?:api\/)?(?:v\d+\/)?([\w-]+?)(?:\/(?:\[id\]|:id|\{id\}))?\/?$/.exec(path)
    const slug = match?.[1] === undefined ? undefined : slugOf(match[1])
    return slug !== undefined && bySlug.has(slug)
      ? [{ method, slug, isOne: /\/(?:\[id\]|:id|\{id\})\/?$/.test(path) }]
      : []
  })
  const standard = [...bySlug.keys()]
    .filter((slug) => ruleOf(data, bySlug.get(slug)!.table)?.owner != null)
    .slice(0, 2)
    .flatMap((slug) => [
      { method: 'GET' as const, slug, isOne: false },
      { method: 'GET' as const, slug, isOne: true },
    ])
  const routes = new Map<string, ApiRoute>()
  for (const { method, slug, isOne } of asked.length > 0 ? asked : standard) {
    const entity = bySlug.get(slug)!
    // The built-in writer knows these three; whatever else stands in the plan would be owed by nobody.
    if (!(method === 'GET' || (method === 'POST' && !isOne))) continue
    const route = routeOf(entity, ruleOf(data, entity.table), method === 'POST' ? 'create' : isOne ? 'one' : 'list')
    if (method === 'POST' && route.auth !== 'user') continue
    routes.set(`${method} ${route.path}`, route)
  }
  return [...routes.values()]
}

function normalPath(raw: string): string | null {
  const path = `/${raw.trim().replace(/^\/+|\/+$/g, '')}`
    .toLowerCase()
    .replace(/_/g, '-')
    .replace(/:(\w+)|\{(\w+)\}|\[\.{0,3}\w+\]/g, '[id]')
  return refuseAddress(path) === null ? path : null
}

const NEEDS_ENTITY = new Set<PageView>([
  'list',
  'detail',
  'new',
  'edit',
  'dashboard',
  'board',
  'calendar',
  'leaderboard',
  'gallery',
  'chat',
  'report',
])

/**
 * The pages of `spec` with what the model adds: better words and navigation for those that exist, and further ones that
 * lead somewhere.
 */
export function completePages(answer: PagesAnswer, spec: AppSpec): Page[] {
  const pages = new Map(spec.pages.map((page) => [page.path, page]))
  let extra = 0
  for (const raw of answer.pages) {
    const path = normalPath(raw.path)
    if (path === null) continue
    const title = clip(raw.title, 60)
    const purpose = clip(raw.purpose, 300)
    const known = pages.get(path)
    if (known !== undefined) {
      pages.set(path, {
        ...known,
        ...(title !== '' && { title }),
        ...(purpose !== '' && { purpose }),
        nav: raw.nav && !path.includes('['),
      })
      continue
    }
    if (extra >= MAX_EXTRA || pages.size >= MAX_PAGES || title === '') continue
    const word = clip(raw.entity ?? '', 60).toLowerCase()
    const entity = spec.entities.find((each) =>
      [each.name.toLowerCase(), each.table, entityNames(each).slug].includes(word),
    )
    if (path.includes('[') && entity === undefined) continue
    // A page of one row shows that row, and no other page does.
    const isOne = path.includes('[')
    const view = isOfRow(raw.view ?? undefined) === isOne ? raw.view : isOne ? 'detail' : null
    if (view !== null && NEEDS_ENTITY.has(view) && entity === undefined) continue
    if (view !== null && ['home', 'sign-in', 'sign-up', 'account'].includes(view)) continue
    const floor = entity === undefined ? 'public' : authToSee(ruleOf(spec, entity.table), view ?? undefined)
    extra++
    pages.set(path, {
      path,
      purpose: purpose || title,
      auth: view === 'contact' ? floor : stricter(raw.auth, floor),
      title,
      nav: raw.nav && !path.includes('['),
      ...(view !== null && { view: view }),
      ...(entity !== undefined && { entity: entity.name }),
    })
  }
  return withNavigation([...pages.values()])
}

/** At most so many links; home is one of them, sign-in never is. */
function withNavigation(pages: readonly Page[]): Page[] {
  let links = 0
  return pages.map((page) => {
    const isLink =
      page.path === '/' ||
      (page.nav === true &&
        !['sign-in', 'sign-up', 'account', 'new', 'edit', 'detail'].includes(page.view ?? '') &&
        links < MAX_LINKS - 1)
    if (isLink && page.path !== '/') links++
    return { ...page, nav: isLink }
  })
}
