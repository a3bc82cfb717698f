import { loadModule, parseSync } from 'libpg-query'
import type { ProjectUnderCheck } from '../check.ts'
import { byCodeUnit } from '../paths.ts'
import { allowedValues, bucketsOf } from './sql-values.ts'

/**
 * Tables, columns, keys, views and functions that the migrations create, read from their syntax in order. It knows what
 * it does not know: `certain` is false as soon as some SQL cannot be read, and a relation is `open` when its columns
 * cannot be listed.
 */

export type Column = {
  notNull: boolean
  hasDefault: boolean
  generated: boolean
  /** Name of an enum that some migration may create. */
  type?: string
}
export type ForeignKey = { name: string; columns: string[]; schema: string; table: string }
export type Relation = {
  schema: string
  name: string
  kind: 'table' | 'view'
  columns: Map<string, Column>
  keys: ForeignKey[]
  open: boolean
  rewritten: boolean
  /** Checks that list what a column may hold. */
  checks: { name: string; column: string; values: ReadonlySet<string> }[]
}
export type SqlFunction = { name: string; arguments: { name: string; optional: boolean }[]; open: boolean }
export type Catalogue = {
  /** `schema.name` → relation. */
  relations: Map<string, Relation>
  functions: Map<string, SqlFunction[]>
  /** Name → labels. */
  enums: Map<string, Set<string>>
  /** Ids of the buckets that migrations or seed create; null when they cannot be listed. */
  buckets: Set<string> | null
  certain: boolean
}

