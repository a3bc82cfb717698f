import type { AccessRule, ApiRoute, AppSpec, Entity } from '../contract'
import { FIELD_TYPE_FACTS } from '../field-types'
import { slugOf } from '../identifiers'
import { authToDo, ruleOf } from './page-access'

/** The JSON API over the tables of a plan. Pure. */

/** `/api/call-logs` */
export const apiPath = (table: string): string => `/api/${slugOf(table)}`

const shape = (entity: Entity, without: string | null): Record<string, string> =>
  Object.fromEntries(
    entity.fields
      .filter((field) => field.column !== without)
      .map((field) => [field.column, FIELD_TYPE_FACTS[field.type].json]),
  )
const rowOf = (entity: Entity): Record<string, string> => ({ id: 'string', ...shape(entity, null) })
const requestOf = (entity: Entity, rule: AccessRule | undefined): Record<string, string> =>
  shape(entity, rule?.owner ?? null)

/** One route over whole rows of an entity: the list, one row, or a new one. */
export function routeOf(entity: Entity, rule: AccessRule | undefined, what: 'list' | 'one' | 'create'): ApiRoute {
  const path = apiPath(entity.table)
  const row = rowOf(entity)
  if (what === 'create') {
    const auth = authToDo(rule, 'insert')
    return { method: 'POST', path, auth, request: requestOf(entity, rule), response: row }
  }
  const auth = authToDo(rule, 'read')
  return what === 'list'
    ? { method: 'GET', path, auth, response: { items: [row], total: 'number' } }
    : { method: 'GET', path: `${path}/[id]`, auth, response: row }
}

/** Brings the request and response shapes of an entity's routes up to date with its fields. Changes `spec`. */
export function refreshRoutes(spec: AppSpec, entity: Entity): void {
  const path = apiPath(entity.table)
  for (const route of spec.routes) {
    if (route.path !== path && route.path !== `${path}/[id]`) continue
    route.response =
      route.method === 'GET' && route.path === path ? { items: [rowOf(entity)], total: 'number' } : rowOf(entity)
    if (route.request !== undefined) route.request = requestOf(entity, ruleOf(spec, entity.table))
  }
}
