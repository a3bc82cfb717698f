import type { AccessRule, AppSpec, Entity, Field, Page, PageView } from '../../../spec/contract'
import { type EntityNames, entityNames, humanize, referencesUser, titleField } from '../../../spec/names'
import { type Copy, copyFor } from './copy'
import { type Look, lookOf } from './look'

/**
 * The plan as a front end sees it: every entity with its names, roles of its fields, neighbours and the pages that show
 * it.
 */
export type Model = {
  spec: AppSpec
  copy: Copy
  look: Look
  entities: EntityModel[]
  pages: PageModel[]
  /** The project has profiles, so a reference to a person comes with a name. */
  hasPeople: boolean
  /** The path of the first page with that view, or null: nothing links to a page that is not planned. */
  pathOf(view: PageView): string | null
}

export type Reference = { field: Field; target: EntityModel | 'person'; labelColumn: string | null }
export type Child = { child: EntityModel; field: Field }

export type EntityModel = {
  entity: Entity
  names: EntityNames
  owner: string | null
  rule: AccessRule | null
  /** Fields that people see and type: all but the owner. */
  fields: Field[]
  title: Field | null
  body: Field | null
  image: Field | null
  date: Field | null
  money: Field | null
  rating: Field | null
  state: Field | null
  states: string[]
  references: Reference[]
  children: Child[]
  paths: Partial<Record<PageView, string>>
}

export type PageModel = {
  path: string
  view: PageView
  title: string
  purpose: string
  auth: 'public' | 'user' | 'admin'
  nav: boolean
  entity: EntityModel | null
  /** Fixed filter of a list, such as `{status: 'open'}`. */
  filter: Record<string, string>
  component: string
  file: string
}

const RATING = /^(stars?|rating|score_out_of_five|estrellas|puntuacion|valoracion|calificacion)$/
const isNumeric = (field: Field): boolean => field.type === 'integer' || field.type === 'number'

/** Whether a field is a mark of one to five. */
export const isRating = (field: Field): boolean => isNumeric(field) && RATING.test(field.column)

function stateField(entity: Entity): Field | null {
  const names = new Set((entity.states ?? []).flatMap((change) => [change.from, change.to]))
  if (names.size === 0) return null
  return (
    entity.fields.find((field) => field.type === 'enum' && [...names].every((name) => field.values?.includes(name))) ??
    null
  )
}

/** Columns whose long text is what a row is about, before any other long text. */
const BODY =
  /^(body|content|text|message|description|summary|details|notes|excerpt|bio|contenido|descripcion|mensaje|texto|resumen|notas)$/

function describe(entity: Entity, spec: AppSpec): EntityModel {
  const rule = spec.access.find((one) => one.table === entity.table) ?? null
  const owner = rule?.owner ?? null
  const fields = entity.fields.filter((field) => field.column !== owner)
  const long = fields.filter((field) => field.type === 'longtext')
  const title = titleField({ ...entity, fields })
  const state = stateField(entity)
  const first = (...types: Field['type'][]): Field | null => {
    const found = fields.filter((field) => types.includes(field.type))
    return found.find((field) => field.required) ?? found[0] ?? null
  }
  return {
    entity,
    names: entityNames(entity),
    owner,
    rule,
    fields,
    title,
    state,
    body: long.find((field) => BODY.test(field.column)) ?? long[0] ?? null,
    image: fields.find((field) => field.type === 'image') ?? null,
    date: first('date', 'datetime'),
    money: first('money'),
    rating: fields.find(isRating) ?? null,
    states: state?.values ?? [],
    references: [],
    children: [],
    paths: {},
  }
}

function guessView(page: Page): PageView {
  if (page.path === '/') return 'home'
  if (/^\/(sign-in|sign-up|account|about|contact|dashboard)$/.test(page.path)) return page.path.slice(1) as PageView
  if (page.path.endsWith('/new')) return 'new'
  if (page.path.endsWith('/edit')) return 'edit'
  if (page.path.endsWith(']')) return 'detail'
  return page.entity === undefined ? 'about' : 'list'
}

const NEEDS_ENTITY: readonly PageView[] = [
  'list',
  'detail',
  'new',
  'edit',
  'board',
  'calendar',
  'leaderboard',
  'gallery',
]
const NEEDS_ID: readonly PageView[] = ['detail', 'edit']

/**
 * Whether only a signed-in person can see anything here, whatever the plan says of the page: an own account, rows
 * hidden from visitors.
 */
