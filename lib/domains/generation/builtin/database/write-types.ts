import { FIELD_TYPE_FACTS } from '../../../spec/field-types'
import { code } from '../code'
import { type EntityModel, isEditable, type ProjectModel, uniqueColumns } from '../project-model'
import { columnDefault, foreignKeyName, isNotNull } from './write-tables'
import { usesAdmin } from './write-policies'

/**
 * `lib/database.types.ts` in the form of `supabase gen types typescript`, so that the user can replace it by the real
 * output later without touching a line: same nesting, columns in alphabetical order, `Relationships` for typed embedded
 * selects.
 */

type Column = { column: string; type: string; isNullable: boolean; hasDefault: boolean }

function columnsOf(model: EntityModel): Column[] {
  const stamp = (column: string): Column => ({ column, type: 'string', isNullable: false, hasDefault: true })
  const columns = model.fields.map((field) => ({
    column: field.column,
    type: FIELD_TYPE_FACTS[field.type].typescript,
    isNullable: !isNotNull(model, field),
    hasDefault: columnDefault(model, field) !== '',
  }))
  return [stamp('id'), ...columns, stamp('created_at'), ...(isEditable(model) ? [stamp('updated_at')] : [])].sort(
    (a, b) => (a.column < b.column ? -1 : 1),
  )
}

const value = (column: Column): string => (column.isNullable ? `${column.type} | null` : column.type)

function relationship(model: EntityModel, project: ProjectModel, reference: EntityModel['references'][number]): string {
  if (!project.byTable.has(reference.table)) return '' // gen types leaves foreign keys into other schemas out
  const unique = uniqueColumns(model)
  const isOneToOne = unique.length === 1 && unique[0] === reference.column
  return code`
    {
      foreignKeyName: '${foreignKeyName(model, reference.column)}'
      columns: ['${reference.column}']
      isOneToOne: ${isOneToOne ? 'true' : 'false'}
      referencedRelation: '${reference.table}'
      referencedColumns: ['id']
    },
  `
}

function tableTypes(project: ProjectModel, model: EntityModel): string {
  const columns = columnsOf(model)
  const relationships = model.references.map((reference) => relationship(model, project, reference)).filter(Boolean)
  return code`
    ${model.entity.table}: {
      Row: {
        ${columns.map((column) => `${column.column}: ${value(column)}`)}
      }
      Insert: {
        ${columns.map((column) => `${column.column}${column.isNullable || column.hasDefault ? '?' : ''}: ${value(column)}`)}
      }
      Update: {
        ${columns.map((column) => `${column.column}?: ${value(column)}`)}
      }
      ${relationships.length === 0 ? 'Relationships: []' : ['Relationships: [', ...relationships.map((one) => one.replace(/^/gm, '  ')), ']']}
    }
  `
}

const NEVER = '{ [_ in never]: never }'

function functionTypes(project: ProjectModel): string[] {
  const teams = [
    ...new Set(project.entities.flatMap((model) => (model.rule.team === undefined ? [] : [model.rule.team.members]))),
  ].sort()
  return [
    ...(usesAdmin(project) ? ['is_admin: { Args: never; Returns: boolean }'] : []),
    ...teams.flatMap((members) =>
      ['admin', 'member'].map((kind) => `is_${kind}_of_${members}: { Args: { team: string }; Returns: boolean }`),
    ),
  ].sort()
}

export function writeTypes(project: ProjectModel): string {
  const tables = [...project.entities].sort((a, b) => (a.entity.table < b.entity.table ? -1 : 1))
  const functions = functionTypes(project)
  return code`
    export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

    export type Database = {
      __InternalSupabase: {
        PostgrestVersion: '14.1'
      }
      public: {
        Tables: {
          ${tables.length === 0 ? '[_ in never]: never' : tables.map((model) => tableTypes(project, model))}
        }
        Views: ${NEVER}
        ${functions.length === 0 ? `Functions: ${NEVER}` : ['Functions: {', ...functions.map((one) => '  ' + one), '}']}
        Enums: ${NEVER}
        CompositeTypes: ${NEVER}
      }
    }

    type PublicTables = Database['public']['Tables']

    export type Tables<T extends keyof PublicTables> = PublicTables[T]['Row']
    export type TablesInsert<T extends keyof PublicTables> = PublicTables[T]['Insert']
    export type TablesUpdate<T extends keyof PublicTables> = PublicTables[T]['Update']
  `.concat('\n')
}
