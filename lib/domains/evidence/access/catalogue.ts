import { escapeIdentifier } from 'pg'
import type { GuardedSession } from '../scratch/database.ts'
import { ServerLost } from '../scratch/session.ts'
import { AUTH_FINGERPRINT } from '../scratch/template.ts'

/** The resulting schema as Postgres itself describes it; what the migrations say is only read for positions. */

export type Column = {
  name: string
  /** As `format_type` writes it, for casts. */
  type: string
  /** Name of the type under all domains: `text`, `int4`, `uuid`; arrays begin with `_`. */
  base: string
  /** Of an array, what its elements may be. */
  enumValues: string[]
  notNull: boolean
  defaultExpression: string | null
  isGenerated: boolean
  isIdentityAlways: boolean
}
/** Of an index over expressions, `columns` are those that the expressions read; none where they read none. */
export type Unique = {
  columns: string[]
  isPrimary: boolean
  /** Only some rows are held apart, or not by the columns as they are. */
  isPartial: boolean
}
export type ForeignKey = { columns: string[]; table: string; references: string[] }
/** A check of the table or of a column's domain; in the latter the value is called `VALUE`. */
export type Check = { columns: string[]; expression: string; isDomain: boolean }
export type Policy = {
  name: string
  command: 'select' | 'insert' | 'update' | 'delete' | 'all'
  isPermissive: boolean
  roles: string[]
  using: string | null
  check: string | null
}
export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'TRUNCATE'
export type Table = {
  /** `schema.name` */
  id: string
  schema: string
  name: string
  /** Row-level security is on. */
  rls: boolean
  columns: Column[]
  uniques: Unique[]
  foreignKeys: ForeignKey[]
  checks: Check[]
  policies: Policy[]
  /** Role (or PUBLIC) → privileges on the whole table. */
  grants: Record<string, Privilege[]>
  /** Role (or PUBLIC) → privileges on single columns, as `UPDATE:title`. */
  columnGrants: Record<string, string[]>
  hasTriggers: boolean
}
export type View = {
  id: string
  schema: string
  name: string
  isInvoker: boolean
  isMaterialized: boolean
  /** Rows can be inserted, changed or deleted through it. */
  isUpdatable: boolean
  grants: Record<string, Privilege[]>
  columns: Pick<Column, 'name' | 'type' | 'base'>[]
  /** Its query, every name with its schema. */
  definition: string
  reads: string[]
}
export type DatabaseFunction = {
  id: string
  schema: string
  name: string
  isDefiner: boolean
  searchPath: string | null
  executableBy: string[]
  returnsTrigger: boolean
  /** Answers rows, a record or JSON rather than one plain value. */
  returnsRows: boolean
  /** Names of the arguments; empty where one has none. */
  arguments: string[]
  /** What it does, as it was written; the normal form of a body in standard SQL. */
  body: string
}
export type Catalogue = {
  tables: Map<string, Table>
  views: View[]
  functions: DatabaseFunction[]
  /** Buckets whose files are served to anybody, whatever the policies say. */
  publicBuckets: string[]
  /** Schema → request roles with USAGE. */
  usage: Record<string, string[]>
  /** `auth` is as Supabase ships it, and its tables and `storage`'s still have row-level security. */
  isAuthIntact: boolean
  /** Request roles (or PUBLIC) that were granted something on `auth.users`. */
  authGrants: string[]
}

const GRANTS = (acl: string): string => `
  (select coalesce(json_object_agg(grantee, privileges), '{}') from (
    select case when a.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(a.grantee)::text end as grantee,
           json_agg(distinct a.privilege_type) as privileges
    from pg_catalog.aclexplode(${acl}) a group by 1) g)`

const SYSTEM = `('pg_catalog', 'information_schema', 'pg_toast', 'auth', 'extensions', 'realtime')`

