import { describe, expect, it } from 'vitest'
import { parseScript } from '@/lib/domains/evidence/sql/parse-script'
import { samplesOf } from '@/lib/domains/evidence/sql/sample-pattern'
import { indexOfPosition, placeOf, splitStatements } from '@/lib/domains/evidence/sql/split-statements'
import { refuse } from '@/lib/domains/evidence/sql/statement-filter'
import { translateScript } from '@/lib/domains/evidence/sql/supabase-names'

const texts = (sql: string): string[] => splitStatements(sql).map(({ start, end }) => sql.slice(start, end))

describe('splitStatements', () => {
  it.each([
    ['plain statements', 'select 1; select 2', ['select 1', 'select 2']],
    ['nothing', ' ;; -- only this\n', []],
    ['strings and quoted names', `select ';', ";", 'it''s;'; select 2`, [`select ';', ";", 'it''s;'`, 'select 2']],
    ['escapes', `select E'\\';', '\\'; select 2`, [`select E'\\';', '\\'`, 'select 2']],
    ['dollar quotes', 'do $a$ begin; $$;$$; end $a$; select 2', ['do $a$ begin; $$;$$; end $a$', 'select 2']],
    ['parameters are no dollar quotes', 'select $1; select $2', ['select $1', 'select $2']],
    ['comments, also nested', '/* a; /* b; */ c; */ select 1 -- x;\n; select 2', ['select 1 -- x;\n', 'select 2']],
    [
      'begin atomic',
      'create function f() begin atomic select case when a then 1 end; select 2; end; select 3',
      ['create function f() begin atomic select case when a then 1 end; select 2; end', 'select 3'],
    ],
    [
      'rules',
      'create rule r as on insert to a do also (insert into b values (1); select 1); select 2',
      ['create rule r as on insert to a do also (insert into b values (1); select 1)', 'select 2'],
    ],
    ['an unclosed string', `select 'a; b`, [`select 'a; b`]],
  ])('%s', (_name, sql, wanted) => {
    expect(texts(sql)).toEqual(wanted)
  })
  it('finds lines and columns, and counts characters as Postgres does', () => {
    const sql = "select '😀';\n  selekt 1"
    expect(placeOf(sql, indexOfPosition(sql, 15))).toEqual({ line: 2, column: 3 })
  })
})

describe('the statement filter', () => {
  const ruleOf = async (sql: string): Promise<(string | undefined)[]> =>
    (await parseScript(sql)).map((statement) => refuse(statement)?.rule)
  it.each([
    "copy t from program 'id'",
    "copy t to '/tmp/x'",
    "select pg_read_file('/etc/passwd')",
    "select lo_import('/etc/passwd')",
    "select * from dblink('host=x', 'select 1') as t(a int)",
    'create extension dblink',
    'create extension file_fdw with schema extensions',
    "alter system set work_mem = '1GB'",
    "create tablespace t location '/tmp'",
    'set role service_role',
    'set session authorization postgres',
    "select set_config('role', 'service_role', false)",
    'create role intruder superuser',
    "alter role anon password 'x'",
    'grant service_role to authenticated',
    "create function f() returns int language c as 'libc', 'system'",
    "load 'evil'",
    "create server s foreign data wrapper postgres_fdw options (host 'x')",
    "create subscription s connection 'host=x' publication p",
    "prepare transaction 'x'",
    "do $$ begin perform pg_read_file('x'); end $$",
    'do $$ begin update seats set n = 1; set role postgres; end $$',
    'do $$ begin set local role postgres; end $$',
    'do $$ begin set session authorization postgres; end $$',
    "do $$ begin execute 'create role mine'; end $$",
    "create function f() returns void language plpgsql as $$ begin execute 'alter system set x = 1'; end $$",
  ])('refuses %s', async (sql) => {
    expect(await ruleOf(sql)).toEqual(['forbidden-statement'])
  })
  it.each([
    'create or replace function auth.uid() returns uuid language sql as $$ select null::uuid $$',
    'drop function auth.jwt()',
    'drop schema auth cascade',
    'alter table auth.users add column x int',
    'create table auth.mine (id int)',
    'drop table if exists auth.users',
  ])('keeps %s out of auth', async (sql) => {
    expect(await ruleOf(sql)).toEqual(['auth-redefined'])
  })
  it.each([
    'create table t (id int references auth.users)',
    'create trigger t after insert on auth.users for each row execute function public.f()',
    'drop trigger if exists t on auth.users',
    'create policy p on storage.objects for select using (true)',
    'copy t (a) from stdin',
    'create extension pg_trgm with schema extensions',
    "select set_config('search_path', '', false)",
    'set statement_timeout = 0',
    'grant select on t to anon',
    'select auth.uid()',
    '-- set role x\nselect 1',
    "create function f() returns void language sql as $$ update seats set role = 'host' where id = 1 $$",
    "do $$ begin insert into seats (id, role) values (1, 'guest') on conflict (id) do update set role = excluded.role; end $$",
    "create function f() returns trigger language plpgsql as $$ begin raise exception 'Cannot create user %', new.id; end $$",
    'do $$ begin /* alter role later */ perform 1; end $$',
    "create function f() returns text language sql as $$ select 'a note: -- alter system' $$ -- the words stand in a comment there",
  ])('lets %s pass', async (sql) => {
    expect(await ruleOf(sql)).toEqual([undefined])
  })
})

describe('translateScript', () => {
  const place = { owner: 'mabcdefg', database: 'dabcdefg' }
  const translate = async (sql: string): Promise<string> => translateScript(sql, await parseScript(sql), place).text
  it('puts the scratch owner in the place of postgres, without moving anything', async () => {
    expect(
      await translate(
        'alter table "é" owner to "postgres"; alter default privileges for role postgres grant select on tables to postgres',
      ),
    ).toBe(
      'alter table "é" owner to "mabcdefg"; alter default privileges for role mabcdefg grant select on tables to mabcdefg',
    )
    expect(await translate("alter database postgres set timezone to 'UTC'; select 'postgres'")).toBe(
      "alter database dabcdefg set timezone to 'UTC'; select 'postgres'",
    )
  })
  it('leaves out what is there already and what only concerns the server', async () => {
    const sql =
      "create extension moddatetime schema extensions;\nalter role anon set statement_timeout = '3s';\nselect 1"
    const out = await translate(sql)
    expect(out.trim()).toBe('select 1')
    expect(out.length).toBe(sql.length)
  })
})

describe('samplesOf', () => {
  it.each([
    '^[A-Z]{3}-[0-9]{4}$',
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^\\d{5}(-\\d{4})?$',
    '^#[0-9a-fA-F]{6}$',
    '^[^@]+@[^@]+\\.[a-z]+$',
    '^(GET|POST)$',
    '^\\+?[0-9]{7,15}$',
    '^https?://',
  ])('matches %s', (pattern) => {
    const samples = [samplesOf(pattern, 0), samplesOf(pattern, 5)].flat()
    expect(samples.length).toBeGreaterThan(0)
    for (const sample of samples) expect(sample).toMatch(new RegExp(pattern))
  })
  it('gives up on what it does not know', () => {
    expect(samplesOf('(((')).toBeInstanceOf(Array)
  })
})

describe('parseScript', () => {
  it('survives what breaks the parser, and reads the next statement', async () => {
    const sql = `select ${'1+'.repeat(20_000)}1; select 2`
    expect((await parseScript(sql)).map(({ tree }) => tree !== null)).toEqual([false, true])
  })
})
