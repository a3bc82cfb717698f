import { columnOf, primaryKey, type Catalogue, type Policy, type Table } from '../access/catalogue.ts'
import { parseScript, type Tree } from '../sql/parse-script.ts'
import { fieldsOf, list, rangeName, text, unwrap, walk } from '../sql/tree.ts'
import { called, plain } from './read-sql.ts'

/** Which columns policies believe: read from the subqueries by which they ask what somebody is. */

export type Trust = {
  table: Table
  /** The column that says whose row it is. */
  user: string
  column: string
  /** Texts that policies compare it with. */
  values: string[]
  /** Tables whose policies believe it. */
  believers: Set<string>
}

const isForUsers = ({ roles }: Policy): boolean => roles.some((role) => role === 'public' || role === 'authenticated')

/** The selects within a text that is no single query: from the word to the end of its statement or brackets. */
function selectsIn(body: string): string[] {
  const found: string[] = []
  for (const { index } of body.matchAll(/\bselect\b/gi)) {
    let depth = 0
    let end = index
    for (; end < body.length; end++) {
      const char = body[end]
      if (char === '(') depth++
      else if (char === ')') depth--
      if (depth < 0 || char === ';' || (depth === 0 && /^\s(?:then|loop)\b/i.test(body.slice(end, end + 6)))) break
    }
    found.push(body.slice(index, end).replace(/\binto\s+(?:strict\s+)?\w+(?:\s*,\s*\w+)*/i, ' '))
  }
  return found.slice(0, 40)
}

const columnParts = (fields: Tree): string[] => list(fields.fields).map((one) => text(fieldsOf(one).sval))

/** Whether a side of a comparison is the caller: `auth.uid()`, or, in a function, an argument or variable. */
function isCaller(node: unknown, isOwn: (parts: string[]) => boolean, inFunction: boolean): boolean {
  let asks = false
  walk(node, (name, fields) => {
    if (name !== 'FuncCall') return
    const parts = list(fields.funcname).map((one) => text(fieldsOf(one).sval))
    if (parts.at(-2) === 'auth' && (parts.at(-1) === 'uid' || parts.at(-1) === 'jwt')) asks = true
  })
  if (asks) return true
  const { name, fields } = unwrap(node)
  return inFunction && (name === 'ParamRef' || (name === 'ColumnRef' && !isOwn(columnParts(fields))))
}

/** Tables of a `from`, by the name they go by. */
function tablesOf(select: Tree, catalogue: Catalogue): Map<string, Table> {
  const tables = new Map<string, Table>()
  walk(list(select.fromClause), (name, fields) => {
    if (name !== 'RangeVar') return
    const { schema, name: relation } = rangeName({ RangeVar: fields })
    const table = catalogue.tables.get(`${schema}.${relation}`)
    if (table) tables.set(text(fieldsOf(fields.alias).aliasname) || relation, table)
  })
  return tables
}

type Believed = { table: Table; user: string; columns: string[] }

/** The rows that a select finds by the caller, and the columns it takes from them. */
function believedBy(select: Tree, catalogue: Catalogue, inFunction: boolean): Believed[] {
  return [...tablesOf(select, catalogue)].flatMap(([alias, table]): Believed[] => {
    const own = (parts: string[]): string | null => {
      const column = parts.at(-1) ?? ''
      if (parts.length > 1 && parts.at(-2) !== alias && parts.at(-2) !== table.name) return null
      return columnOf(table, column) ? column : null
    }
    const users = new Set<string>()
    walk([select.whereClause, select.fromClause], (name, fields) => {
      if (name !== 'A_Expr') return
      const sides = [fields.lexpr, fields.rexpr]
      sides.forEach((side, at) => {
        const { name: kind, fields: inner } = unwrap(side)
        const column = kind === 'ColumnRef' ? own(columnParts(inner)) : null
        const isKey = column !== null && columnOf(table, column)?.base === 'uuid'
        if (isKey && isCaller(sides[1 - at], (parts) => own(parts) !== null, inFunction)) users.add(column)
      })
    })
    const [user] = users
    if (user === undefined) return []
    const key = primaryKey(table)
    const columns = new Set<string>()
    walk([select.targetList, select.whereClause, select.fromClause], (name, fields) => {
      const column = name === 'ColumnRef' ? own(columnParts(fields)) : null
      if (column !== null && !users.has(column) && !(key.length === 1 && key[0] === column)) columns.add(column)
    })
    return columns.size > 0 ? [{ table, user, columns: [...columns] }] : []
  })
}

/** Every select below a tree. */
function selectsBelow(tree: Tree | null): Tree[] {
  const found: Tree[] = []
  walk(tree, (name, fields) => {
    if (name === 'SelectStmt') found.push(fields)
  })
  return found
}

const literals = (sql: string): string[] => [...sql.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value)

/** Reads what the policies for signed-in users believe, through the functions that they ask. */
export async function readTrust(catalogue: Catalogue): Promise<Trust[]> {
  const found = new Map<string, Trust>()
  const parsed = new Map<string, Believed[]>()
  const read = async (sql: string, inFunction: boolean): Promise<Believed[]> => {
    const known = parsed.get(sql)
    if (known) return known
    const snippets = inFunction ? selectsIn(plain(sql)) : [`select ${sql}`]
    const believed: Believed[] = []
    for (const snippet of snippets)
      for (const statement of await parseScript(snippet))
        for (const select of selectsBelow(statement.tree)) believed.push(...believedBy(select, catalogue, inFunction))
    parsed.set(sql, believed)
    return believed
  }
  for (const asking of catalogue.tables.values())
    for (const policy of asking.policies.filter((one) => one.isPermissive && isForUsers(one))) {
      const texts = [policy.using, policy.check].filter((one) => one !== null)
      const functions = new Set(texts.flatMap((one) => called(plain(one), catalogue)))
      for (const one of functions) for (const next of called(plain(one.body), catalogue)) functions.add(next)
      const bodies = [...functions].map(({ body }) => body)
      const believed = [
        ...(await Promise.all(texts.map((one) => read(one, false)))).flat(),
        ...(await Promise.all(bodies.map((one) => read(one, true)))).flat(),
      ]
      const values = [...texts, ...bodies].flatMap(literals)
      for (const { table, user, columns } of believed)
        for (const column of columns) {
          const id = `${table.id} ${user} ${column}`
          const trust = found.get(id) ?? { table, user, column, values: [], believers: new Set<string>() }
          trust.values = [...new Set([...trust.values, ...values])]
          trust.believers.add(asking.id)
          found.set(id, trust)
        }
    }
  return [...found.values()]
}
