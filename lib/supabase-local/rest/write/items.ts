import { pathAlias } from '../parse/field.ts'
import type { SelectField } from '../parse/parse-select.ts'
import type { ReadNode } from '../plan/read-tree.ts'
import { cast, ident, type Statement } from './sql.ts'
import { writeField } from './write-field.ts'

/** One thing that a relation's select answers. */
export type Item = {
  /** `*` for all columns. */
  name: string
  sql: string
  kind: 'plain' | 'json' | 'aggregate'
  /** In a to-one spread an aggregate is made by the parent over all its rows: its name there, and how. */
  lifted?: { name: string; wrap: (value: string) => string }
}

/** Names that no column of a project is expected to have. */
export type FreshName = (letter: string) => string

/** What a relation's own fields answer. */
export function itemsOf(
  statement: Statement,
  node: ReadNode,
  options: { expandStars: boolean; lift: boolean; fresh: FreshName },
): Item[] {
  return node.fields
    .flatMap((field) => (options.expandStars || hasRepresentation(node) ? expand(node, field) : [field]))
    .map((field) => itemOf(statement, node, field, options))
}

/** A domain that is shown in a way of its own has to be asked for by name. */
function hasRepresentation({ relation }: ReadNode): boolean {
  return relation !== undefined && [...relation.columns.values()].some(({ toJson }) => toJson !== undefined)
}

function expand(node: ReadNode, field: SelectField): SelectField[] {
  const isStar = field.field.name === '*' && field.aggregate === undefined
  if (!isStar || node.relation === undefined) return [field]
  return [...node.relation.columns.keys()].map((name) => ({ kind: 'field', field: { name, path: [] } }))
}

function itemOf(
  statement: Statement,
  node: ReadNode,
  field: SelectField,
  { lift, fresh }: { lift: boolean; fresh: FreshName },
): Item {
  const { aggregate } = field
  const isStar = field.field.name === '*'
  if (isStar && aggregate === undefined) return { name: '*', sql: `${ident(node.alias)}.*`, kind: 'plain' }
  const name = field.alias ?? aggregate ?? pathAlias(field.field) ?? field.field.name
  const plain = isStar ? '*' : writeShown(statement, node, field)
  const value = field.cast === undefined ? plain : cast(plain, field.cast)
  if (aggregate === undefined) return { name, sql: value, kind: 'plain' }
  const wrap = (inner: string): string => {
    const call = `${aggregate.toUpperCase()}(${inner})`
    return field.aggregateCast === undefined ? call : cast(call, field.aggregateCast)
  }
  if (!lift) return { name, sql: wrap(value), kind: 'aggregate' }
  return { name: fresh('a'), sql: isStar ? 'true' : value, kind: 'plain', lifted: { name, wrap } }
}

function writeShown(statement: Statement, node: ReadNode, { field, aggregate }: SelectField): string {
  const written = writeField(statement, node, field)
  if (field.path.length > 0 || aggregate !== undefined) return written
  const show = node.relation?.columns.get(field.name)?.toJson
  return show === undefined ? written : `${show}(${written})`
}

export function listItems(items: Item[], isAggregated: boolean): string {
  return items
    .map(({ name, sql, kind }) => {
      if (name === '*') return sql
      // JSON has no equality to group by; jsonb has.
      return `${isAggregated && kind === 'json' ? `(${sql})::jsonb` : sql} AS ${ident(name)}`
    })
    .join(', ')
}

/** By the places of all that is no aggregate. */
export function writeGroup(items: Item[]): string {
  const places = items.flatMap(({ kind }, place) => (kind === 'aggregate' ? [] : [place + 1]))
  return places.length === 0 ? '' : ` GROUP BY ${places.join(', ')}`
}

export function usesAggregates(node: ReadNode): boolean {
  if (node.fields.some((field) => field.aggregate !== undefined)) return true
  return node.children.some((child) => child.isSpread && child.relationship?.isToOne === true && usesAggregates(child))
}
