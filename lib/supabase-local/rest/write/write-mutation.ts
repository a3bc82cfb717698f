import { columnNotFound } from '../errors.ts'
import type { Condition } from '../parse/parse-filter.ts'
import type { Payload } from '../payload.ts'
import { embedNamed, type ReadNode } from '../plan/read-tree.ts'
import type { Column, Relation } from '../schema/model.ts'
import { ident, qualified, type Statement } from './sql.ts'
import { writeConditions } from './write-condition.ts'

/** Which columns a write hands on to the reading of its answer: none, all, or these. */
export type Returning = 'none' | 'all' | string[]

export type Insert = {
  payload: Payload
  /** Absent columns get their defaults instead of null (`Prefer: missing=default`). */
  applyDefaults: boolean
  conflict: { columns: string[]; action: 'update' | 'nothing' } | undefined
  /** Of a PUT: the row has to be the one that the address names. */
  conditions: Condition[]
  returning: Returning
}

/** A counter in the session tells how many rows were new, because a role may write what it may not read. */
export const INSERTED = 'pgrst.inserted'
const addToInserted = (step: string): string =>
  `set_config('${INSERTED}', (COALESCE(NULLIF(current_setting('${INSERTED}', true), '')::int, 0) ${step})::text, true)`

export function writeInsert(statement: Statement, relation: Relation, insert: Insert): string {
  const { payload, conflict, conditions } = insert
  const columns = columnsOf(relation, payload.keys)
  const into = `INSERT INTO ${qualified(relation)} AS ${ident(relation.name)}`
  const names = columns.map(({ name }) => ident(name)).join(', ')
  const list = columns.length === 0 ? '' : ` (${names})`
  const where = [
    ...writeConditions(statement, { alias: 'pgrst_body', relation }, conditions),
    ...(conflict?.action === 'update' ? [`${addToInserted('+ 1')} <> ''`] : []),
  ]
  const values = columns.map(writeValue).join(', ')
  const rows = writeRows(statement, columns, payload, insert.applyDefaults ? relation : undefined)
  const select = `SELECT ${values} FROM ${rows}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`
  return `${into}${list} ${select}${writeConflict(columns, conflict)}${writeReturning(relation, insert.returning)}`
}

function columnsOf(relation: Relation, keys: string[]): Column[] {
  return keys.map((key) => {
    const column = relation.columns.get(key)
    if (column === undefined) throw columnNotFound(relation.name, key)
    return column
  })
}

function writeValue({ name, fromJson }: Column): string {
  const value = `pgrst_body.${ident(name)}`
  return fromJson === undefined ? value : `${fromJson}(${value}) AS ${ident(name)}`
}

/** The payload as rows of a FROM, each value read by Postgres as the column's type. */
function writeRows(statement: Statement, columns: Column[], payload: Payload, defaultsOf?: Relation): string {
  if (columns.length === 0) return `generate_series(1, ${payload.count}) AS pgrst_body`
  const typed = columns.map(({ name, type, fromJson }) => `${ident(name)} ${fromJson === undefined ? type : 'json'}`)
  const list = typed.join(', ')
  const defaults = defaultsOf === undefined ? [] : columns.filter((column) => column.default !== null)
  if (defaults.length === 0) {
    return `json_to_recordset(${statement.typed(payload.rows, 'json')}) AS pgrst_body(${list})`
  }
  const pairs = defaults.map((column) => `(${statement.typed(column.name, 'text')}, to_jsonb(${column.default}))`)
  // Made for each row anew: two rows without an id get two ids.
  const object = `(SELECT jsonb_object_agg(pair.key, pair.value) FROM (VALUES ${pairs.join(', ')}) AS pair(key, value)
    WHERE NOT (element.value ? pair.key))`
  return `jsonb_array_elements(${statement.typed(payload.rows, 'jsonb')}) AS element(value)
    CROSS JOIN LATERAL jsonb_to_record(COALESCE(${object}, '{}') || element.value) AS pgrst_body(${list})`
}

