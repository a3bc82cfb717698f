/**
 * The schema `realtime` and the publication before a project's first migration.
 * Source: Supabase's own migrations (github.com/supabase/realtime); columns and functions that no application touches
 * are left out. Supabase reads changes from the write-ahead log; here triggers on the tables of the publication record
 * them, which `realtime.watch()` puts there.
 */
export const REALTIME_SQL = `
create schema realtime;
grant usage on schema realtime to anon, authenticated, service_role, supabase_realtime_admin, pg_database_owner;
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
grant delete on realtime.messages to service_role;
create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;

-- Messages are told to the server by their id; a payload may be longer than a notification.
create function realtime.tell_message() returns trigger language plpgsql set search_path = '' as $$
begin
  perform pg_catalog.pg_notify('realtime_messages', new.id::text);
  return null;
end $$;
create trigger realtime_messages after insert on realtime.messages
  for each row when (new.event is not null) execute function realtime.tell_message();
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
  language plpgsql as $$
begin
  insert into realtime.messages (payload, event, topic, private, extension)
    values (payload, event, topic, private, 'broadcast');
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;
create function realtime.broadcast_changes(topic_name text, event_name text, operation text, table_name text,
    table_schema text, new record, old record, level text default 'ROW') returns void language plpgsql as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  perform realtime.send(jsonb_build_object('id', gen_random_uuid(), 'record', new, 'old_record', old,
    'operation', operation, 'table', table_name, 'schema', table_schema), event_name, topic_name);
end $$;

-- Rows of the last changes, until everybody who may see them was told. Written by whom triggers run as, who owns
-- nothing else and may log in nowhere: a column's own cast may run in it.
create table realtime.changes (
  id bigint generated always as identity primary key,
  relation oid not null,
  type text not null,
  record jsonb,
  old_record jsonb,
  at timestamptz not null default now()
);
alter table realtime.changes enable row level security;
alter table realtime.changes owner to supabase_realtime_admin;
grant select on realtime.changes to service_role;
create function realtime.record_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  change_id bigint;
begin
  insert into realtime.changes (relation, type, record, old_record) values (tg_relid, tg_op,
    case when tg_op <> 'DELETE' then pg_catalog.to_jsonb(new) end,
    case when tg_op <> 'INSERT' then pg_catalog.to_jsonb(old) end) returning id into change_id;
  delete from realtime.changes where id < change_id - 10000;
  perform pg_catalog.pg_notify('realtime_changes', change_id::text);
  return null;
end $$;
alter function realtime.record_change() owner to supabase_realtime_admin;

-- Called by whoever owns the tables, after the migrations: what the publication names is watched, all else is not.
create function realtime.watch() returns void language plpgsql set search_path = '' as $$
declare
  it record;
begin
  for it in
    select c.oid::regclass as name, p.pubname is not null as wanted
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_publication_tables p
      on p.pubname = 'supabase_realtime' and p.schemaname = n.nspname and p.tablename = c.relname
    -- A publication of all tables has Supabase's own in it, too: sessions are nobody's news, and changes would tell
    -- of changes.
    where c.relkind in ('r', 'p') and n.nspname not in ('auth', 'realtime') and (p.pubname is not null) <> exists (
      select from pg_catalog.pg_trigger t where t.tgrelid = c.oid and t.tgname = 'realtime_changes')
  loop
    if it.wanted then
      execute format('create trigger realtime_changes after insert or update or delete on %s
        for each row execute function realtime.record_change()', it.name);
    else
      execute format('drop trigger realtime_changes on %s', it.name);
    end if;
  end loop;
end $$;

create publication supabase_realtime;
alter publication supabase_realtime owner to pg_database_owner;
`
