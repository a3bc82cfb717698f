import { quoteIdentifier, quoteLiteral } from '../../../../supabase-local/database.ts'

/** SQL that takes away what was asked, run as the owner of the project's tables. */

const named = (table: string): string => `public.${quoteIdentifier(table)}`
/** Fires before any trigger of a project, which follow each other by name. */
const TRIGGER = '"!0_control"'

const trigger = (table: string, when: string, body: string): string => `
  create function public.take_away() returns trigger language plpgsql as $control$ begin ${body} end $control$;
  create trigger ${TRIGGER} before ${when} on ${named(table)} for each row execute function public.take_away();`

/** No row is there, and none comes. */
export const takesNoRows = (table: string): string =>
  `truncate ${named(table)} cascade; ${trigger(table, 'insert', 'return null;')}`

/** What is done to its rows is done to none. */
export const keepsRows = (table: string, from: 'update' | 'delete'): string => trigger(table, from, 'return null;')

/** Every row comes, and is not what is asked for afterwards: only where the column may be empty. */
export const forgets = (table: string, column: string): string => `
  do $control$ begin
    if not exists (select from pg_attribute where attrelid = ${quoteLiteral(named(table))}::regclass
      and attname = ${quoteLiteral(column)} and not attnotnull and attgenerated = '' and not attisdropped)
    then raise exception 'it cannot be empty'; end if;
  end $control$;
  update ${named(table)} set ${quoteIdentifier(column)} = null;
  ${trigger(table, 'insert or update', `new.${quoteIdentifier(column)} := null; return new;`)}`

/** Everybody may do everything. */
export const isOpen = (table: string): string => `
  alter table ${named(table)} disable row level security;
  grant select, insert, update, delete on ${named(table)} to anon, authenticated;`

/** Nobody sees or changes a row. */
export const isClosed = (table: string): string => `
  alter table ${named(table)} enable row level security;
  create policy control on ${named(table)} as restrictive for all to anon, authenticated
    using (false) with check (false);`

/** What it holds its rows to is gone, but for its keys. */
export const hasNoRules = (table: string): string => `
  do $control$ declare one record; begin
    for one in select conname from pg_constraint where conrelid = ${quoteLiteral(named(table))}::regclass
      and contype in ('c', 'u', 'x') loop
      execute format('alter table ${named(table).replaceAll("'", "''")} drop constraint %I cascade', one.conname);
    end loop;
    for one in select indexrelid::regclass::text as name from pg_index
      where indrelid = ${quoteLiteral(named(table))}::regclass and indisunique and not indisprimary loop
      execute 'drop index ' || one.name;
    end loop;
  end $control$;
  alter table ${named(table)} disable trigger user;`
