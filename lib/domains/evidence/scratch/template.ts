import { baseSql } from '../../../supabase-local/schema/base.ts'

/*
 * The template of scratch databases: Supabase's own base (lib/supabase-local/schema), and what keeps the databases of
 * one cluster apart.
 */

/**
 * Superuser-only extensions without side effects that Supabase offers: installed beforehand, see
 * `sql/supabase-names.ts`.
 */
export const PREINSTALLED_EXTENSIONS = ['moddatetime', 'autoinc', 'insert_username', 'earthdistance'] as const

/** SQL scalar: columns, tables, functions and row-level security of what belongs to Supabase, as one hash. */
export const AUTH_FINGERPRINT = `(select pg_catalog.md5(pg_catalog.string_agg(o, ',' order by o)) from (
  select 'column ' || a.attname::text || a.attnotnull::text as o from pg_catalog.pg_attribute a
    where a.attrelid = pg_catalog.to_regclass('auth.users') and a.attnum > 0 and not a.attisdropped
  union all select 'rls ' || c.relname::text from pg_catalog.pg_class c where c.relrowsecurity
    and c.oid in (pg_catalog.to_regclass('auth.users'), pg_catalog.to_regclass('storage.objects'),
      pg_catalog.to_regclass('storage.buckets'))
  union all select c.relkind::text || ' ' || c.relname::text from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'auth' and c.relkind in ('r', 'v')
  union all select 'function ' || p.proname::text || pg_catalog.md5(p.prosrc) from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'auth') q)`

/** Run in the maintenance database, once per cluster. */
export const CLUSTER_SQL = `
revoke all on database postgres from public;
revoke all on database template1 from public;`

/** Content of the template database. */
export const TEMPLATE_SQL = `
-- Signals and the activity view reach across databases for sessions of the same role, and these roles are shared.
revoke execute on function pg_terminate_backend(integer, bigint), pg_cancel_backend(integer) from public;
revoke execute on function pg_stat_get_activity(integer) from public;
revoke select on pg_stat_activity from public;
${baseSql(['cube', ...PREINSTALLED_EXTENSIONS])}
-- A fingerprint that migrations cannot write (the schema is not theirs): whether they changed what belongs to Supabase.
do $$ begin execute format('comment on schema auth is %L', ${AUTH_FINGERPRINT}); end $$;
`
