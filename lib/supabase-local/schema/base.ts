import { AUTH_SQL } from './auth.ts'
import { REALTIME_SQL } from './realtime.ts'
import { STORAGE_SQL } from './storage.ts'

/** What a new Supabase project has installed, as far as every Postgres brings it. */
const EXTENSIONS = ['pgcrypto', 'uuid-ossp']

/**
 * What a new Supabase project holds before its first migration, as far as SQL can see it; the roles (`roles.ts`) must
 * be there. Whoever owns the database plays Supabase's `postgres` role: `pg_database_owner` has exactly one member, the
 * owner of the current database, so tables given to it are the migrator's in every copy of a template.
 *
 * @param extensions further ones, in the schema `extensions`
 */
export const baseSql = (extensions: readonly string[] = []): string => `
create schema extensions;
grant usage on schema extensions to public;
grant create on schema extensions to pg_database_owner;
${[...EXTENSIONS, ...extensions].map((name) => `create extension "${name}" with schema extensions;`).join('\n')}
set search_path = public, extensions;
grant usage on schema public to anon, authenticated, service_role;
${AUTH_SQL}
${STORAGE_SQL}
${REALTIME_SQL}`
