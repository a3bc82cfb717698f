import type { AppSpec, Entity, Field, FieldType } from '@/lib/domains/spec/contract'
import { fieldOf, type NewField, whyNotField } from './plan-additions'
import { freeName, identifierOf, pluralOf, slugOf } from './plan-names'

/**
 * What a person may change in a plan. Each function is pure and answers a new plan in which everything that hung on the
 * changed part has followed: pages, routes, references and access rules never name something that is gone.
 */

const copy = (spec: AppSpec): AppSpec => structuredClone(spec)
const find = (spec: AppSpec, table: string): Entity | undefined =>
  spec.entities.find((entity) => entity.table === table)
/** What holds a field that rows cannot be without: the owner, the way to a parent, a team. */
const keyColumns = (spec: AppSpec, table: string): Array<string | null | undefined> =>
  spec.access
    .filter((rule) => rule.table === table)
    .flatMap(({ owner, via, team }) => [owner, via?.column, team?.column])

export const renameApp = (spec: AppSpec, name: string): AppSpec => ({ ...copy(spec), name: name.slice(0, 100) })

/**
 * Calls a thing by another name. In a project that has data already only what people read changes (`keepsTable`): a
 * table of another name would begin empty.
 */
export function renameThing(spec: AppSpec, table: string, name: string, keepsTable: boolean): AppSpec {
  const next = copy(spec)
  const entity = find(next, table)
  const called = name.trim()
  if (entity === undefined || called === '' || called === entity.name) return next
  const before = entity.name
  const others = new Set(next.entities.filter((one) => one !== entity).map((one) => one.table))
  const wanted = identifierOf(pluralOf(called, next.locale), 'items')
  const renamed = keepsTable || wanted === '' ? table : freeName(wanted, others)
  entity.name = called
  const words: Array<[string, string]> = [
    [pluralOf(before, next.locale), pluralOf(called, next.locale)],
    [before, called],
  ]
  for (const page of next.pages) {
    if (page.entity === before) page.entity = called
    else if (!page.path.split('/').includes(slugOf(table))) continue
    if (page.title !== undefined) page.title = replaceWords(page.title, words)
    page.purpose = replaceWords(page.purpose, words)
  }
  for (const one of next.entities)
    for (const field of one.fields) if (field.references === table && field.name === before) field.name = called
  return renamed === table ? next : moveTable(next, table, renamed)
}

function moveTable(spec: AppSpec, from: string, to: string): AppSpec {
  const inSql = (text: string): string => text.replace(new RegExp(`\\b${from}\\b`, 'g'), to)
  const inPath = (path: string): string =>
    path
      .split('/')
      .map((part) => (part === slugOf(from) ? slugOf(to) : part))
      .join('/')
  for (const entity of spec.entities) {
    if (entity.table === from) entity.table = to
    for (const field of entity.fields) if (field.references === from) field.references = to
  }
  for (const rule of spec.access) {
    if (rule.table === from) rule.table = to
    if (rule.via?.table === from) rule.via.table = to
    if (rule.team?.members === from) rule.team.members = to
    if (rule.readWhere !== undefined) rule.readWhere = inSql(rule.readWhere)
    if (rule.row !== undefined) rule.row = inSql(rule.row)
  }
  for (const page of spec.pages) page.path = inPath(page.path)
  for (const route of spec.routes) route.path = inPath(route.path)
  const rows = spec.fixtures?.[from]
  if (spec.fixtures !== undefined && rows !== undefined) {
    delete spec.fixtures[from]
    spec.fixtures[to] = rows
  }
  return spec
}