const QUERY = `
set search_path = pg_catalog;
select json_build_object(
 'tables', (select coalesce(json_agg(t order by t.id), '[]') from (
   select n.nspname || '.' || c.relname as id, n.nspname as schema, c.relname as name, c.relrowsecurity as rls,
     (select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
         'base', (with recursive b(oid, base, kind) as (
            select y.oid, y.typbasetype, y.typtype from pg_type y where y.oid = a.atttypid
            union all select y.oid, y.typbasetype, y.typtype from b join pg_type y on y.oid = b.base where b.kind = 'd')
            select y.typname from b join pg_type y on y.oid = b.oid where b.kind <> 'd' limit 1),
         'enumValues', (select coalesce(json_agg(e.enumlabel order by e.enumsortorder), '[]') from pg_enum e
           where e.enumtypid in (a.atttypid, y.typbasetype, y.typelem)),
         'notNull', a.attnotnull or y.typnotnull, 'defaultExpression',
           case when a.attidentity <> '' then 'identity'
             when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), y.typdefault) end,
         'isGenerated', a.attgenerated <> '', 'isIdentityAlways', a.attidentity = 'a') order by a.attnum), '[]')
       from pg_attribute a join pg_type y on y.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid
         and d.adnum = a.attnum
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
     (select coalesce(json_agg(json_build_object('columns', case when i.indexprs is null
           then (select json_agg(a.attname order by k.i) from unnest(i.indkey::int2[]) with ordinality k(n, i)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n where k.i <= i.indnkeyatts)
           else (select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0
             and (a.attnum = any (i.indkey::int2[]) or exists (select from pg_depend x
               where x.classid = 'pg_class'::regclass
               and x.objid = i.indexrelid and x.refclassid = 'pg_class'::regclass and x.refobjid = c.oid
                 and x.refobjsubid = a.attnum))) end,
         'isPrimary', i.indisprimary, 'isPartial', i.indpred is not null or i.indexprs is not null)
           order by i.indisprimary desc, i.indexrelid), '[]')
       from pg_index i where i.indrelid = c.oid and (i.indisunique or i.indisexclusion)) as uniques,
     (select coalesce(json_agg(json_build_object('columns', (select json_agg(a.attname order by k.i)
       from unnest(f.conkey) with ordinality k(n, i)
           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n),
         'table', fn.nspname || '.' || fc.relname, 'references', (select json_agg(a.attname order by k.i)
           from unnest(f.confkey) with ordinality k(n, i)
           join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.n)) order by f.conname), '[]')
       from pg_constraint f join pg_class fc on fc.oid = f.confrelid join pg_namespace fn on fn.oid = fc.relnamespace
       where f.conrelid = c.oid and f.contype = 'f' and f.conparentid = 0) as "foreignKeys",
     (select coalesce(json_agg(k), '[]') from (
       select json_build_object('columns', (select coalesce(json_agg(a.attname), '[]') from pg_attribute a
         where a.attrelid = c.oid and a.attnum = any (x.conkey)),
           'expression', pg_get_expr(x.conbin, x.conrelid), 'isDomain', false) as k
         from pg_constraint x where x.conrelid = c.oid and x.contype = 'c'
       union all
       select json_build_object('columns', json_build_array(a.attname), 'isDomain', true,
          'expression', substring(pg_get_constraintdef(x.oid) from 7))
         from pg_attribute a join pg_constraint x on x.contypid = a.atttypid where a.attrelid = c.oid
           and a.attnum > 0 and x.contype = 'c') z) as checks,
     (select coalesce(json_agg(json_build_object('name', p.polname,
         'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
           when 'd' then 'delete' else 'all' end,
         'isPermissive', p.polpermissive, 'roles', (select json_agg(case when r = 0 then 'public'
           else pg_get_userbyid(r)::text end) from unnest(p.polroles) r),
         'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
           order by p.polname), '[]')
       from pg_policy p where p.polrelid = c.oid) as policies,
     ${GRANTS('c.relacl')} as grants,
     (select coalesce(json_object_agg(grantee, privileges), '{}') from (
       select case when x.grantee = 0 then 'PUBLIC' else pg_get_userbyid(x.grantee)::text end as grantee,
         json_agg(x.privilege_type || ':' || a.attname) as privileges
       from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid
         and a.attnum > 0 group by 1) g) as "columnGrants",
     exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) as "hasTriggers"
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ${SYSTEM} and n.nspname not like 'pg\\_%'
     and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid
       and x.deptype = 'e')) t),
 'views', (select coalesce(json_agg(v order by v.id), '[]') from (
   select n.nspname || '.' || c.relname as id, n.nspname as schema, c.relname as name,
     c.relkind = 'm' as "isMaterialized",
     (pg_relation_is_updatable(c.oid, false) & 28) <> 0 as "isUpdatable",
     coalesce((select option_value::bool from pg_options_to_table(c.reloptions)
       where option_name = 'security_invoker'), false) as "isInvoker",
     ${GRANTS('c.relacl')} as grants, coalesce(pg_get_viewdef(c.oid), '') as definition,
     (select coalesce(json_agg(json_build_object('name', a.attname, 'base', y.typname,
        'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum), '[]')
        from pg_attribute a join pg_type y on y.oid = a.atttypid where a.attrelid = c.oid and a.attnum > 0
          and not a.attisdropped) as columns,
     (select coalesce(json_agg(distinct rn.nspname || '.' || rc.relname), '[]') from pg_rewrite w
       join pg_depend x on x.classid = 'pg_rewrite'::regclass and x.objid = w.oid
        join pg_class rc on x.refclassid = 'pg_class'::regclass and rc.oid = x.refobjid and rc.oid <> c.oid
          join pg_namespace rn on rn.oid = rc.relnamespace
        where w.ev_class = c.oid) as reads
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('v', 'm') and n.nspname not in ${SYSTEM} and n.nspname <> 'storage'
     and n.nspname not like 'pg\\_%'
     and not exists (select from pg_depend x where x.classid = 'pg_class'::regclass and x.objid = c.oid
       and x.deptype = 'e')) v),
 'functions', (select coalesce(json_agg(f order by f.id), '[]') from (
   select n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as id,
     n.nspname as schema, p.proname as name, p.prosecdef as "isDefiner",
     (select substring(s from '^search_path=(.*)$') from unnest(p.proconfig) s
       where s like 'search_path=%') as "searchPath",
     (select coalesce(json_agg(r), '[]') from unnest(array['anon', 'authenticated']) r
       where has_function_privilege(r, p.oid, 'execute')) as "executableBy",
     p.prorettype = 'trigger'::regtype as "returnsTrigger",
     p.proretset or (select y.typtype = 'c' or y.typname in ('record', 'json', 'jsonb') from pg_type y
       where y.oid = p.prorettype) as "returnsRows",
     coalesce(to_json(p.proargnames), to_json(array_fill(''::text, array[p.pronargs::int])), '[]') as arguments,
     coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where n.nspname not in ${SYSTEM} and n.nspname <> 'storage' and n.nspname not like 'pg\\_%'
     and not exists (select from pg_depend x where x.classid = 'pg_proc'::regclass and x.objid = p.oid
       and x.deptype = 'e')) f),
 'publicBuckets', (select coalesce(json_agg(b.id order by b.id), '[]') from storage.buckets b where b.public),
 'usage', (select coalesce(json_object_agg(n.nspname, (select coalesce(json_agg(r), '[]')
   from unnest(array['anon', 'authenticated', 'service_role']) r
    where has_schema_privilege(r, n.oid, 'usage'))), '{}') from pg_namespace n where n.nspname not like 'pg\\_%'),
 'isAuthIntact', (select coalesce(obj_description(n.oid, 'pg_namespace') = ${AUTH_FINGERPRINT}, false)
   from pg_namespace n where n.nspname = 'auth'),
 'authGrants', (select coalesce(json_agg(distinct case when a.grantee = 0 then 'PUBLIC'
   else pg_get_userbyid(a.grantee)::text end), '[]')
   from pg_class c, aclexplode(c.relacl) a where c.oid = to_regclass('auth.users')
     and (a.grantee = 0 or pg_get_userbyid(a.grantee) in ('anon', 'authenticated')))
)`

