import type { Statement, Tree } from './parse-script.ts'
import { fieldsOf, list, nameParts, qualified, rangeName, stringOf, text, unwrap, walk } from './tree.ts'

/**
 * Explains early what a migration may not do. It is not the boundary: dynamic SQL passes it, and the role that runs the
 * migration is refused the same things by Postgres itself. So it reads statements, and the words of function bodies,
 * and no further.
 */
export type Refusal = { rule: 'forbidden-statement' | 'auth-redefined'; message: string }

const FILE_FUNCTIONS =
  /^(pg_read_(binary_)?file|pg_ls_\w+|pg_stat_file|pg_file_\w+|lo_import|lo_export|pg_logdir_ls|pg_current_logfile|dblink\w*|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_promote|pg_create_\w*replication_slot|pg_switch_wal|pg_export_snapshot)$/
/** The same inside a function body or a DO block, where only words can be looked at. */
const BODY_WORDS =
  /\b(pg_read_(?:binary_)?file|pg_ls_(?:dir|logdir|waldir|tmpdir)|lo_import|lo_export|dblink(?:_\w+)?|alter\s+system|copy\s+[^;]*\b(?:program|from|to)\s+(?:program\s+)?'[^']|set\s+(?:local\s+|session\s+)(?:role|session\s+authorization)\b|set\s+session\s+authorization\b|(?<!\bupdate\b[^;]*)set\s+role\b|create\s+(?:role|user)\b|alter\s+(?:role|user)\b|create\s+tablespace\b)/i

const UNTRUSTED_LANGUAGES = ['c', 'internal', 'plpythonu', 'plpython3u', 'plpython2u', 'plperlu', 'pltclu', 'plsh']
const REFUSED_EXTENSIONS = [
  'dblink',
  'postgres_fdw',
  'file_fdw',
  'adminpack',
  'plpython3u',
  'plperlu',
  'pltclu',
  'http',
  'pageinspect',
  'pg_surgery',
]
const OWNED_BY_SUPABASE = ['auth']

const forbid = (message: string): Refusal => ({ rule: 'forbidden-statement', message })
const redefined = (what: string): Refusal => ({
  rule: 'auth-redefined',
  message: `${what} belongs to Supabase; a migration must not redefine it.`,
})

const optionOf = (options: unknown, name: string): unknown =>
  list(options)
    .map(fieldsOf)
    .find((option) => option.defname === name)?.arg

/** What stands alone, by the kind of statement. */
const FORBIDDEN: Record<string, string> = {
  AlterSystemStmt: 'ALTER SYSTEM changes the whole server.',
  CreateTableSpaceStmt: 'CREATE TABLESPACE reaches the file system of the server.',
  DropTableSpaceStmt: 'DROP TABLESPACE changes the whole server.',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE changes the whole server.',
  CreateRoleStmt:
    'CREATE ROLE changes the whole server; a project on Supabase works with anon, authenticated and service_role.',
  AlterRoleStmt: 'ALTER ROLE changes the whole server.',
  DropRoleStmt: 'DROP ROLE changes the whole server.',
  GrantRoleStmt: 'Making one role a member of another lets requests change their identity.',
  CreateFdwStmt: 'A foreign data wrapper reaches outside the database.',
  CreateForeignServerStmt: 'A foreign server reaches outside the database.',
  CreateUserMappingStmt: 'A foreign server reaches outside the database.',
  ImportForeignSchemaStmt: 'A foreign server reaches outside the database.',
  LoadStmt: 'LOAD brings machine code into the server.',
  CreateSubscriptionStmt: 'A subscription reaches outside the database.',
  CreatedbStmt: 'A migration works in one database; CREATE DATABASE is not for it.',
  DropdbStmt: 'DROP DATABASE is not for a migration.',
  AlterDatabaseStmt: 'ALTER DATABASE changes how the server treats the database.',
  CreatePLangStmt: 'A new procedural language runs code outside the database.',
}

function refuseCopy(fields: Tree): Refusal | null {
  if (fields.is_program === true) return forbid('COPY … PROGRAM runs a command on the server.')
  if (text(fields.filename)) return forbid('COPY from or to a file reaches the file system of the server.')
  return null
}

function refuseFunction(fields: Tree): Refusal | null {
  const { schema, name } = qualified(fields.funcname)
  if (OWNED_BY_SUPABASE.includes(schema)) return redefined(`${schema}.${name}()`)
  const language = stringOf(optionOf(fields.options, 'language')).toLowerCase()
  if (UNTRUSTED_LANGUAGES.includes(language)) return forbid(`Language "${language}" runs code outside the database.`)
  return null
}

