import {
  type Actor,
  type Database,
  DatabaseError,
  quoteIdentifier,
  quoteLiteral,
} from '../../supabase-local/database.ts'
import type { Claims } from '../../supabase-local/jwt.ts'
import { type Column, type Member, PAGE_ROWS, type Rows, type Table, type TableRef } from './database-link.ts'

/*
 * What stands in the database, and what of it somebody may see: asked as that person, so that the policies themselves
 * answer.
 */

export type Somebody = { kind: 'claims'; claims: Claims } | { kind: 'everything' }

const MAX_CELL = 2_000

/** Supabase's own; what is left is the project's. */
const NOT_THEIRS = [
  'information_schema',
  'auth',
  'storage',
  'realtime',
  '_realtime',
  'extensions',
  'vault',
  'graphql',
  'graphql_public',
  'pgbouncer',
  'net',
  'cron',
  'supabase_migrations',
  'supabase_functions',
]

const OWNER: Actor = { role: 'postgres' }

const TABLES = `
  select n.nspname as schema, c.relname as table, c.relkind in ('v', 'm') as "isView",
    (select json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'isKey', coalesce(a.attnum = any (i.indkey), false)) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and n.nspname not like 'pg\\_%' and n.nspname not in (${NOT_THEIRS.map((name) => quoteLiteral(name)).join(', ')})
    and not exists (select from pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.oid
  limit 200`

/** The project's tables, in the order in which its migrations made them. */
export async function listTables(database: Database): Promise<Table[]> {
  const { rows } = await database.query<Omit<Table, 'name'>>(TABLES, [], OWNER)
  return rows.map((row) => ({
    ...row,
    name: row.schema === 'public' ? row.table : `${row.schema}.${row.table}`,
    columns: row.columns ?? [],
  }))
}

/** A page of a table as somebody sees it. Reads only. */
export async function readRows(
  database: Database,
  { schema, table }: TableRef,
  somebody: Somebody,
  offset: number,
): Promise<Rows> {
  const known = (await listTables(database)).find((one) => one.schema === schema && one.table === table)
  if (known === undefined) throw new TypeError('There is no such table.')
  const from = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`
  const { rows: all } = await database.query<{ count: string }>(`select count(*) from ${from}`, [], OWNER)
  const total = Number(all[0]?.count ?? 0)
  const nothing = (code: string, message: string): Rows => {
    return { columns: [], rows: [], visible: 0, total, refusal: { code, message } }
  }
  try {
    return await database.transaction(
      actorOf(somebody),
      async (query) => {
        const { rows: granted } = await query<{ name: string }>(
          `select attname as name from pg_attribute
           where attrelid = $1::regclass and attnum > 0 and not attisdropped
             and has_schema_privilege($2, 'usage') and has_column_privilege(attrelid, attnum, 'select')`,
          [from, schema],
        )
        const may = new Set(granted.map(({ name }) => name))
        const columns = known.columns.filter(({ name }) => may.has(name))
        if (columns.length === 0) return nothing('42501', `permission denied for table ${table}`)
        const { rows: counted } = await query<{ count: string }>(`select count(*) from ${from}`)
        const { rows } = await query<{ cells: (string | null)[] }>(pageOf(from, columns), [offset])
        return {
          columns,
          rows: rows.map(({ cells }) => cells),
          visible: Number(counted[0]?.count),
          total,
          refusal: null,
        }
      },
      { isReadOnly: true },
    )
  } catch (error) {
    if (error instanceof DatabaseError) return nothing(error.code, error.message)
    throw error
  }
}

function pageOf(from: string, columns: readonly Column[]): string {
  const cells = columns.map(({ name }) => `left(${quoteIdentifier(name)}::text, ${MAX_CELL})`)
  const keys = columns.filter(({ isKey }) => isKey).map(({ name }) => quoteIdentifier(name))
  // What was written last stands first, where that can be told.
  const times = columns.filter(({ name, type }) => name === 'created_at' && type.startsWith('timestamp'))
  const order = [...times.map(() => 'created_at desc'), ...keys].join(', ')
  return `select array[${cells.join(', ')}] as cells from ${from}${
    order === '' ? '' : ` order by ${order}`
  } limit ${PAGE_ROWS} offset $1`
}

function actorOf(somebody: Somebody): Actor {
  if (somebody.kind === 'everything') return OWNER
  const { claims } = somebody
  const role = claims['role'] === 'authenticated' || claims['role'] === 'service_role' ? claims['role'] : 'anon'
  return {
    role,
    settings: {
      search_path: '"public", "extensions"',
      'request.jwt.claims': JSON.stringify(claims),
      'request.method': 'GET',
      'request.headers': '{}',
    },
  }
}

/** Who has an account in the application, in the order in which they came. */
export async function listMembers(database: Database): Promise<Member[]> {
  const { rows } = await database.query<{ id: string; email: string; name: string }>(
    `select id::text as id, email, left(coalesce(nullif(raw_user_meta_data->>'name', ''),
         nullif(raw_user_meta_data->>'full_name', ''), nullif(raw_user_meta_data->>'display_name', ''), email), 100)
       as name
     from auth.users where coalesce(email, '') <> '' and deleted_at is null order by created_at, id limit 50`,
    [],
    OWNER,
  )
  return rows
}
