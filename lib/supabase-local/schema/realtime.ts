/**
 * The schema `realtime` and the publication before a project's first migration.
 * Source: Supabase's own migrations (github.com/supabase/realtime);
 * columns and functions that no application touches are left out.
 */
export const REALTIME_SQL = `
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

create publication supabase_realtime;
alter publication supabase_realtime owner to pg_database_owner;
`