function writeConflict(columns: Column[], conflict: Insert['conflict']): string {
  if (conflict === undefined) return ''
  const target = conflict.columns.map(ident).join(', ')
  if (conflict.action === 'nothing' || columns.length === 0) return ` ON CONFLICT (${target}) DO NOTHING`
  const sets = columns.map(({ name }) => `${ident(name)} = EXCLUDED.${ident(name)}`).join(', ')
  return ` ON CONFLICT (${target}) DO UPDATE SET ${sets} WHERE ${addToInserted('- 1')} <> '-1'`
}

export function writeUpdate(
  statement: Statement,
  relation: Relation,
  update: { payload: Payload; applyDefaults: boolean; conditions: Condition[]; returning: Returning },
): string {
  const { payload, conditions, returning } = update
  const columns = columnsOf(relation, payload.keys)
  if (columns.length === 0 || payload.count === 0) {
    const nothing = listReturning(relation, returning)
    return `SELECT ${nothing} FROM ${qualified(relation)} AS ${ident(relation.name)} WHERE false`
  }
  const rows = writeRows(statement, columns, payload, update.applyDefaults ? relation : undefined)
  const sets = columns.map(({ name }) => `${ident(name)} = pgrst_body.${ident(name)}`).join(', ')
  const where = writeWhere(statement, relation, conditions)
  const values = columns.map(writeValue).join(', ')
  return (
    `UPDATE ${qualified(relation)} AS ${ident(relation.name)} SET ${sets} ` +
    `FROM (SELECT ${values} FROM ${rows} LIMIT 1) AS pgrst_body${where}${writeReturning(relation, returning)}`
  )
}

export function writeDelete(
  statement: Statement,
  relation: Relation,
  { conditions, returning }: { conditions: Condition[]; returning: Returning },
): string {
  const where = writeWhere(statement, relation, conditions)
  return `DELETE FROM ${qualified(relation)} AS ${ident(relation.name)}${where}${writeReturning(relation, returning)}`
}

function writeWhere(statement: Statement, relation: Relation, conditions: Condition[]): string {
  const written = writeConditions(statement, { alias: relation.name, relation }, conditions)
  return written.length === 0 ? '' : ` WHERE ${written.join(' AND ')}`
}

function writeReturning(relation: Relation, returning: Returning): string {
  return ` RETURNING ${listReturning(relation, returning)}`
}

function listReturning({ name }: Relation, returning: Returning): string {
  if (returning === 'none') return '1'
  if (returning === 'all') return `${ident(name)}.*`
  return returning.map((column) => `${ident(name)}.${ident(column)}`).join(', ')
}

/**
 * The columns that the answer's reading needs of what was written, no more: a role may be allowed to read some columns
 * only. Joins of embeds need the columns they join by.
 */
export function neededColumns(root: ReadNode, always: string[]): Returning {
  const needed = new Set(always)
  for (const { field, aggregate } of root.fields) {
    if (field.name === '*' && aggregate === undefined) return 'all'
    if (field.name !== '*') needed.add(field.name)
  }
  for (const { field, relation } of root.order) if (relation === undefined) needed.add(field.name)
  addFields(root.conditions, root, needed)
  for (const { relationship } of root.children) {
    if (relationship?.kind === 'computed') return 'all'
    const pairs = relationship?.kind === 'many-to-many' ? relationship.source : relationship?.columns
    for (const [column] of pairs ?? []) needed.add(column)
  }
  return needed.size === 0 ? 'none' : [...needed]
}

function addFields(conditions: Condition[], root: ReadNode, needed: Set<string>): void {
  for (const condition of conditions) {
    if (condition.kind === 'group') addFields(condition.members, root, needed)
    else if (embedNamed(root, condition) === undefined) needed.add(condition.field.name)
  }
}
