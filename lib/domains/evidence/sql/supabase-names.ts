import type { Statement } from './parse-script.ts'
import { fieldsOf, findAll, text, unwrap } from './tree.ts'

/**
 * On Supabase migrations run as role `postgres` in database `postgres`, and they say so (`alter table … owner to
 * postgres`, in every dumped schema). Here both have other names of the same length, so exchanging them moves no error
 * position.
 */
export type Place = { owner: string; database: string }

/**
 * Supabase has these installed before the first migration, where creating them again is nothing or where nothing here
 * calls them.
 */
const ALREADY_THERE = [
  'moddatetime',
  'autoinc',
  'insert_username',
  'earthdistance',
  'cube',
  'pg_graphql',
  'pg_stat_statements',
  'supabase_vault',
  'pgsodium',
  'pg_net',
  'pgjwt',
  'pg_cron',
  'plpgsql',
]
const REQUEST_ROLES = ['anon', 'authenticated', 'service_role', 'authenticator', 'postgres']
/**
 * Settings of a request role that would change who runs or what is loaded; the rest (timeouts, PostgREST's own) proves
 * nothing here.
 */
const ROLE_SETTINGS_REFUSED = /^(role|session_authorization|.*_preload_libraries|row_security)$/

/**
 * True for statements that are right on Supabase, cannot run in a shared cluster, and change nothing that is checked.
 */
function isWithoutEffect(kind: string, fields: ReturnType<typeof fieldsOf>): boolean {
  if (kind === 'CreateExtensionStmt') return ALREADY_THERE.includes(text(fields.extname))
  if (kind === 'AlterRoleSetStmt') {
    const setting = fieldsOf(fields.setstmt)
    return (
      REQUEST_ROLES.includes(text(fieldsOf(fields.role).rolename)) && !ROLE_SETTINGS_REFUSED.test(text(setting.name))
    )
  }
  return false
}

const DATABASE_KINDS = ['AlterDatabaseSetStmt', 'CommentStmt', 'GrantStmt']
const isNotify = (kind: string, fields: ReturnType<typeof fieldsOf>): boolean =>
  kind === 'NotifyStmt' && text(fields.conditionname) === 'pgrst'

/** The statement as it is sent; null when it is not sent at all. Same number of characters. */
function translate(statement: Statement, place: Place): string | null {
  if (statement.tree === null) return statement.text
  const { name: kind, fields } = unwrap(statement.tree)
  if (kind === null) return statement.text
  if (isWithoutEffect(kind, fields) || isNotify(kind, fields)) return null
  const roles = findAll(statement.tree, (node) => node.rolename === 'postgres' && typeof node.location === 'number')
  const bytes = Buffer.from(statement.text, 'utf8')
  for (const { location } of roles) {
    const at = Number(location) + (bytes[Number(location)] === 0x22 ? 1 : 0)
    if (bytes.toString('latin1', at, at + 8).toLowerCase() === 'postgres') bytes.write(place.owner, at, 'latin1')
  }
  const changed = roles.length === 0 ? statement.text : bytes.toString('utf8')
  return DATABASE_KINDS.includes(kind)
    ? changed.replace(/(\bdatabase\s+"?)postgres\b/gi, `$1${place.database}`)
    : changed
}

const blank = (statement: string): string => Array.from(statement, (char) => (char === '\n' ? '\n' : ' ')).join('')

/**
 * The whole script as sent to the scratch database, character for character as long as the original, and the statements
 * in it.
 */
export function translateScript(
  script: string,
  statements: readonly Statement[],
  place: Place,
): { text: string; sent: Statement[] } {
  let out = ''
  let at = 0
  const sent: Statement[] = []
  for (const statement of statements) {
    out += script.slice(at, statement.start)
    const translated = translate(statement, place)
    if (translated === null) {
      // With its semicolon: an empty statement is none.
      out += blank(statement.text)
      at = statement.end
      if (script[at] === ';') {
        out += ' '
        at++
      }
      continue
    }
    sent.push(statement)
    out += translated
    at = statement.end
  }
  return { text: out + script.slice(at), sent }
}

/** The scratch names as the project knows them; error messages must not differ from run to run. */
export const projectNames = (message: string, place: Place): string =>
  message.replaceAll(place.owner, 'postgres').replaceAll(place.database, 'postgres')