function refuseDrop(fields: Tree): Refusal | null {
  const type = text(fields.removeType)
  // Triggers and policies on auth.users are the project's own.
  if (type === 'OBJECT_TRIGGER' || type === 'OBJECT_POLICY') return null
  for (const object of list(fields.objects)) {
    const { name: kind, fields: inner } = unwrap(object)
    const parts =
      kind === 'List'
        ? nameParts(inner.items)
        : kind === 'ObjectWithArgs'
          ? nameParts(inner.objname)
          : [stringOf(object)]
    const schema = type === 'OBJECT_SCHEMA' ? parts[0] : parts.length > 1 ? parts[parts.length - 2] : undefined
    if (schema !== undefined && OWNED_BY_SUPABASE.includes(schema)) return redefined(parts.join('.'))
  }
  return null
}

const inAuth = (node: unknown): string | null => {
  const { schema, name } = rangeName(node)
  return OWNED_BY_SUPABASE.includes(schema) ? `${schema}.${name}` : null
}

function refuseByKind(kind: string, fields: Tree): Refusal | null {
  const plain = FORBIDDEN[kind]
  if (plain) return forbid(plain)
  const relation = {
    CreateStmt: fields.relation,
    AlterTableStmt: fields.relation,
    ViewStmt: fields.view,
    RenameStmt: fields.relation,
    RuleStmt: fields.relation,
  }[kind]
  const auth = relation === undefined ? null : inAuth(relation)
  if (auth) return redefined(auth)
  switch (kind) {
    case 'CopyStmt':
      return refuseCopy(fields)
    case 'CreateFunctionStmt':
      return refuseFunction(fields)
    case 'DropStmt':
      return refuseDrop(fields)
    case 'VariableSetStmt':
      if (text(fields.kind) === 'VAR_RESET' || text(fields.kind) === 'VAR_SET_DEFAULT') return null
      return ['role', 'session_authorization'].includes(text(fields.name))
        ? forbid('SET ROLE and SET SESSION AUTHORIZATION change who the migration runs as.')
        : null
    case 'TransactionStmt':
      return text(fields.kind).includes('PREPARE')
        ? forbid('A prepared transaction would outlive the migration.')
        : null
    case 'CreateExtensionStmt':
      return REFUSED_EXTENSIONS.includes(text(fields.extname))
        ? forbid(`Extension "${text(fields.extname)}" reaches outside the database.`)
        : null
    case 'CreateForeignTableStmt':
      return forbid('A foreign table reaches outside the database.')
    default:
      return null
  }
}

/** What a body runs: without comments, and without its texts, which are only SQL where something executes them. */
function wordsOf(body: string): string {
  const code = body.replace(/--[^\n]*/g, ' ').replace(/\/\*[\s\S]*?\*\//g, ' ')
  return /\bexecute\b/i.test(code) ? code : code.replace(/'(?:[^']|'')*'/g, "'_'")
}

/** The body of a DO block or a function, or ''. */
function bodyOf(kind: string, fields: Tree): string {
  if (kind === 'DoStmt') return stringOf(optionOf(fields.args, 'as'))
  if (kind !== 'CreateFunctionStmt') return ''
  const source = optionOf(fields.options, 'as')
  return list(fieldsOf(source).items).map(stringOf).join('\n') || stringOf(source)
}

/** Why this statement is refused, or null. */
export function refuse(statement: Statement): Refusal | null {
  if (statement.tree === null) return null
  const { name: kind, fields } = unwrap(statement.tree)
  if (kind === null) return null
  const direct = refuseByKind(kind, fields)
  if (direct) return direct
  let called: Refusal | null = null
  walk(statement.tree, (name, node) => {
    if (called || name !== 'FuncCall') return
    const parts = nameParts(node.funcname)
    const last = (parts[parts.length - 1] ?? '').toLowerCase()
    if ((parts.length === 1 || parts[0] === 'pg_catalog' || last.startsWith('dblink')) && FILE_FUNCTIONS.test(last))
      called = forbid(`${last}() reaches outside the database.`)
    if (
      last === 'set_config' &&
      ['role', 'session_authorization'].includes(text(fieldsOf(fieldsOf(list(node.args)[0]).sval).sval))
    )
      called = forbid("set_config('role', …) changes who the migration runs as.")
  })
  if (called) return called
  const word = BODY_WORDS.exec(wordsOf(bodyOf(kind, fields)))?.[1]
  return word
    ? forbid(
        `The body contains "${word.replace(/\s+/g, ' ').slice(0, 40)}", which reaches outside the database or changes who runs.`,
      )
    : null
}
