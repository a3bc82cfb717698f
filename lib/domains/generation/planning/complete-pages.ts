import type { AccessRule, ApiRoute, AppSpec, Entity, Page, PageView } from '../../spec/contract'
import { entityNames } from '../../spec/names'
import type { DataAnswer, PagesAnswer } from './plan-answers'

/**
 * The pages and routes of a model's plan: those that every entity needs, and of the others what leads somewhere. Pure.
 */

const MOST_LINKS = 7
const MOST_PAGES = 60
const MOST_EXTRA = 10
const TEXT = {
  en: {
    home: 'Home',
    list: 'Browse and search {many}',
    detail: 'One {one} with everything that belongs to it',
    create: 'Add {one}',
    change: 'Edit {one}',
    signIn: 'Sign in',
    signUp: 'Sign up',
    account: 'Account',
    accountFor: 'Your profile and settings',
  },
  es: {
    home: 'Inicio',
    list: 'Ver y buscar {many}',
    detail: 'Detalle de {one} con todo lo que le pertenece',
    create: 'Agregar {one}',
    change: 'Editar {one}',
    signIn: 'Entrar',
    signUp: 'Crear cuenta',
    account: 'Cuenta',
    accountFor: 'Tu perfil y tus ajustes',
  },
} as const

type Auth = NonNullable<Page['auth']>
const RANK: Record<Auth, number> = { public: 0, user: 1, admin: 2 }
const stricter = (a: Auth, b: Auth): Auth => (RANK[a] >= RANK[b] ? a : b)
const authFor = (rule: AccessRule | undefined, operation: 'read' | 'insert'): Auth =>
  rule?.allow.anon?.includes(operation)
    ? 'public'
    : rule?.allow.owner?.includes(operation) || rule?.allow.other?.includes(operation)
      ? 'user'
      : 'admin'

type Data = Pick<AppSpec, 'entities' | 'access' | 'locale'>
const ruleOf = (data: Data, entity: Entity): AccessRule | undefined =>
  data.access.find((rule) => rule.table === entity.table)

function pagesOf(entity: Entity, style: 'full' | 'list' | 'inline', data: Data): Page[] {
  const rule = ruleOf(data, entity)
  const names = entityNames(entity)
  const text = TEXT[data.locale]
  const fill = (template: string): string =>
    template.replace('{one}', names.label.toLowerCase()).replace('{many}', names.labelMany.toLowerCase())
  const page = (path: string, view: PageView, title: string, purpose: string, auth: Auth): Page => ({
    path: `/${names.slug}${path}`,
    purpose,
    auth,
    entity: entity.name,
    view,
    title,
    nav: view === 'list' && style === 'full',
  })
  const list = page('', 'list', names.labelMany, fill(text.list), authFor(rule, 'read'))
  if (style === 'inline') return rule?.via === undefined ? [list] : []
  const isInbox = rule?.allow.anon?.includes('insert') === true && rule.allow.anon.includes('read') === false
  const create = page('/new', 'new', fill(text.create), fill(text.create), authFor(rule, 'insert'))
  if (isInbox) return [list, create]
  const edit = page(
    '/[id]/edit',
    'edit',
    fill(text.change),
    fill(text.change),
    stricter('user', authFor(rule, 'insert')),
  )
  return style === 'list'
    ? [list, create, edit]
    : [list, page('/[id]', 'detail', names.label, fill(text.detail), authFor(rule, 'read')), create, edit]
}

/** What is there whatever the model says about pages, so that the back end can be written before it has. */
export function basicPages(data: Data, styles: ReadonlyMap<string, 'full' | 'list' | 'inline'>): Page[] {
  const text = TEXT[data.locale]
  const own = data.entities.filter((entity) => entity.table !== 'profiles')
  const profile = data.entities.find((entity) => entity.table === 'profiles')
  return withNavigation([
    { path: '/', purpose: text.home, auth: 'public', view: 'home', title: text.home, nav: true },
    ...own.flatMap((entity) => pagesOf(entity, styles.get(entity.table) ?? 'full', data)),
    { path: '/sign-in', purpose: text.signIn, auth: 'public', view: 'sign-in', title: text.signIn, nav: false },
    { path: '/sign-up', purpose: text.signUp, auth: 'public', view: 'sign-up', title: text.signUp, nav: false },
    {
      path: '/account',
      purpose: text.accountFor,
      auth: 'user',
      view: 'account',
      title: text.account,
      nav: false,
      ...(profile !== undefined && { entity: profile.name }),
    },
  ])
}

