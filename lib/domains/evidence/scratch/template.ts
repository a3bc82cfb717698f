/**
 * What a new Supabase project holds before its first migration, as far as SQL can see it: roles, `auth`, `storage`,
 * `realtime`,
 * `extensions`. Source: Supabase's own base migrations (github.com/supabase/postgres, auth, storage); columns and
 * functions that no application touches are left out.
 *
 * Whoever owns a scratch database plays Supabase's `postgres` role. `pg_database_owner` has exactly one member, the
 * owner of the current database, so tables given to it are the migrator's in every copy without a single statement
 * after the copy.
 */

/**
 * Roles that an application's requests log in as, plus `supabase_auth_admin`, as whom the auth server inserts users.
 */
export const LOGIN_ROLES = ['anon', 'authenticated', 'service_role', 'supabase_auth_admin'] as const
export type LoginRole = (typeof LOGIN_ROLES)[number]

/** Named in grants of real migrations; nobody can log in as them and they own nothing. */
const NAMED_ROLES = ['supabase_storage_admin', 'supabase_admin', 'dashboard_user', 'supabase_realtime_admin']

/**
 * Superuser-only extensions without side effects that Supabase offers: installed beforehand, see
 * `sql/supabase-names.ts`.
 */
export const PREINSTALLED_EXTENSIONS = ['moddatetime', 'autoinc', 'insert_username', 'earthdistance'] as const

/**
 * service_role skips policies by design; the auth server owns auth.users on Supabase, which here belongs to the
 * migrator.
 */
const BYPASSES: readonly LoginRole[] = ['service_role', 'supabase_auth_admin']

const role = (name: string, attributes: string): string => `
do $$ begin
  if not exists (select from pg_roles where rolname = '${name}') then create role ${name}; end if;
end $$;
alter role ${name} nosuperuser nocreatedb nocreaterole noreplication noinherit ${attributes};`

/**
 * Cluster-wide roles; run in the maintenance database. `password` answers the secret of a login role, as plain text.
 */
export const rolesSql = (password: (name: LoginRole) => string): string =>
  [
    ...LOGIN_ROLES.map((name) =>
      role(
        name,
        `login ${BYPASSES.includes(name) ? 'bypassrls' : 'nobypassrls'} connection limit 24 password '${password(name)}'`,
      ),
    ),
    ...NAMED_ROLES.map((name) => role(name, 'nologin nobypassrls password null')),
    // As on Supabase: a trigger on auth.users runs with this path, so an unqualified table name in it is not found at
    // sign-up.
    'alter role supabase_auth_admin set search_path = auth;',
    'revoke all on database postgres from public;',
    'revoke all on database template1 from public;',
  ].join('\n')

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

/** Content of the template database. */
export const TEMPLATE_SQL = `
create schema extensions;
grant usage on schema extensions to public;
grant create on schema extensions to pg_database_owner;
create extension pgcrypto with schema extensions;
create extension "uuid-ossp" with schema extensions;
create extension cube with schema extensions;
${PREINSTALLED_EXTENSIONS.map((name) => `create extension ${name} with schema extensions;`).join('\n')}
set search_path = public, extensions;

-- Signals and the activity view reach across databases for sessions of the same role, and these roles are shared.
revoke execute on function pg_terminate_backend(integer, bigint), pg_cancel_backend(integer) from public;
revoke execute on function pg_stat_get_activity(integer) from public;
revoke select on pg_stat_activity from public;

grant usage on schema public to anon, authenticated, service_role;

create schema auth;
grant usage on schema auth to anon, authenticated, service_role, supabase_auth_admin, pg_database_owner;
create table auth.users (
  instance_id uuid,
  id uuid not null primary key,
  aud varchar(255) default 'authenticated',
  role varchar(255) default 'authenticated',
  email varchar(255),
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  confirmation_token varchar(255) default '',
  confirmation_sent_at timestamptz,
  recovery_token varchar(255) default '',
  recovery_sent_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb default '{}',
  raw_user_meta_data jsonb default '{}',
  is_super_admin boolean,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  phone text unique,
  phone_confirmed_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  banned_until timestamptz,
  is_sso_user boolean not null default false,
  deleted_at timestamptz,
  is_anonymous boolean not null default false
);
create unique index users_email_partial_key on auth.users (email) where (is_sso_user = false);
create table auth.identities (
  id uuid not null primary key default gen_random_uuid(),
  provider_id text not null,
  user_id uuid not null references auth.users (id) on delete cascade,
  identity_data jsonb not null default '{}',
  provider text not null,
  last_sign_in_at timestamptz,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  email text generated always as (lower(identity_data ->> 'email')) stored,
  unique (provider_id, provider)
);
create table auth.sessions (
  id uuid not null primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  created_at timestamptz,
  updated_at timestamptz
);
alter table auth.users enable row level security;
alter table auth.identities enable row level security;
alter table auth.sessions enable row level security;
alter table auth.users owner to pg_database_owner;
grant all on auth.users to supabase_auth_admin;
grant select on auth.users to service_role;
grant select, references, trigger on auth.identities, auth.sessions to pg_database_owner;

create function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;
create function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )::text
$$;
create function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
  )::text
$$;

create schema storage;
grant usage on schema storage to anon, authenticated, service_role, pg_database_owner;
create table storage.buckets (
  id text not null primary key,
  name text not null unique,
  owner uuid,
  owner_id text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  public boolean default false,
  avif_autodetection boolean default false,
  file_size_limit bigint,
  allowed_mime_types text[]
);
create table storage.objects (
  id uuid not null primary key default gen_random_uuid(),
  bucket_id text references storage.buckets (id),
  name text,
  owner uuid,
  owner_id text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  last_accessed_at timestamptz default now(),
  metadata jsonb,
  path_tokens text[] generated always as (string_to_array(name, '/')) stored,
  version text,
  user_metadata jsonb
);
create unique index bucketid_objname on storage.objects (bucket_id, name);
create index name_prefix_search on storage.objects (name text_pattern_ops);
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
alter table storage.buckets owner to pg_database_owner;
alter table storage.objects owner to pg_database_owner;
grant all on storage.buckets, storage.objects to anon, authenticated, service_role;
create function storage.foldername(name text) returns text[] language sql immutable as $$
  select (string_to_array(name, '/'))[1 : array_length(string_to_array(name, '/'), 1) - 1]
$$;
create function storage.filename(name text) returns text language sql immutable as $$
  select (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)]
$$;
create function storage.extension(name text) returns text language sql immutable as $$
  select reverse(split_part(reverse(storage.filename(name)), '.', 1))
$$;

create schema realtime;
grant usage on schema realtime to anon, authenticated, service_role, pg_database_owner;
create table realtime.messages (
  id uuid not null default gen_random_uuid(),
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  primary key (id, inserted_at)
);
alter table realtime.messages enable row level security;
alter table realtime.messages owner to pg_database_owner;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
  language sql as $$ select $$;

-- A fingerprint that migrations cannot write (the schema is not theirs): whether they changed what belongs to Supabase.
do $$ begin execute format('comment on schema auth is %L', ${AUTH_FINGERPRINT}); end $$;

create publication supabase_realtime;
alter publication supabase_realtime owner to pg_database_owner;
`
