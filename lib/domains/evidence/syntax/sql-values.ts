/** Which texts a column may hold: what a check constraint lists, read from the syntax of its expression. */

type Raw = Record<string, unknown>
const rec = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])

/** Column → the only texts that the expression lets it hold. */
export type AllowedValues = Map<string, Set<string>>

const columnOf = (value: unknown): string | undefined => {
  const node = rec(value)
  if (node['TypeCast']) return columnOf(rec(node['TypeCast'])['arg'])
  const last = rec(list(rec(node['ColumnRef'])['fields']).at(-1))
  const name = rec(last['String'])['sval']
  return typeof name === 'string' ? name : undefined
}

const textOf = (value: unknown): string | undefined => {
  const node = rec(value)
  if (node['TypeCast']) return textOf(rec(node['TypeCast'])['arg'])
  const constant = rec(node['A_Const'])
  if (constant['sval'] === undefined) return undefined
  const text = rec(constant['sval'])['sval']
  return typeof text === 'string' ? text : '' // libpg-query leaves an empty text out
}

const elements = (value: unknown): unknown[] => {
  const node = rec(value)
  if (node['TypeCast']) return elements(rec(node['TypeCast'])['arg'])
  if (node['List']) return list(rec(node['List'])['items'])
  return list(rec(node['A_ArrayExpr'])['elements'])
}

/**
 * `status in ('a', 'b')`, `status = any (array[…])`, `status = 'a' or status = 'b'`, `… is null or …`, and such joined
 * by `and`.
 */
export function allowedValues(expression: unknown): AllowedValues {
  const none: AllowedValues = new Map()
  const node = rec(expression)
  const compare = rec(node['A_Expr'])
  if (node['A_Expr']) {
    const column = columnOf(compare['lexpr'])
    const operator = rec(rec(list(compare['name'])[0])['String'])['sval']
    if (column === undefined || operator !== '=') return none
    const texts =
      compare['kind'] === 'AEXPR_OP'
        ? [textOf(compare['rexpr'])]
        : compare['kind'] === 'AEXPR_IN' || compare['kind'] === 'AEXPR_OP_ANY'
          ? elements(compare['rexpr']).map(textOf)
          : []
    const known = texts.filter((one) => one !== undefined)
    return known.length > 0 && known.length === texts.length ? new Map([[column, new Set(known)]]) : none
  }
  const bool = rec(node['BoolExpr'])
  const parts = list(bool['args'])
  if (bool['boolop'] === 'AND_EXPR') {
    const all: AllowedValues = new Map()
    for (const part of parts)
      for (const [column, values] of allowedValues(part)) {
        const before = all.get(column)
        all.set(column, before ? new Set([...before].filter((one) => values.has(one))) : values)
      }
    return all
  }
  if (bool['boolop'] === 'OR_EXPR') {
    const branches = parts.filter((part) => !isNullTest(part)).map(allowedValues)
    const [first] = branches
    const column = first ? [...first.keys()][0] : undefined
    // Only where every branch is about the same column is the list closed.
    if (column === undefined || branches.some((one) => one.size !== 1 || !one.has(column))) return none
    return new Map([[column, new Set(branches.flatMap((one) => [...(one.get(column) ?? [])]))]])
  }
  return none
}

const isNullTest = (part: unknown): boolean => rec(rec(part)['NullTest'])['nulltesttype'] === 'IS_NULL'

/** The ids of the buckets that an insert into `storage.buckets` makes; null when they cannot be listed. */
export function bucketsOf(insert: unknown): string[] | null {
  const body = rec(insert)
  const columns = list(body['cols']).map((one) => rec(rec(one)['ResTarget'])['name'])
  const at = columns.length === 0 ? 0 : columns.indexOf('id')
  const rows = list(rec(rec(body['selectStmt'])['SelectStmt'])['valuesLists'])
  if (at < 0 || rows.length === 0) return null
  const found: string[] = []
  for (const row of rows) {
    const values = list(rec(rec(row)['List'])['items'])
    const id = textOf(values[at])
    if (id === undefined) return null
    found.push(id)
  }
  return found
}