type Raw = Record<string, unknown>
const rec = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {})
const list = (value: unknown): Raw[] => (Array.isArray(value) ? (value as Raw[]) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const names = (value: unknown): string[] => list(value).map((one) => text(rec(one['String'])['sval']))

export const isMigration = (path: string): boolean => /^supabase\/(?:migrations|schemas)\/[^/]+\.sql$/.test(path)

const catalogues = new WeakMap<ProjectUnderCheck, Promise<Catalogue>>()
export function catalogueOf(project: ProjectUnderCheck): Promise<Catalogue> {
  let known = catalogues.get(project)
  if (!known) catalogues.set(project, (known = readCatalogue(project)))
  return known
}

async function readCatalogue(project: ProjectUnderCheck): Promise<Catalogue> {
  await loadModule()
  const catalogue: Catalogue = {
    relations: new Map(),
    functions: new Map(),
    enums: new Map(),
    buckets: new Set(),
    certain: true,
  }
  for (const path of [...project.files.keys()].filter(isMigration).sort(byCodeUnit)) {
    const sql = project.text(path)
    if (sql === undefined) {
      catalogue.certain = false
      continue
    }
    try {
      for (const { stmt } of list(rec(parseSync(sql))['stmts']) as { stmt?: Raw }[]) if (stmt) apply(catalogue, stmt)
    } catch {
      catalogue.certain = false // `schema` reports what is wrong with it
    }
  }
  readSeeds(project, catalogue)
  return catalogue
}

/** What stands beside the migrations makes no tables, but buckets: seeds, and the configuration of the local stack. */
function readSeeds(project: ProjectUnderCheck, catalogue: Catalogue): void {
  for (const path of [...project.files.keys()].filter((one) => /^supabase\/(?:seeds?\/)?[^/]+\.sql$/.test(one))) {
    try {
      for (const { stmt } of list(rec(parseSync(project.text(path) ?? ''))['stmts']) as { stmt?: Raw }[])
        if (stmt?.['InsertStmt']) createBuckets(catalogue, rec(stmt['InsertStmt']))
    } catch {
      catalogue.buckets = null
    }
  }
  for (const match of (project.text('supabase/config.toml') ?? '').matchAll(
    /^\[storage\.buckets\.["']?([^\]"']+)["']?\]/gm,
  ))
    catalogue.buckets?.add(match[1] as string)
}

function createBuckets(catalogue: Catalogue, insert: Raw): void {
  if (idOf(rangeVar(insert['relation'])) !== 'storage.buckets') return
  const made = bucketsOf(insert)
  if (made === null) catalogue.buckets = null
  else for (const id of made) catalogue.buckets?.add(id)
}

/** The texts that a column may hold; undefined when they are not listed anywhere. */
export function valuesOf(catalogue: Catalogue, relation: Relation, name: string): ReadonlySet<string> | undefined {
  const column = relation.columns.get(name)
  if (!column || relation.kind === 'view') return undefined
  const listed = relation.checks.filter((one) => one.column === name).map(({ values }) => values)
  const labels = column.type === undefined ? undefined : catalogue.enums.get(column.type)
  const all = labels ? [labels, ...listed] : listed
  const [first, ...more] = all
  return first && new Set([...first].filter((one) => more.every((other) => other.has(one))))
}

const rangeVar = (value: unknown): { schema: string; name: string } => {
  const range = rec(rec(value)['RangeVar'] ?? value)
  return { schema: text(range['schemaname']) || 'public', name: text(range['relname']) }
}
const idOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`

function apply(catalogue: Catalogue, statement: Raw): void {
  const [kind = '', body = {}] = (Object.entries(statement)[0] ?? []) as [string, Raw]
  switch (kind) {
    case 'CreateStmt':
      return createTable(catalogue, body)
    case 'CreateTableAsStmt': {
      const target = rangeVar(rec(body['into'])['rel'])
      catalogue.relations.set(idOf(target), relation(target, 'table', true))
      return
    }
    case 'ViewStmt':
      return createView(catalogue, body)
    case 'AlterTableStmt':
      return alterTable(catalogue, body)
    case 'RenameStmt':
      return rename(catalogue, body)
    case 'DropStmt':
      return drop(catalogue, body)
    case 'CreateFunctionStmt':
      return createFunction(catalogue, body)
    case 'CreateEnumStmt':
      catalogue.enums.set(names(body['typeName']).at(-1) ?? '', new Set(names(body['vals'])))
      return
    case 'AlterEnumStmt': {
      const labels = catalogue.enums.get(names(body['typeName']).at(-1) ?? '')
      labels?.add(text(body['newVal']))
      if (body['oldVal'] !== undefined) labels?.delete(text(body['oldVal']))
      return
    }
    case 'InsertStmt':
      return createBuckets(catalogue, body)
    case 'DoStmt':
      if (/storage\.buckets/i.test(JSON.stringify(body))) catalogue.buckets = null
      if (/\b(?:create|alter|drop)\s+(?:table|view|function)|\bexecute\b/i.test(JSON.stringify(body)))
        catalogue.certain = false
      return
    case 'CreateTrigStmt': {
      // A row trigger before insert may fill in what an insert leaves out (timing 2: BEFORE; events & 4: INSERT).
      const before = (Number(body['timing']) & 2) !== 0 && (Number(body['events']) & 4) !== 0
      const target = catalogue.relations.get(idOf(rangeVar(body['relation'])))
      if (target && before) target.rewritten = true
      return
    }
    case 'AlterObjectSchemaStmt':
    case 'ImportForeignSchemaStmt':
    case 'CreateForeignTableStmt':
      catalogue.certain = false
      return
  }
}

const relation = (
  { schema, name }: { schema: string; name: string },
  kind: Relation['kind'],
  open = false,
): Relation => ({
  schema,
  name,
  kind,
  columns: new Map(),
  keys: [],
  open,
  rewritten: false,
  checks: [],
})

function createTable(catalogue: Catalogue, body: Raw): void {
  const target = rangeVar(body['relation'])
  if (catalogue.relations.has(idOf(target)) && body['if_not_exists']) return
  const table = relation(target, 'table', list(body['inhRelations']).length > 0 || body['ofTypename'] !== undefined)
  catalogue.relations.set(idOf(target), table)
  for (const element of list(body['tableElts'])) {
    if (element['ColumnDef']) addColumn(table, rec(element['ColumnDef']))
    else if (element['Constraint']) addConstraint(table, rec(element['Constraint']))
    else table.open = true // LIKE other
  }
}

/** Name of a type that is not an array; only such can be an enum whose labels a text is compared with. */
const typeOf = (value: unknown): string | undefined =>
  list(rec(value)['arrayBounds']).length > 0 ? undefined : names(rec(value)['names']).at(-1)

function addCheck(table: Relation, constraint: Raw, column?: string): void {
  const values = allowedValues(constraint['raw_expr'])
  const name = text(constraint['conname']) || [table.name, column ?? [...values.keys()][0], 'check'].join('_')
  for (const [of, texts] of values) table.checks.push({ name, column: of, values: texts })
}

const SERIAL = /^(?:big|small)?serial\d?$/

function addColumn(table: Relation, definition: Raw): void {
  const name = text(definition['colname'])
  const column: Column = {
    notNull: definition['is_not_null'] === true,
    hasDefault: definition['raw_default'] !== undefined,
    generated: false,
  }
  const type = typeOf(definition['typeName'])
  if (type !== undefined) column.type = type
  if (SERIAL.test(names(rec(definition['typeName'])['names']).at(-1) ?? '')) column.hasDefault = true
  table.columns.set(name, column)
  for (const one of list(definition['constraints'])) {
    const constraint = rec(one['Constraint'])
    switch (constraint['contype']) {
      case 'CONSTR_NOTNULL':
        column.notNull = true
        break
      case 'CONSTR_PRIMARY':
        column.notNull = true
        break
      case 'CONSTR_DEFAULT':
        column.hasDefault = true
        break
      case 'CONSTR_IDENTITY':
        column.hasDefault = true
        column.generated = constraint['generated_when'] === 'a'
        break
      case 'CONSTR_GENERATED':
        column.hasDefault = true
        column.generated = true
        break
      case 'CONSTR_FOREIGN':
        addForeignKey(table, constraint, [name])
        break
      case 'CONSTR_CHECK':
        addCheck(table, constraint, name)
        break
    }
  }
}

function addForeignKey(table: Relation, constraint: Raw, columns: string[]): void {
  const target = rangeVar(constraint['pktable'])
  table.keys.push({
    name: text(constraint['conname']) || `${table.name}_${columns.join('_')}_fkey`,
    columns,
    schema: target.schema,
    table: target.name,
  })
}

function addConstraint(table: Relation, constraint: Raw): void {
  if (constraint['contype'] === 'CONSTR_CHECK') addCheck(table, constraint)
  if (constraint['contype'] === 'CONSTR_FOREIGN') addForeignKey(table, constraint, names(constraint['fk_attrs']))
  if (constraint['contype'] === 'CONSTR_PRIMARY')
    for (const name of names(constraint['keys'])) {
      const column = table.columns.get(name)
      if (column) column.notNull = true
    }
}

function createView(catalogue: Catalogue, body: Raw): void {
  const target = rangeVar(body['view'])
  const view = relation(target, 'view')
  const free = (): Column => ({ notNull: false, hasDefault: true, generated: false })
  const aliases = names(body['aliases'])
  const query = rec(rec(body['query'])['SelectStmt'])
  const targets = list(query['targetList'])
  if (aliases.length > 0) for (const name of aliases) view.columns.set(name, free())
  else if (targets.length === 0) view.open = true // VALUES, UNION
  else
    for (const one of targets) {
      const result = rec(one['ResTarget'])
      const value = rec(result['val'])
      const fields = list(rec(value['ColumnRef'])['fields'])
      const last = fields.at(-1)
      const name =
        text(result['name']) ||
        text(rec(last?.['String'])['sval']) ||
        names(rec(value['FuncCall'])['funcname']).at(-1) ||
        ''
      if (last?.['A_Star'] !== undefined || name === '') view.open = true
      else view.columns.set(name, free())
    }
  catalogue.relations.set(idOf(target), view)
}

function alterTable(catalogue: Catalogue, body: Raw): void {
  const table = catalogue.relations.get(idOf(rangeVar(body['relation'])))
  if (!table) return
  for (const one of list(body['cmds'])) {
    const command = rec(one['AlterTableCmd'])
    const column = table.columns.get(text(command['name']))
    const definition = rec(command['def'])
    switch (command['subtype']) {
      case 'AT_AddColumn':
        addColumn(table, rec(definition['ColumnDef']))
        break
      case 'AT_DropColumn':
        table.columns.delete(text(command['name']))
        table.checks = table.checks.filter(({ column: of }) => of !== text(command['name']))
        table.keys = table.keys.filter(({ columns }) => !columns.includes(text(command['name'])))
        break
      case 'AT_AddConstraint':
        addConstraint(table, rec(definition['Constraint']))
        break
      case 'AT_DropConstraint':
        table.keys = table.keys.filter(({ name }) => name !== text(command['name']))
        table.checks = table.checks.filter(({ name }) => name !== text(command['name']))
        break
      case 'AT_SetNotNull':
        if (column) column.notNull = true
        break
      case 'AT_DropNotNull':
        if (column) column.notNull = false
        break
      case 'AT_ColumnDefault':
        if (column) column.hasDefault = command['def'] !== undefined
        break
      case 'AT_AlterColumnType': {
        const type = typeOf(definition['ColumnDef'] ? rec(definition['ColumnDef'])['typeName'] : definition['typeName'])
        if (column && type === undefined) delete column.type
        else if (column && type !== undefined) column.type = type
        break
      }
      case 'AT_AddIdentity':
        if (column) column.hasDefault = true
        break
    }
  }
}

function rename(catalogue: Catalogue, body: Raw): void {
  const target = rangeVar(body['relation'])
  const found = catalogue.relations.get(idOf(target))
  const next = text(body['newname'])
  if (body['renameType'] === 'OBJECT_TABLE' || body['renameType'] === 'OBJECT_VIEW') {
    if (!found) return
    catalogue.relations.delete(idOf(target))
    found.name = next
    catalogue.relations.set(idOf(found), found)
    for (const other of catalogue.relations.values())
      for (const key of other.keys) if (key.schema === target.schema && key.table === target.name) key.table = next
  } else if (body['renameType'] === 'OBJECT_COLUMN' && found) {
    const old = text(body['subname'])
    const column = found.columns.get(old)
    if (column) found.columns.set(next, column)
    found.columns.delete(old)
    for (const one of found.checks) if (one.column === old) one.column = next
    for (const key of found.keys) key.columns = key.columns.map((one) => (one === old ? next : one))
  } else if (body['renameType'] === 'OBJECT_TABCONSTRAINT' && found) {
    for (const one of [...found.checks, ...found.keys]) if (one.name === text(body['subname'])) one.name = next
  } else if (body['renameType'] === 'OBJECT_FUNCTION') catalogue.certain = false
}

function drop(catalogue: Catalogue, body: Raw): void {
  for (const object of list(body['objects'])) {
    const parts = object['List'] ? names(rec(object['List'])['items']) : names(rec(object['ObjectWithArgs'])['objname'])
    const name = parts.at(-1) ?? ''
    const schema = parts.length > 1 ? (parts.at(-2) as string) : 'public'
    if (/OBJECT_(?:TABLE|VIEW|MATVIEW)/.test(text(body['removeType']))) {
      catalogue.relations.delete(`${schema}.${name}`)
      for (const other of catalogue.relations.values())
        other.keys = other.keys.filter((key) => !(key.schema === schema && key.table === name))
    } else if (body['removeType'] === 'OBJECT_FUNCTION') catalogue.functions.delete(`${schema}.${name}`)
  }
}

function createFunction(catalogue: Catalogue, body: Raw): void {
  const parts = names(body['funcname'])
  const id = `${parts.length > 1 ? parts.at(-2) : 'public'}.${parts.at(-1)}`
  const parameters = list(body['parameters'])
    .map((one) => rec(one['FunctionParameter']))
    .filter(({ mode }) => mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE')
  const created: SqlFunction = {
    name: parts.at(-1) ?? '',
    arguments: parameters.map((one) => ({ name: text(one['name']), optional: one['defexpr'] !== undefined })),
    open: parameters.some((one) => text(one['name']) === '' || one['mode'] === 'FUNC_PARAM_VARIADIC'),
  }
  const others =
    body['replace'] === true
      ? (catalogue.functions.get(id) ?? []).filter((one) => one.arguments.length !== created.arguments.length)
      : (catalogue.functions.get(id) ?? [])
  catalogue.functions.set(id, [...others, created])
}
