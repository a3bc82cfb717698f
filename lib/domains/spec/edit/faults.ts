import type { AppSpec, Entity } from '../contract'
import { IDENTIFIER } from '../identifiers'
import { isColour } from './app'
import { isTakenTable } from './entities'
import { type Fault, fault } from './fault'
import { refusePath } from './page-path'

/**
 * What keeps a plan from being built: everything that a writer looks up must be there, once, and under a name that the
 * files can have. The same for a plan that was edited in the studio, drafted by the architect or answered by a model.
 * Pure.
 */
export function* faultsIn(spec: AppSpec): Generator<Fault> {
  if (spec.name.trim() === '') yield fault(['name'], 'nameless')
  if (spec.mode !== 'site' && spec.entities.length === 0) yield fault(['entities'], 'noEntities')
  if (!isColour(spec.theme.background)) yield fault(['theme', 'background'], 'backgroundForm')
  if (!isColour(spec.theme.component)) yield fault(['theme', 'component'], 'componentForm')
  yield* faultsInPages(spec)
  for (const [at, entity] of spec.entities.entries()) yield* faultsInEntity(spec, entity, at)
  for (const { table, name } of spec.entities)
    // A plain site has no tables.
    if (spec.mode !== 'site' && !spec.access.some((rule) => rule.table === table))
      yield fault(['access'], 'withoutAccess', { entity: name, table })
  const tables = new Set(spec.entities.map(({ table }) => table))
  for (const [at, rule] of spec.access.entries())
    if (!tables.has(rule.table)) yield fault(['access', at, 'table'], 'strayRule', { table: rule.table })
}

function* faultsInPages(spec: AppSpec): Generator<Fault> {
  const names = new Set(spec.entities.map(({ name }) => name))
  const seen = new Set<string>()
  for (const [at, page] of spec.pages.entries()) {
    const { path, entity } = page
    if (seen.has(path)) yield fault(['pages', at, 'path'], 'pageTwice', { path })
    seen.add(path)
    const wrong = refusePath(spec, page)
    if (wrong !== null) yield { path: ['pages', at, 'path'], told: wrong }
    if (entity !== undefined && !names.has(entity)) yield fault(['pages', at, 'entity'], 'strayPage', { path })
  }
  if (spec.mode === 'site' && !seen.has('/')) yield fault(['pages'], 'noFrontPage')
}

function* faultsInEntity(spec: AppSpec, entity: Entity, at: number): Generator<Fault> {
  const { name, table } = entity
  const isTwice = (one: Entity, other: number): boolean => other < at && (one.table === table || one.name === name)
  if (!IDENTIFIER.test(table)) yield fault(['entities', at, 'table'], 'identifierForm', { name: table })
  else if (isTakenTable(table)) yield fault(['entities', at, 'table'], 'reserved', { name: table })
  if (spec.entities.some(isTwice)) yield fault(['entities', at, 'name'], 'entityTwice', { entity: name })
  if (entity.fields.length === 0) yield fault(['entities', at, 'fields'], 'noFields', { entity: name })
  const tables = new Set(spec.entities.map((one) => one.table))
  for (const [index, field] of entity.fields.entries()) {
    const path = ['entities', at, 'fields', index]
    const of = { entity: name, field: field.name }
    if (!IDENTIFIER.test(field.column)) yield fault([...path, 'column'], 'identifierForm', { name: field.column })
    if (entity.fields.findIndex((other) => other.column === field.column) !== index)
      yield fault([...path, 'column'], 'fieldTwice', of)
    if (field.type === 'reference' && field.references !== 'auth.users' && !tables.has(field.references ?? ''))
      yield fault([...path, 'references'], 'strayReference', of)
    if (field.type === 'enum' && (field.values ?? []).length === 0) yield fault([...path, 'values'], 'noChoices', of)
  }
}

/**
 * What is wrong with a plan and was not wrong with the one before: in a project that came with other forms, what is
 * there stays. Without a plan before, all of it.
 */
export function faultsSince(before: AppSpec | null, spec: AppSpec): Fault[] {
  const had = new Set(before === null ? [] : [...faultsIn(before)].map(({ told }) => JSON.stringify(told)))
  return [...faultsIn(spec)].filter(({ told }) => !had.has(JSON.stringify(told)))
}