/** Reads the catalogue in `session`. Throws when even that fails: the database is not usable then. */
export async function readCatalogue(session: GuardedSession): Promise<Catalogue> {
  const { results, error, overrun } = await session.run(`${QUERY}; reset search_path`)
  if (overrun) throw new ServerLost('The catalogue was not read in time.')
  const json = results[1]?.rows[0]?.[0]
  if (error || !json) throw new Error(`The catalogue cannot be read: ${error?.message ?? 'no answer'}`)
  const raw = JSON.parse(json) as Omit<Catalogue, 'tables'> & { tables: Table[] }
  return { ...raw, tables: new Map(raw.tables.map((table) => [table.id, table])) }
}

/** `orders` → `public.orders`; a name with a schema stays. */
export const tableId = (name: string): string => (name.includes('.') ? name : `public.${name}`)
/** As in `devora.json`: without `public.` */
export const shortName = (id: string): string => id.replace(/^public\./, '')

export const primaryKey = (table: Table): string[] => table.uniques.find((one) => one.isPrimary)?.columns ?? []
export const columnOf = (table: Table, name: string): Column | undefined =>
  table.columns.find((column) => column.name === name)
/** True for `auth.users` and for tables whose key is a user's id (`profiles.id`): a reference to one names a person. */
export function isUserTable(id: string, catalogue: Catalogue): boolean {
  if (id === 'auth.users') return true
  const table = catalogue.tables.get(id)
  const [key, ...more] = table ? primaryKey(table) : []
  return (
    more.length === 0 &&
    table?.foreignKeys.some(
      ({ columns, table: target }) => target === 'auth.users' && columns.length === 1 && columns[0] === key,
    ) === true
  )
}
/** The columns that name a person, in the order of the table. */
export const userColumns = (table: Table, catalogue: Catalogue): string[] =>
  table.columns
    .map(({ name }) => name)
    .filter((name) =>
      table.foreignKeys.some(
        (key) =>
          key.columns.length === 1 &&
          key.columns[0] === name &&
          key.table !== table.id &&
          isUserTable(key.table, catalogue),
      ),
    )

export const quoteTable = (table: Pick<Table, 'schema' | 'name'>): string =>
  `${escapeIdentifier(table.schema)}.${escapeIdentifier(table.name)}`