/**
 * JSON routes over whole entities only: of what the model asks for, or of the first two that have pages of their own.
 */
export function completeRoutes(answer: DataAnswer['routes'], data: Data): ApiRoute[] {
  const bySlug = new Map(
    data.entities.filter((entity) => entity.table !== 'profiles').map((entity) => [entityNames(entity).slug, entity]),
  )
  const asked = answer.flatMap(({ method, path }) => {
    const match = /^\/?(?:api\/)?(?:v\d+\/)?([\w-]+?)(?:\/(?:\[id\]|:id|\{id\}))?\/?$/.exec(path)
    const slug = match?.[1]?.replace(/_/g, '-')
    return slug !== undefined && bySlug.has(slug)
      ? [{ method, slug, isOne: /\/(?:\[id\]|:id|\{id\})\/?$/.test(path) }]
      : []
  })
  const standard = [...bySlug.keys()]
    .filter((slug) => ruleOf(data, bySlug.get(slug)!)?.owner != null)
    .slice(0, 2)
    .flatMap((slug) => [
      { method: 'GET' as const, slug, isOne: false },
      { method: 'GET' as const, slug, isOne: true },
    ])
  const routes = new Map<string, ApiRoute>()
  for (const { method, slug, isOne } of asked.length > 0 ? asked : standard) {
    const entity = bySlug.get(slug)!
    const rule = ruleOf(data, entity)
    // The built-in writer knows these three; whatever else stands in the plan would be owed by nobody.
    if (!(method === 'GET' || (method === 'POST' && !isOne))) continue
    const auth = authFor(rule, method === 'GET' ? 'read' : 'insert')
    if (method === 'POST' && auth !== 'user') continue
    const path = `/api/${slug}${isOne ? '/[id]' : ''}`
    const row = { id: 'string', ...shape(entity, null) }
    routes.set(`${method} ${path}`, {
      method,
      path,
      auth,
      ...(method === 'POST' && { request: shape(entity, rule?.owner ?? null) }),
      response: method === 'GET' && !isOne ? { items: [row], total: 'number' } : row,
    })
  }
  return [...routes.values()]
}

const JSON_TYPE: Record<string, string> = {
  integer: 'number',
  number: 'number',
  money: 'number',
  boolean: 'boolean',
  json: 'object',
}
const shape = (entity: Entity, without: string | null): Record<string, string> =>
  Object.fromEntries(
    entity.fields
      .filter((field) => field.column !== without)
      .map((field) => [field.column, JSON_TYPE[field.type] ?? 'string']),
  )

const PATH = /^\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\])(?:\/(?:[a-z0-9]+(?:-[a-z0-9]+)*|\[id\]))*$/
const RESERVED = /^\/(?:api|auth|_next)(?:\/|$)/

function normalPath(raw: string): string | null {
  const path = `/${raw.trim().replace(/^\/+|\/+$/g, '')}`
    .toLowerCase()
    .replace(/_/g, '-')
    .replace(/:(\w+)|\{(\w+)\}|\[\.{0,3}\w+\]/g, '[id]')
  if (path === '/') return path
  return PATH.test(path) && !RESERVED.test(path) && path.split('[id]').length <= 2 && path.length <= 80 ? path : null
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
const clip = (text: string, size: number): string => text.replace(/\s+/g, ' ').trim().slice(0, size).trim()

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
    if (extra >= MOST_EXTRA || pages.size >= MOST_PAGES || title === '') continue
    const word = clip(raw.entity ?? '', 60).toLowerCase()
    const entity = spec.entities.find((each) =>
      [each.name.toLowerCase(), each.table, entityNames(each).slug].includes(word),
    )
    if (path.includes('[') && entity === undefined) continue
    // A page of one row shows that row.
    const view = raw.view ?? (path.includes('[') ? 'detail' : null)
    if (view !== null && NEEDS_ENTITY.has(view) && entity === undefined) continue
    if (view !== null && ['home', 'sign-in', 'sign-up', 'account'].includes(view)) continue
    const floor =
      entity === undefined
        ? 'public'
        : authFor(
            spec.access.find((rule) => rule.table === entity.table),
            view === 'new' ? 'insert' : 'read',
          )
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
        links < MOST_LINKS - 1)
    if (isLink && page.path !== '/') links++
    return { ...page, nav: isLink }
  })
}