/** Replaces whole words and keeps a capital at their beginning. */
function replaceWords(text: string, words: ReadonlyArray<[string, string]>): string {
  return words.reduce((now, [from, to]) => {
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}])${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`,
      'giu',
    )
    return now.replace(pattern, (found) => (/^\p{Lu}/u.test(found) ? to.charAt(0).toUpperCase() + to.slice(1) : to))
  }, text)
}

/** Things that cannot be without `table` go with it; tables, the first is `table` itself. */
export function goesWith(spec: AppSpec, table: string): string[] {
  const gone = new Set([table])
  for (let before = 0; before !== gone.size;) {
    before = gone.size
    for (const entity of spec.entities)
      if (entity.fields.some((field) => field.required === true && gone.has(field.references ?? '')))
        gone.add(entity.table)
    for (const rule of spec.access)
      if (gone.has(rule.via?.table ?? '') || gone.has(rule.team?.members ?? '')) gone.add(rule.table)
  }
  return [...gone]
}

export function removeThing(spec: AppSpec, table: string): AppSpec {
  const next = copy(spec)
  const gone = new Set(goesWith(next, table))
  const names = new Set(next.entities.filter((entity) => gone.has(entity.table)).map((entity) => entity.name))
  const routes = [...gone].map((one) => `/api/${slugOf(one)}`)
  next.entities = next.entities.filter((entity) => !gone.has(entity.table))
  next.access = next.access.filter((rule) => !gone.has(rule.table))
  next.pages = next.pages.filter((page) => page.entity === undefined || !names.has(page.entity))
  next.routes = next.routes.filter(
    (route) => !routes.some((path) => route.path === path || route.path.startsWith(`${path}/`)),
  )
  for (const entity of next.entities) {
    entity.fields = entity.fields.filter((field) => !gone.has(field.references ?? ''))
    refreshRoutes(next, entity)
  }
  for (const one of gone) delete next.fixtures?.[one]
  return next
}

/** Why a thing must stay; null when it may go. */
export function whyThingStays(spec: AppSpec, table: string): string | null {
  if (table === 'profiles') return 'Other things show people by it.'
  const gone = new Set(goesWith(spec, table))
  if (gone.has('profiles')) return 'The profiles hang on it.'
  return spec.entities.some((entity) => !gone.has(entity.table) && entity.table !== 'profiles')
    ? null
    : 'Without it nothing is left to build.'
}

/** A new field, before those that point to other things. '' or a taken name changes nothing. */
export function addField(spec: AppSpec, table: string, field: NewField): AppSpec {
  const next = copy(spec)
  const entity = find(next, table)
  if (entity === undefined || whyNotField(field, entity.fields, entity.name)?.place === 'field') return next
  const at = entity.fields.findIndex((one) => one.type === 'reference')
  entity.fields.splice(at === -1 ? entity.fields.length : at, 0, fieldOf(field))
  refreshRoutes(next, entity)
  return next
}

export function removeField(spec: AppSpec, table: string, column: string): AppSpec {
  const next = copy(spec)
  const entity = find(next, table)
  if (entity === undefined) return next
  entity.fields = entity.fields.filter((field) => field.column !== column)
  refreshRoutes(next, entity)
  return next
}

/** Why a field must stay; null when it may go. */
export function whyFieldStays(spec: AppSpec, entity: Entity, field: Field): string | null {
  if (keyColumns(spec, entity.table).includes(field.column)) return 'It says whose the row is.'
  const states = entity.states ?? []
  if (
    states.length > 0 &&
    field.type === 'enum' &&
    states.every(({ from, to }) => field.values?.includes(from) && field.values.includes(to))
  )
    return 'Its states hang on it.'
  const word = new RegExp(`\\b${field.column}\\b`)
  if (spec.access.some((rule) => rule.table === entity.table && word.test(`${rule.readWhere ?? ''} ${rule.row ?? ''}`)))
    return 'Who may read a row depends on it.'
  if (field.type !== 'reference' && entity.fields.filter((one) => one.type !== 'reference').length === 1)
    return 'It is the only field to fill in.'
  return null
}

export const renamePage = (spec: AppSpec, path: string, title: string): AppSpec => ({
  ...copy(spec),
  pages: spec.pages.map((page) => (page.path === path ? { ...page, title: title.trim() } : page)),
})
export const removePage = (spec: AppSpec, path: string): AppSpec => ({
  ...copy(spec),
  pages: spec.pages.filter((page) => page.path !== path),
})

/** Why a page must stay; null when it may go. */
export function whyPageStays(path: string): string | null {
  if (path === '/') return 'Everybody arrives here.'
  return /^\/(sign-in|sign-up|account)$/.test(path) ? 'People need it to get in.' : null
}

/**
 * The two colours that were chosen; every other one is computed from them, so none may be left of the colours before.
 */
export function setColour(spec: AppSpec, which: 'background' | 'component', value: string): AppSpec {
  const { background, component } = spec.theme
  return { ...copy(spec), theme: { background, component, [which]: value.toLowerCase() } }
}

const JSON_TYPE: Partial<Record<FieldType, string>> = {
  integer: 'number',
  number: 'number',
  money: 'number',
  boolean: 'boolean',
  json: 'object',
}

/** Brings the shapes of an entity's API routes up to date with its fields. */
function refreshRoutes(spec: AppSpec, entity: Entity): void {
  const path = `/api/${slugOf(entity.table)}`
  const owner = spec.access.find((rule) => rule.table === entity.table)?.owner
  const shape = (without: string | null | undefined): Record<string, string> =>
    Object.fromEntries(
      entity.fields
        .filter((field) => field.column !== without)
        .map((field) => [field.column, JSON_TYPE[field.type] ?? 'string']),
    )
  const row = { id: 'string', ...shape(null) }
  for (const route of spec.routes) {
    if (route.path !== path && route.path !== `${path}/[id]`) continue
    route.response = route.method === 'GET' && route.path === path ? { items: [row], total: 'number' } : row
    if (route.request !== undefined) route.request = shape(owner)
  }
}