function isForMembers(view: PageView, entity: EntityModel | null): boolean {
  if (view === 'account') return true
  const isHidden = entity !== null && !(entity.rule?.allow.anon?.includes('read') ?? false)
  return isHidden && [...NEEDS_ENTITY, 'dashboard', 'report'].includes(view) && view !== 'new'
}

function componentName(path: string, view: PageView): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'id')
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  const start = /^[A-Z]/.test(name) ? name : 'Page' + name
  return (path === '/' ? 'Home' : view === 'detail' ? start + 'Detail' : start) + 'Page'
}

function pageModel(page: Page, entities: EntityModel[]): PageModel {
  const entity = entities.find((one) => one.entity.name === page.entity || one.entity.table === page.entity) ?? null
  const asked = page.view ?? guessView(page)
  const isDynamic = page.path.includes('[')
  // A plan written by a model may ask for a view that its path or entity cannot carry; the page still says what it is
  // for.
  const view =
    (NEEDS_ENTITY.includes(asked) && entity === null) || (NEEDS_ID.includes(asked) && !isDynamic) ? 'about' : asked
  const filter = 'filter' in page && typeof page['filter'] === 'object' && page['filter'] !== null ? page['filter'] : {}
  const last = page.path.slice(page.path.lastIndexOf('/') + 1)
  return {
    path: page.path,
    view,
    entity,
    title: page.title ?? (last === '' ? page.purpose : humanize(last.replace(/[[\]]/g, ''))),
    purpose: page.purpose,
    auth: page.auth === 'admin' || !isForMembers(view, entity) ? (page.auth ?? 'public') : 'user',
    nav: page.nav ?? false,
    filter: Object.fromEntries(Object.entries(filter).map(([column, value]) => [column, String(value)])),
    component: componentName(page.path, view),
    file: 'app' + (page.path === '/' ? '' : page.path) + '/page.tsx',
  }
}

function linkEntities(entities: EntityModel[], hasPeople: boolean): void {
  const byTable = new Map(entities.map((one) => [one.entity.table, one]))
  for (const one of entities) {
    for (const field of one.entity.fields.filter((each) => each.type === 'reference')) {
      const base = field.column.replace(/_id$/, '')
      if (referencesUser(field)) {
        const isNamed = hasPeople && one.entity.table !== 'profiles'
        one.references.push({ field, target: 'person', labelColumn: isNamed ? base + '_label' : null })
        continue
      }
      const target = byTable.get(field.references ?? '')
      if (target === undefined) continue
      one.references.push({ field, target, labelColumn: base + '_label' })
      if (target !== one && !target.children.some(({ child }) => child === one))
        target.children.push({ child: one, field })
    }
  }
}

/** Reads the plan once; the views ask this and never the raw plan. */
export function modelOf(spec: AppSpec): Model {
  const entities = spec.entities.map((entity) => describe(entity, spec))
  const hasPeople = spec.entities.some((entity) => entity.table === 'profiles')
  linkEntities(entities, hasPeople)
  const seen = new Set<string>()
  const pages = spec.pages
    .map((page) => pageModel(page, entities))
    .filter((page) => !seen.has(page.path) && seen.add(page.path))
  for (const page of pages) {
    if (page.entity === null || (page.path.match(/\[/g)?.length ?? 0) > 1) continue
    const isCanonical = page.path === '/' + page.entity.names.slug
    if (page.entity.paths[page.view] === undefined || isCanonical) page.entity.paths[page.view] = page.path
  }
  return {
    spec,
    entities,
    pages,
    hasPeople,
    copy: copyFor(spec.locale),
    look: lookOf(spec.kind),
    pathOf: (view) => pages.find((page) => page.view === view && !page.path.includes('['))?.path ?? null,
  }
}

/** Where all rows of an entity are shown, whatever the layout. */
export const listPath = (one: EntityModel): string | null =>
  one.paths.list ?? one.paths.gallery ?? one.paths.board ?? one.paths.calendar ?? one.paths.leaderboard ?? null

/** An expression for the address of a row's page: `'/recipes/' + recipe.id`. Null when the plan has no such page. */
export function rowHref(one: EntityModel, view: 'detail' | 'edit', id: string): string | null {
  const path = one.paths[view]
  if (path === undefined) return null
  const [before = '', after = ''] = path.split(/\[[^\]]+\]/)
  return "'" + before + "' + " + id + (after === '' ? '' : " + '" + after + "'")
}
