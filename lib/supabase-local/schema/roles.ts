/**
 * Roles that an application's requests run as, plus `supabase_auth_admin`, as whom the auth server inserts users.
 */
export const LOGIN_ROLES = ['anon', 'authenticated', 'service_role', 'supabase_auth_admin'] as const
export type LoginRole = (typeof LOGIN_ROLES)[number]

/** Named in grants of real migrations; nobody can log in as them and they own nothing. */
const NAMED_ROLES = ['supabase_storage_admin', 'supabase_admin', 'dashboard_user', 'supabase_realtime_admin']

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
 * Supabase's roles, which belong to the whole cluster. `password` answers the secret of a login role as plain text;
 * without it nobody can log in as them.
 */
export const rolesSql = (password?: (name: LoginRole) => string): string =>
  [
    ...LOGIN_ROLES.map((name) =>
      role(
        name,
        `${BYPASSES.includes(name) ? 'bypassrls' : 'nobypassrls'} connection limit 24 ${
          password === undefined ? 'nologin' : `login password '${password(name)}'`
        }`,
      ),
    ),
    ...NAMED_ROLES.map((name) => role(name, 'nologin nobypassrls password null')),
    // As on Supabase: a trigger on auth.users runs with this path, so an unqualified table name in it is not found at
    // sign-up.
    'alter role supabase_auth_admin set search_path = auth;',
  ].join('\n')
