import type { AppSpec, Entity, Field, FieldType } from '../contract'
import { identifier } from '../identifiers'
import { type Edited, edited, type Refusal, refused, refusing } from './edited'
import { ruleOf } from './page-access'
import { refreshRoutes } from './routes'

/** Fields of an entity: added and taken out, with the API that shows them. Pure. */

export type NewField = { name: string; type: FieldType; required: boolean; values?: string[] }
export type FieldPlace = 'field' | 'values'

export const entityOf = (spec: AppSpec, table: string): Entity | undefined =>
  spec.entities.find((entity) => entity.table === table)

export function fieldOf({ name, type, required, values }: NewField): Field {
  const column = identifier(name, 'field')
  return {
    name: name.trim(),
    column,
    type,
    ...(required && { required }),
    ...(type === 'enum' && { values: values ?? [] }),
  }
}

/** Why a field cannot be there, beside those that are; null when it can. `of`: what the entity is called. */
export function refuseField(field: NewField, taken: readonly Field[], of: string): Refusal<FieldPlace> | null {
  const column = identifier(field.name, 'field')
  if (column === '') return refused('field', 'needsLetters')
  if (taken.some((one) => one.column === column))
    return refused('field', 'fieldTwice', { entity: of, field: field.name.trim() })
  if (field.type === 'enum' && (field.values ?? []).length < 2) return refused('values', 'needsChoices')
  return null
}

/** Puts a field before those that point to other entities: what people fill in comes first. Changes `entity`. */
export function placeField(entity: Entity, field: Field): void {
  const at = entity.fields.findIndex((one) => one.type === 'reference')
  entity.fields.splice(at === -1 ? entity.fields.length : at, 0, field)
}

export function addField(spec: AppSpec, table: string, field: NewField): Edited<FieldPlace> {
  const next = structuredClone(spec)
  const entity = entityOf(next, table)
  if (entity === undefined) return refusing(refused('field', 'goneEntity'))
  const refusal = refuseField(field, entity.fields, entity.name)
  if (refusal !== null) return refusing(refusal)
  placeField(entity, fieldOf(field))
  refreshRoutes(next, entity)
  return edited(next)
}

/** Columns that rows cannot be without: the owner, the way to a parent, a team. */
const keyColumns = (spec: AppSpec, table: string): Array<string | null | undefined> =>
  spec.access
    .filter((rule) => rule.table === table)
    .flatMap(({ owner, via, team }) => [owner, via?.column, team?.column])

/** Why a field must stay; null when it may go. */
export function refuseFieldRemoval(spec: AppSpec, entity: Entity, field: Field): Refusal | null {
  const no = (key: Parameters<typeof refused>[1]): Refusal => refused(field.column, key)
  if (keyColumns(spec, entity.table).includes(field.column)) return no('saysWhose')
  const states = entity.states ?? []
  const holdsStates =
    field.type === 'enum' &&
    states.length > 0 &&
    states.every(({ from, to }) => field.values?.includes(from) && field.values.includes(to))
  if (holdsStates) return no('holdsStates')
  const word = new RegExp(`\\b${field.column}\\b`)
  const { readWhere = '', row = '' } = ruleOf(spec, entity.table) ?? {}
  if (word.test(`${readWhere} ${row}`)) return no('decidesReading')
  const isLast = field.type !== 'reference' && entity.fields.filter(({ type }) => type !== 'reference').length === 1
  return isLast ? no('lastField') : null
}

export function removeField(spec: AppSpec, table: string, column: string): Edited {
  const next = structuredClone(spec)
  const entity = entityOf(next, table)
  const field = entity?.fields.find((one) => one.column === column)
  if (entity === undefined || field === undefined) return edited(next)
  const refusal = refuseFieldRemoval(next, entity, field)
  if (refusal !== null) return refusing(refusal)
  entity.fields = entity.fields.filter((one) => one !== field)
  refreshRoutes(next, entity)
  return edited(next)
}
