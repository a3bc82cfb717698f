/** Rows of the catalogue as the query below answers them; relations are known by oid, columns by number. */
export type RawColumn = {
  rel: number
  num: number
  name: string
  type: string
  base: string
  required: boolean
  default: string | null
  description: string | null
}
export type RawRelation = { oid: number; schema: string; name: string; kind: string; description: string | null }
export type RawKey = {
  name: string
  type: 'p' | 'u' | 'f'
  rel: number
  cols: number[]
  ref: number
  refcols: number[] | null
}
export type RawFunction = {
  schema: string
  name: string
  description: string | null
  names: string[] | null
  modes: string[] | null
  /** Types of the arguments that go in. */
  types: string[]
  defaults: number
  variadic: boolean
  volatility: 'v' | 's' | 'i'
  set: boolean
  rows: number
  void: boolean
  composite: boolean
  /** The relation whose rows it answers, or 0. */
  relation: number
  /** The relation of whose row type its only argument is, or 0. */
  argument: number
}
/** A cast by a function from or to a domain: how its values are shown, and read. */
export type RawCast = { source: string; target: string; schema: string; name: string }
/** A view's query as Postgres stores it. */
export type RawView = { rel: number; rule: string }
export type RawCatalogue = {
  relations: RawRelation[]
  columns: RawColumn[]
  keys: RawKey[]
  functions: RawFunction[]
  views: RawView[]
  casts: RawCast[]
}

const OUTSIDE = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'`

const RELATIONS = `
select c.oid::bigint as oid, n.nspname as schema, c.relname as name, c.relkind as kind,
  obj_description(c.oid, 'pg_class') as description
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition and ${OUTSIDE}`

// Types are written with -1 as their modifier: without it format_type says "character", which is character(1).
const COLUMNS = `
select a.attrelid::bigint as rel, a.attnum as num, a.attname as name, format_type(a.atttypid, -1) as type,
  case when t.typtype <> 'd' then t.typname else (
    with recursive up (base, name) as (
      select t.typbasetype, t.typname
      union all select b.typbasetype, b.typname from pg_type b join up on b.oid = up.base
    ) select name from up where base = 0) end as base,
  a.attnotnull and d.adbin is null and a.attidentity = '' as required,
  case when a.attidentity = 'd' then
      (select format('nextval(%L)', s.objid::regclass) from pg_depend s
        where s.classid = 'pg_class'::regclass and s.refclassid = 'pg_class'::regclass
          and s.refobjid = a.attrelid and s.refobjsubid = a.attnum and s.deptype = 'i' limit 1)
    when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), pg_get_expr(t.typdefaultbin, 0)) end
    as default,
  col_description(a.attrelid, a.attnum) as description
from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'v', 'm', 'f', 'p') and ${OUTSIDE}
order by a.attrelid, a.attnum`

const KEYS = `
select k.conname as name, k.contype as type, k.conrelid::bigint as rel, k.conkey as cols, k.confrelid::bigint as ref,
  k.confkey as refcols
from pg_constraint k join pg_namespace n on n.oid = k.connamespace
where k.contype in ('p', 'u', 'f') and k.conparentid = 0 and k.conrelid <> 0 and ${OUTSIDE}
order by k.conrelid, k.conname`

const FUNCTIONS = `
select n.nspname as schema, p.proname as name, obj_description(p.oid, 'pg_proc') as description,
  p.proargnames as names, p.proargmodes as modes,
  array(select format_type(given.type, -1) from unnest(p.proargtypes::oid[]) with ordinality as given(type, place)
    order by given.place) as types,
  p.pronargdefaults as defaults, p.provariadic <> 0 as variadic, p.provolatile as volatility,
  p.proretset as set, p.prorows::float8 as rows, p.prorettype = 'void'::regtype as void,
  coalesce(p.proargmodes::text[] && '{t,b,o}', false) or r.typtype = 'c' or rb.typtype = 'c' as composite,
  coalesce(nullif(r.typrelid, 0), rb.typrelid, 0)::bigint as relation,
  case when p.pronargs = 1 then coalesce(g.typrelid, 0) else 0 end::bigint as argument
from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  join pg_type r on r.oid = p.prorettype
  left join pg_type rb on rb.oid = r.typbasetype
  left join pg_type g on g.oid = p.proargtypes[0]
where p.prokind = 'f' and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) and ${OUTSIDE}
order by n.nspname, p.proname, p.oid`

const VIEWS = `
select w.ev_class::bigint as rel, w.ev_action::text as rule
from pg_rewrite w
  join pg_class c on c.oid = w.ev_class
  join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm') and w.rulename = '_RETURN' and ${OUTSIDE}`

const CASTS = `
select format_type(k.castsource, -1) as source, format_type(k.casttarget, -1) as target, n.nspname as schema,
  p.proname as name
from pg_cast k
  join pg_type s on s.oid = k.castsource
  join pg_type t on t.oid = k.casttarget
  join pg_proc p on p.oid = k.castfunc
  join pg_namespace n on n.oid = p.pronamespace
where k.castmethod = 'f' and ((s.typtype = 'd' and t.typname = 'json')
  or (t.typtype = 'd' and s.typname in ('json', 'text')))`

const part = (name: string, sql: string): string =>
  `'${name}', (select coalesce(json_agg(part), '[]'::json) from (${sql}) part)`

/** One statement, one row, one JSON text: all that has to be known of a database. Every name in it is qualified. */
export const CATALOGUE = `select json_build_object(
  ${part('relations', RELATIONS)},
  ${part('columns', COLUMNS)},
  ${part('keys', KEYS)},
  ${part('functions', FUNCTIONS)},
  ${part('views', VIEWS)},
  ${part('casts', CASTS)}
)::text as catalogue`
