import type { SqlScript } from '../scratch/apply-scripts.ts'
import { fieldsOf, list, nameParts, qualified, rangeName, stringOf, text, unwrap, type Name } from './tree.ts'
import { placeOf } from './split-statements.ts'

/**
 * Where in the migrations an object was made, so that a finding about the resulting schema points at the line that
 * causes it.
 */
export type SourcePlace = { file: string; line: number; column: number }
export type SourceIndex = {
  /**
   * The last statement that made it: `table public.orders`, `policy public.orders read own`, `view …`, `function
   * public.f`, `trigger …`.
   */
  find(kind: 'table' | 'policy' | 'view' | 'function' | 'rls', name: string): SourcePlace | null
  /** The last grant on that object to that role (`PUBLIC` for everybody), also through `all tables in schema`. */
  grant(table: string, role: string): SourcePlace | null
  /** Where findings go that concern no statement: the first migration. */
  start: SourcePlace
}

const id = ({ schema, name }: Name): string => `${schema}.${name}`

/** `kind name` → statement, for one parsed statement. */
function namesOf(tree: unknown): string[] {
  const { name: kind, fields } = unwrap(tree)
  switch (kind) {
    case 'CreateStmt':
      return [`table ${id(rangeName(fields.relation))}`]
    case 'CreateTableAsStmt':
      return ['table', 'view'].map((what) => `${what} ${id(rangeName(fieldsOf(fields.into).rel))}`)
    case 'CreatePolicyStmt':
    case 'AlterPolicyStmt':
      return [`policy ${id(rangeName(fields.table))} ${text(fields.policy_name)}`]
    case 'ViewStmt':
      return [`view ${id(rangeName(fields.view))}`]
    case 'CreateFunctionStmt':
      return [`function ${id(qualified(fields.funcname))}`]
    case 'AlterTableStmt':
      return list(fields.cmds).some((cmd) => text(fieldsOf(cmd).subtype).endsWith('RowSecurity'))
        ? [`rls ${id(rangeName(fields.relation))}`]
        : []
    case 'RenameStmt': {
      const { schema } = rangeName(fields.relation)
      return text(fields.renameType) === 'OBJECT_TABLE' ? [`table ${schema}.${text(fields.newname)}`] : []
    }
    default:
      return []
  }
}

function grantsOf(tree: unknown): string[] {
  const { name: kind, fields } = unwrap(tree)
  if (kind !== 'GrantStmt' || fields.is_grant !== true) return []
  const roles = list(fields.grantees).map((role) =>
    text(fieldsOf(role).roletype) === 'ROLESPEC_PUBLIC' ? 'PUBLIC' : text(fieldsOf(role).rolename),
  )
  const objects = list(fields.objects).map((object) => {
    const { name, fields: inner } = unwrap(object)
    if (text(fields.targtype) === 'ACL_TARGET_ALL_IN_SCHEMA') return `${stringOf(object)}.*`
    if (name === 'RangeVar') return id(rangeName(object))
    if (name === 'ObjectWithArgs') return id(qualified(inner.objname))
    return nameParts([object]).join('.')
  })
  return roles.flatMap((role) => objects.map((object) => `${object} ${role}`))
}

export function indexSources(scripts: readonly SqlScript[]): SourceIndex {
  const places = new Map<string, SourcePlace>()
  const grants = new Map<string, SourcePlace>()
  for (const script of scripts) {
    for (const statement of script.statements) {
      const at = (): SourcePlace => ({ file: script.path, ...placeOf(script.text, statement.start) })
      for (const name of namesOf(statement.tree)) places.set(name, at())
      for (const name of grantsOf(statement.tree)) grants.set(name, at())
    }
  }
  return {
    find: (kind, name) => places.get(`${kind} ${name}`) ?? null,
    grant: (table, role) => grants.get(`${table} ${role}`) ?? grants.get(`${table.split('.')[0]}.* ${role}`) ?? null,
    start: { file: scripts[0]?.path ?? 'supabase/migrations', line: 1, column: 1 },
  }
}
