import { RestError } from '../rest-error.ts'
import { invalidFilters, maxAffectedViolation, putMatchingPk, singularity, tableNotFound } from '../errors.ts'
import type { Condition } from '../parse/parse-filter.ts'
import { readRows } from '../payload.ts'
import { buildReadTree, type Limits, type ReadNode } from './read-tree.ts'
import type { RestRequest } from '../rest-request.ts'
import { closest } from '../schema/closest.ts'
import type { Relation, SchemaCache } from '../schema/model.ts'
import { Statement } from '../write/sql.ts'
import { type Answer, shapeOf, writeAnswer } from '../write/write-answer.ts'
import { neededColumns, type Returning, writeDelete, writeInsert, writeUpdate } from '../write/write-mutation.ts'
import { writeRead } from '../write/write-read.ts'
import { type Plan, planTotal } from './plan.ts'

/** What has to run for a request on a table or view. */
export function planRelation(read: RestRequest, name: string, cache: SchemaCache, limits: Limits): Plan {
  const relation = cache.relations.get(read.schema)?.get(name)
  if (relation === undefined) {
    const names = cache.relations.get(read.schema)?.keys() ?? []
    throw tableNotFound(read.schema, name, closest(name, names, 0.75))
  }
  return read.kind === 'read' ? planRead(read, relation, cache, limits) : planMutation(read, relation, cache, limits)
}

function planRead(read: RestRequest, relation: Relation, cache: SchemaCache, limits: Limits): Plan {
  const root = { schema: read.schema, name: relation.name, relation }
  const tree = buildReadTree(root, read.query, { cache, limits, ofRoot: 'all' })
  const statement = new Statement()
  const rows = writeRead(statement, tree, 'table')
  const { total, explain } = planTotal(read, tree, statement, 'table', limits.maxRows)
  const { stripNulls } = read.media
  const sql = writeAnswer({ rows, shape: shapeOf(read.media, read.method === 'HEAD'), stripNulls, total })
  return { sql, statement, explain, isReadOnly: true, check: checkSingular(read), slice: tree.slice, relation }
}

function checkSingular(read: RestRequest): (answer: Answer) => void {
  return ({ rows }) => {
    if (read.media.format === 'object' && rows !== 1) throw singularity(rows)
  }
}

function planMutation(read: RestRequest, relation: Relation, cache: SchemaCache, limits: Limits): Plan {
  const root = { schema: read.schema, name: relation.name, relation }
  const tree = buildReadTree(root, read.query, { cache, limits, ofRoot: 'order only' })
  const statement = new Statement()
  const mode = read.preferences.return
  const wantsKey = read.kind === 'insert' && mode === 'headers-only'
  const returning = returningOf(read, relation, tree)
  const source = writeSource(statement, read, relation, returning)
  const isFull = mode === 'representation'
  const rows = isFull ? writeRead(statement, tree, 'pgrst_source') : 'SELECT 1 FROM pgrst_source'
  const sql = writeAnswer({
    source,
    rows,
    shape: isFull ? shapeOf(read.media, false) : 'none',
    stripNulls: read.media.stripNulls,
    key: wantsKey ? relation.primaryKey : [],
  })
  return { sql, statement, isReadOnly: false, check: checkMutation(read), slice: { offset: 0 }, relation }
}

function returningOf(read: RestRequest, relation: Relation, tree: ReadNode): Returning {
  const mode = read.preferences.return
  if (mode === 'representation') return neededColumns(tree, [])
  if (mode === 'headers-only' && read.kind === 'insert' && relation.primaryKey.length > 0) return relation.primaryKey
  return 'none'
}

function writeSource(statement: Statement, read: RestRequest, relation: Relation, returning: Returning): string {
  const { query, preferences } = read
  const conditions = query.conditions.filter(({ path }) => path.length === 0).map(({ condition }) => condition)
  const applyDefaults = preferences.missing === 'default'
  if (read.kind === 'delete') {
    requireCondition('DELETE', conditions)
    return writeDelete(statement, relation, { conditions, returning })
  }
  const columns = read.kind === 'put' ? undefined : query.columns
  const payload = readRows(read.body, read.contentType, columns)
  if (read.kind === 'update') {
    if (payload.keys.length > 0) requireCondition('UPDATE', conditions)
    return writeUpdate(statement, relation, { payload, applyDefaults, conditions, returning })
  }
  if (read.kind === 'put') {
    checkPut(relation, conditions)
    const conflict = { columns: relation.primaryKey, action: 'update' as const }
    return writeInsert(statement, relation, { payload, applyDefaults: false, conflict, conditions, returning })
  }
  const target = query.onConflict ?? relation.primaryKey
  const { resolution } = preferences
  const action = resolution === 'merge-duplicates' ? ('update' as const) : ('nothing' as const)
  const conflict = resolution === undefined || target.length === 0 ? undefined : { columns: target, action }
  return writeInsert(statement, relation, { payload, applyDefaults, conflict, conditions: [], returning })
}

/** Supabase loads safeupdate for its API: nobody changes a whole table by leaving out a filter. */
function requireCondition(verb: 'UPDATE' | 'DELETE', conditions: Condition[]): void {
  if (conditions.length === 0) throw new RestError(400, '21000', `${verb} requires a WHERE clause`)
}

function checkPut(relation: Relation, conditions: Condition[]): void {
  const names = conditions.map((condition) =>
    condition.kind === 'filter' &&
    !condition.negated &&
    condition.field.path.length === 0 &&
    condition.operation.kind === 'quantified' &&
    condition.operation.operator === 'eq' &&
    condition.operation.quantifier === undefined
      ? condition.field.name
      : '',
  )
  const { primaryKey } = relation
  const isKey = primaryKey.length > 0 && names.length === primaryKey.length
  if (!isKey || !primaryKey.every((name) => names.includes(name))) throw invalidFilters()
}

function checkMutation(read: RestRequest): (answer: Answer) => void {
  const { handling, maxAffected } = read.preferences
  const isBounded = handling === 'strict' && (read.kind === 'update' || read.kind === 'delete')
  return ({ rows, affected }) => {
    if (read.kind === 'put' && affected !== 1) throw putMatchingPk()
    if (isBounded && maxAffected !== undefined && affected! > maxAffected) throw maxAffectedViolation(affected!)
    if (read.media.format === 'object' && rows !== 1) throw singularity(rows)
  }
}
