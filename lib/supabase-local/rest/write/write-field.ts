import type { Field } from '../parse/field.ts'
import type { Relation } from '../schema/model.ts'
import { ident, type Statement } from './sql.ts'

/** The rows a field belongs to: how SQL calls them, and whose they are. */
export type Source = { alias: string; relation: Relation | undefined }

/** A column, with its JSON path. What is no JSON is made JSON first, so that paths go into rows and arrays too. */
export function writeField(statement: Statement, source: Source, field: Field): string {
  const column = `${ident(source.alias)}.${ident(field.name)}`
  if (field.path.length === 0) return column
  const isJson = source.relation?.columns.get(field.name)?.isJson === true
  const steps = field.path.map(({ arrow, key, isIndex }) =>
    isIndex ? `${arrow}${Number(key)}` : `${arrow}${statement.typed(key, 'text')}`,
  )
  return `${isJson ? column : `to_jsonb(${column})`}${steps.join('')}`
}
