import escapePattern from 'escape-string-regexp'
import { ROLES } from '../constants'
import type { AppSpec } from '../contract'
import { identifier, slugOf } from '../identifiers'
import { plain, pluralOf } from '../inflect'
import { entityNames } from '../names'
import { type Edited, edited, type Refusal, refused, refusing } from './edited'
import { entityOf } from './fields'
import { apiPath, refreshRoutes } from './routes'

/**
 * Entities of a plan, called otherwise and taken out. What hung on them follows: pages, routes, references and access
 * rules never name something that is gone. Pure.
 */

/** Whom other entities show people by; signing up makes its rows. */
export const PROFILES = 'profiles'

/** Folders and files that every application has for other purposes than its entities. */
const TAKEN_SLUGS = new Set(['api', 'auth', 'account', 'sign-in', 'sign-up', 'fields'])
/** Whether a table's pages or files would stand where an application has its own. */
export const isTakenTable = (table: string): boolean => TAKEN_SLUGS.has(slugOf(table))

/**
 * What cannot be without the given tables goes with them: who must refer to one, and whose rows are seen or owned
 * through one. The given tables come first.
 */
export function dependentsOf(spec: Pick<AppSpec, 'entities' | 'access'>, tables: Iterable<string>): Set<string> {
  const gone = new Set(tables)
  for (let before = -1; before !== gone.size;) {
    before = gone.size
    for (const entity of spec.entities)
      if (entity.fields.some((field) => field.required === true && gone.has(field.references ?? '')))
        gone.add(entity.table)
    for (const rule of spec.access)
      if (gone.has(rule.via?.table ?? '') || gone.has(rule.team?.members ?? '')) gone.add(rule.table)
  }
  return gone
}

/** Why entities must stay; null when they may go. */
export function refuseRemoval(spec: AppSpec, tables: readonly string[]): Refusal | null {
  const gone = dependentsOf(spec, tables)
  if (tables.includes(PROFILES)) return refused(PROFILES, 'showsPeople')
  if (gone.has(PROFILES)) return refused(PROFILES, 'holdsProfiles')
  const isAnyLeft = spec.entities.some(({ table }) => !gone.has(table) && table !== PROFILES)
  return isAnyLeft ? null : refused(tables[0] ?? '', 'lastEntity')
}

/** The plan without some entities and what cannot be without them. */
export function removeEntities(spec: AppSpec, tables: readonly string[]): Edited {
  const refusal = refuseRemoval(spec, tables)
  if (refusal !== null) return refusing(refusal)
  const next = structuredClone(spec)
  const gone = dependentsOf(next, tables)
  const names = new Set(next.entities.filter(({ table }) => gone.has(table)).map(({ name }) => name))
  const routes = [...gone].map(apiPath)
  next.entities = next.entities.filter(({ table }) => !gone.has(table))
  next.access = next.access.filter((rule) => !gone.has(rule.table))
  next.pages = next.pages.filter((page) => page.entity === undefined || !names.has(page.entity))
  next.routes = next.routes.filter(
    (route) => !routes.some((path) => route.path === path || route.path.startsWith(`${path}/`)),
  )
  for (const entity of next.entities) {
    const kept = entity.fields.filter((field) => !gone.has(field.references ?? ''))
    if (kept.length === entity.fields.length) continue
    entity.fields = kept
    refreshRoutes(next, entity)
  }
  for (const table of gone) delete next.fixtures?.[table]
  return edited(next)
}

/** `table` itself when free, else with the first free number behind it. */
function freeTable(table: string, taken: ReadonlySet<string>): string {
  const isFree = (name: string): boolean => !taken.has(name) && !isTakenTable(name)
  if (isFree(table)) return table
  for (let at = 2; ; at++) if (isFree(`${table}_${at}`)) return `${table}_${at}`
}

/**
 * Calls an entity by another name. In a project that has data already only what people read changes (`keepsTable`): a
 * table of another name would begin empty.
 */
export function renameEntity(spec: AppSpec, table: string, name: string, keepsTable: boolean): Edited {
  const next = structuredClone(spec)
  const entity = entityOf(next, table)
  const called = name.trim()
  if (entity === undefined || called === '' || called === entity.name) return edited(next)
  if (next.entities.some((one) => one !== entity && plain(one.name) === plain(called)))
    return refusing(refused('name', 'entityTwice', { entity: called }))
  const [before, labels] = [entity.name, entityNames(entity)]
  const others = new Set(next.entities.filter((one) => one !== entity).map((one) => one.table))
  const wanted = identifier(pluralOf(called.toLowerCase(), next.locale), 'items')
  const renamed = keepsTable || wanted === '' ? table : freeTable(wanted, others)
  entity.name = called
  const many = pluralOf(called, next.locale)
  const words: Array<[string, string]> = [
    [labels.labelMany, many],
    [pluralOf(before, next.locale), many],
    [before, called],
  ]
  for (const page of next.pages) {
    if (page.entity === before) page.entity = called
    else if (!page.path.split('/').includes(slugOf(table))) continue
    if (page.title !== undefined) page.title = replaceWords(page.title, words)
    page.purpose = replaceWords(page.purpose, words)
  }
  for (const one of next.entities)
    for (const field of one.fields)
      if (field.references === table && plain(field.name) === plain(before)) field.name = called
  if (renamed !== table) moveTable(next, table, renamed)
  return edited(next)
}

/** Gives a table another name wherever it is named. Changes `spec`. */
function moveTable(spec: AppSpec, from: string, to: string): void {
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
    const conditions = rule.readWhereFor ?? {}
    for (const role of ROLES) if (conditions[role] !== undefined) conditions[role] = inSql(conditions[role])
  }
  for (const page of spec.pages) page.path = inPath(page.path)
  for (const route of spec.routes) route.path = inPath(route.path)
  const rows = spec.fixtures?.[from]
  if (spec.fixtures !== undefined && rows !== undefined) {
    delete spec.fixtures[from]
    spec.fixtures[to] = rows
  }
}

/** Replaces whole words and keeps a capital at their beginning; what was replaced is not replaced again. */
function replaceWords(text: string, words: ReadonlyArray<[string, string]>): string {
  const to = new Map(words.map(([from, word]) => [from.toLowerCase(), word]))
  const any = [...to.keys()].map(escapePattern).join('|')
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'giu'), (found) => {
    const word = to.get(found.toLowerCase()) ?? found
    return /^\p{Lu}/u.test(found) ? word.charAt(0).toUpperCase() + word.slice(1) : word
  })
}
