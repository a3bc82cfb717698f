import { invalidRange } from '../errors.ts'
import { RestError } from '../rest-error.ts'
import { Cursor } from './cursor.ts'
import { readName } from './field.ts'
import { type Condition, type EmbedPath, parseFilter, parseLogic, parseTreePath } from './parse-filter.ts'
import { type OrderTerm, parseOrder } from './parse-order.ts'
import { parseSelect, type SelectItem } from './parse-select.ts'

/** Rows to answer: how many at most (no bound when absent) and how many to leave out first. */
export type Slice = { limit?: number; offset: number }

/** Everything an address says about one request, read but not yet looked up in the schema. */
export type Query = {
  select: SelectItem[]
  conditions: { path: EmbedPath; condition: Condition }[]
  orders: { path: EmbedPath; terms: OrderTerm[] }[]
  slices: { path: EmbedPath; slice: Slice }[]
  /** `columns=`: which keys of the body are written. */
  columns?: string[]
  onConflict?: string[]
  /** Arguments of a function called by GET, in their order; a name may come again (variadic). */
  args: [string, string][]
}

/** More parameters than a browser's address can hold. */
const MAX_PARAMETERS = 1000

/**
 * Reads an address's parameters.
 *
 * @param isCall whether a function is called by GET or HEAD: then a value without an operator is an argument
 */
export function parseQuery(parameters: URLSearchParams, isCall: boolean): Query {
  if (parameters.size > MAX_PARAMETERS) {
    throw new RestError(414, 'PGRST100', `more than ${MAX_PARAMETERS} query parameters`)
  }
  const query: Query = { select: [], conditions: [], orders: [], slices: [], args: [] }
  query.select = parseSelect(parameters.get('select') || '*')
  query.columns = readColumns(parameters, 'columns')
  query.onConflict = readColumns(parameters, 'on_conflict')
  const slices = new Map<string, { limit?: number; offset?: number }>()
  for (const [key, value] of parameters) readParameter(query, slices, key, value, isCall)
  for (const [key, { limit, offset }] of slices) {
    query.slices.push({ path: pathOf(key), slice: { limit, offset: offset ?? 0 } })
  }
  return query
}

function readParameter(
  query: Query,
  slices: Map<string, { limit?: number; offset?: number }>,
  key: string,
  value: string,
  isCall: boolean,
): void {
  if (key === '' || key === 'select' || key === 'columns' || key === 'on_conflict') return
  const last = key.slice(key.lastIndexOf('.') + 1)
  const before = key.slice(0, Math.max(0, key.length - last.length - 1))
  switch (last) {
    case 'and':
    case 'or': {
      const { path, group } = parseLogic(key, value)
      query.conditions.push({ path, condition: group })
      return
    }
    case 'order':
      query.orders.push({ path: pathOf(before), terms: parseOrder(value) })
      return
    case 'limit':
    case 'offset':
      if (!/^-?\d{1,15}$/.test(value)) return
      if (last === 'limit' && Number(value) < 0) {
        throw invalidRange('Limit should be greater than or equal to zero.')
      }
      slices.set(before, { ...slices.get(before), [last]: Math.max(0, Number(value)) })
      return
    default:
      readFilter(query, key, value, isCall)
  }
}

function readFilter(query: Query, key: string, value: string, isCall: boolean): void {
  const { path, field } = parseTreePath(key)
  try {
    query.conditions.push({ path, condition: parseFilter(field, value) })
  } catch (error) {
    if (!isCall) throw error
    query.args.push([field.name, value])
  }
}

function pathOf(key: string): EmbedPath {
  if (key === '') return []
  const cursor = new Cursor(key, `failed to parse tree path (${key})`)
  const names = [readName(cursor)]
  while (cursor.take('.')) names.push(readName(cursor))
  return names
}

function readColumns(parameters: URLSearchParams, key: string): string[] | undefined {
  const text = parameters.get(key)
  if (text === null) return undefined
  const cursor = new Cursor(text, `failed to parse ${key} parameter (${text})`)
  const names: string[] = []
  do {
    cursor.spaces()
    names.push(readName(cursor))
    cursor.spaces()
  } while (cursor.take(','))
  if (!cursor.done) throw cursor.fail('"," or end of input')
  return [...new Set(names)]
}
