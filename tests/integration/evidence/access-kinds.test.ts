import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSql, filesOf, openTestCluster, type SqlReport } from './scratch-bench'

/**
 * Kinds of false green and false red, each as a few lines of SQL: the fault is found, the sound variant is left alone.
 */

let bench: Awaited<ReturnType<typeof openTestCluster>>
beforeAll(async () => {
  bench = await openTestCluster()
})
afterAll(() => bench.close())

const OLD = '20240101000000'
const NEW = '20260801000000'
/** A table whose rows belong to `owner_id`, with grants and policies that keep people apart. */
const owned = (name: string, columns = '', more = ''): string => `
create table public.${name} (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null${columns === '' ? '' : `,\n  ${columns}`}
);
alter table public.${name} enable row level security;
grant select, insert, update, delete on public.${name} to authenticated, service_role;
create policy "own ${name}" on public.${name} for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
${more}`

function check(sql: string, spec?: object, options: { date?: string; config?: string } = {}): Promise<SqlReport> {
  const files = {
    [`supabase/migrations/${options.date ?? NEW}_init.sql`]: sql,
    ...(options.config !== undefined && { 'supabase/config.toml': options.config }),
    ...(spec && { 'devora.json': JSON.stringify({ devora: 1, ...spec }) }),
  }
  return checkSql(filesOf(files), bench.cluster)
}
const rulesOf = ({ findings }: SqlReport): string[] => [...new Set(findings.map(({ rule }) => rule ?? ''))].sort()
const errorsOf = ({ findings }: SqlReport): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule, message }) => `${rule}: ${message}`)
const cellsOf = (report: SqlReport, role: string): string[] =>
  report.access.flatMap(({ cells }) => cells.filter((cell) => cell.role === role).map(({ operation }) => operation))

const ALL = ['read', 'insert', 'update', 'delete']

describe('default grants', () => {
  const bare = owned('beds').replace(/^grant .*$/m, '')
  const open = `create table public.signs (id bigint generated always as identity primary key, words text not null);
    alter table public.signs enable row level security;
    create policy anything on public.signs for all using (true) with check (true);`

  it('a project from before 30 May 2026 needs no grant, a later one does', async () => {
    const [before, since] = [await check(bare, undefined, { date: OLD }), await check(bare)]
    expect(errorsOf(before)).toEqual([])
    expect(before.grantWorlds).toEqual(['default'])
    expect(rulesOf(since)).toContain('missing-grant')
    expect(since.grantWorlds).toEqual(['explicit', 'default'])
  })
  it('is not tried in a second world where the migrations do not apply in the first', { tags: ['deep'] }, async () => {
    let taken = 0
    const counted = { ...bench.cluster, take: () => (taken++, bench.cluster.take()) }
    const { status } = await checkSql(filesOf({ 'supabase/migrations/1.sql': 'create table;' }), counted)
    expect([status, taken]).toEqual([{ schema: 'failed', access: 'failed' }, 1])
  })
  it('a table that only lacks grants is open where they come by themselves', async () => {
    expect(rulesOf(await check(open, undefined, { date: OLD }))).toContain('access-undeclared')
    expect(errorsOf(await check(`${open} drop policy anything on public.signs;`, undefined, { date: OLD }))).toEqual([])
  })
  it('without a date both are tried, and the configuration has the last word', { tags: ['deep'] }, async () => {
    const both = await check(bare, undefined, { date: '0001' })
    expect(both.grantWorlds).toEqual(['explicit', 'default'])
    expect(both.findings.find(({ rule }) => rule === 'missing-grant')?.message).toContain('since 30 May 2026')
    const config = '[api]\nport = 54321\nauto_expose_new_tables = true # as it was\n'
    expect((await check(bare, undefined, { config })).grantWorlds).toEqual(['default'])
  })
  it(
    'what is open only if a project of the months between still grants by itself is a remark',
    { tags: ['deep'] },
    async () => {
      const between = await check(open)
      expect(errorsOf(between)).toEqual([])
      expect(between.findings.map(({ rule }) => rule)).toContain('policy-always-true')
      expect(between.findings.every(({ message }) => message.includes('Only where Supabase grants'))).toBe(true)
    },
  )
  it('an old project grants nothing by itself on what it makes after 30 October 2026', { tags: ['deep'] }, async () => {
    const late = open.replaceAll('signs', 'posters')
    const files = { [`supabase/migrations/${OLD}_a.sql`]: open, 'supabase/migrations/20261115000000_b.sql': late }
    const messages = (await checkSql(filesOf(files), bench.cluster)).findings.map(({ message }) => message)
    expect(messages.some((one) => one.includes('rows of signs'))).toBe(true)
    expect(messages.some((one) => one.includes('posters'))).toBe(false)
  })
  it('a column that is only left out of a grant can be changed where whole tables are granted', async () => {
    const narrow = `${owned('pots').replace('select, insert, update, delete', 'select, insert, update (title)')}
      drop policy "own pots" on public.pots;
      create policy p on public.pots to authenticated using (owner_id = auth.uid())
        with check (auth.uid() is not null);`
    expect(rulesOf(await check(narrow, undefined, { date: OLD }))).toContain('row-can-be-moved')
  })
})

describe('what devora.json says', () => {
  it('an access that is not valid is an error and nothing is derived in its place', async () => {
    const wrong = { access: [{ table: 'beds', owner: 'owner_id', allow: { gardener: ['read'] } }] }
    const report = await check(owned('beds'), wrong)
    expect(rulesOf(report)).toEqual(['access-invalid'])
    expect(report.access).toEqual([])
    expect(rulesOf(await check(owned('beds'), { access: 'private' }))).toEqual(['access-invalid'])
  })
  it('a check that looked at nothing does not say passed', { tags: ['deep'] }, async () => {
    const nothing = await check('-- to come\n')
    expect(nothing.status).toEqual({ schema: 'not_run', access: 'not_run' })
    expect((await check('create schema later;')).status).toEqual({ schema: 'passed', access: 'not_run' })
    const elsewhere = filesOf({ 'package.json': '{"dependencies":{"@supabase/supabase-js":"2.0.0"}}' })
    expect((await checkSql(elsewhere, bench.cluster)).status).toEqual({ schema: 'unavailable', access: 'unavailable' })
  })
  it('$owner counts inside of a text, and cells it says nothing about are not tried', { tags: ['deep'] }, async () => {
    const files = owned('papers', "path text not null check (path ~ ('^' || owner_id::text || '/.+'))")
    const rule = { table: 'papers', owner: 'owner_id', allow: { owner: ALL } }
    const fixtures = { papers: [{ title: 'a paper', path: '$owner/one.pdf' }] }
    expect(errorsOf(await check(files, { access: [rule], fixtures }))).toEqual([])
    const silent = { ...rule, unspecified: { other: ['insert'], anon: ['delete'] } }
    const report = await check(files, { access: [silent], fixtures })
    expect(errorsOf(report)).toEqual([])
    expect(cellsOf(report, 'other')).not.toContain('insert')
    expect(cellsOf(report, 'anon')).not.toContain('delete')
  })
  it('each role has its own condition on what it reads', async () => {
    const shown = (other: string): string =>
      owned(
        'recipes',
        "stage text not null default 'draft' check (stage in ('draft', 'members', 'everybody'))",
        `grant select on public.recipes to anon;
         create policy visitors on public.recipes for select to anon using (stage = 'everybody');
         create policy signed_in on public.recipes for select to authenticated using (${other});`,
      )
    const access = [
      {
        table: 'recipes',
        owner: 'owner_id',
        readWhereFor: { anon: "stage = 'everybody'", other: "stage <> 'draft'" },
        allow: { owner: ALL, anon: ['read'], other: ['read'], service: ALL },
      },
    ]
    expect(errorsOf(await check(shown("stage <> 'draft'"), { access }))).toEqual([])
    expect(rulesOf(await check(shown('title is not null'), { access }))).toContain('hidden-rows-readable')
  })
})

describe('teams', () => {
  const teams = (insert: string, role = ''): string => `
    create table public.crews (id uuid primary key default gen_random_uuid(), name text not null);
    create table public.sailors (crew_id uuid not null references public.crews (id) on delete cascade,
      user_id uuid not null references auth.users (id) on delete cascade${role}, primary key (crew_id, user_id));
    create table public.logs (id uuid primary key default gen_random_uuid(),
      crew_id uuid not null references public.crews (id) on delete cascade, words text not null);
    alter table public.crews enable row level security;
    alter table public.sailors enable row level security;
    alter table public.logs enable row level security;
    grant select on public.crews, public.sailors to authenticated;
    grant select, insert on public.logs to authenticated;
    create policy "oneself" on public.sailors for select to authenticated using (user_id = (select auth.uid()));
    create policy "read" on public.logs for select to authenticated
      using (crew_id in (select crew_id from public.sailors where user_id = (select auth.uid())));
    create policy "write" on public.logs for insert to authenticated with check (${insert});`
  const mine = 'crew_id in (select crew_id from public.sailors where user_id = (select auth.uid()))'
  const team = { column: 'crew_id', members: 'sailors', membersUser: 'user_id', membersTeam: 'crew_id' }
  const logs = { table: 'logs', owner: null, team, allow: { member: ['read', 'insert'] } }
  const rest = [
    { table: 'sailors', owner: 'user_id', allow: { owner: ['read'] } },
    { table: 'crews', owner: null, allow: {} },
  ]

  it('whose members have no roles have no admin', async () => {
    const report = await check(teams(mine), { access: [logs, ...rest] })
    expect(errorsOf(report)).toEqual([])
    expect(report.access.find(({ table }) => table === 'logs')?.cells.some(({ role }) => role === 'admin')).toBe(false)
  })
  it('that the seed speaks of are the ones into which rows are inserted', { tags: ['deep'] }, async () => {
    const crew = '00000000-0000-4000-8000-0000000000aa'
    const seed = `insert into public.crews (id, name) values ('${crew}', 'the first');
      insert into public.sailors (crew_id, user_id) values ('${crew}', :owner), ('${crew}', :member),
        ('${crew}', :admin);
      insert into public.logs (crew_id, words) values ('${crew}', 'calm sea')`
    const picked = { ...logs, row: "words = 'calm sea'" }
    const named = teams(`${mine} and crew_id = '${crew}'`)
    const report = await check(named, { access: [picked, ...rest], seed })
    expect(errorsOf(report)).toEqual([])
    const insert = report.access[0]?.cells.find(({ role, operation }) => role === 'member' && operation === 'insert')
    expect(insert).toMatchObject({ actual: 'allow' })
    expect(insert?.statement).toContain(crew)
  })
})

describe('rows that are tried', () => {
  it('keys that share a column point to parents that agree on it', async () => {
    const sql = `
      create table public.shops (id uuid primary key default gen_random_uuid(),
        owner_id uuid not null references auth.users (id));
      create table public.shelves (shop_id uuid not null references public.shops (id),
        id uuid not null default gen_random_uuid(), primary key (shop_id, id));
      create table public.labels (shop_id uuid not null references public.shops (id), code text not null,
        primary key (shop_id, code));
      create table public.goods (id uuid primary key default gen_random_uuid(),
        owner_id uuid not null references auth.users (id),
        code text not null, shelf_id uuid not null, shop_id uuid not null,
        foreign key (shop_id, code) references public.labels (shop_id, code),
        foreign key (shop_id, shelf_id) references public.shelves (shop_id, id));
      ${['shops', 'shelves', 'labels', 'goods'].map((name) => `alter table public.${name} enable row level security;`).join('\n')}
      grant select, insert, update, delete on public.goods to authenticated;
      create policy own on public.goods for all to authenticated using (owner_id = (select auth.uid()))
        with check (owner_id = (select auth.uid()));`
    const access = [
      { table: 'goods', owner: 'owner_id', allow: { owner: ALL } },
      ...['shops', 'shelves', 'labels'].map((table) => ({ table, owner: null, allow: {} })),
    ]
    expect(errorsOf(await check(sql, { access }))).toEqual([])
  })
  it('nobody is refused by a parent that is their own', { tags: ['deep'] }, async () => {
    const sql = `${owned('albums')}
      create table public.covers (id uuid primary key default gen_random_uuid(),
        album_id uuid not null unique references public.albums (id) on delete cascade, art text not null);
      alter table public.covers enable row level security;
      grant select, insert, delete on public.covers to authenticated;
      create policy beneath on public.covers for all to authenticated
        using (exists (select 1 from public.albums a where a.id = album_id and a.owner_id = (select auth.uid())))
        with check (exists (select 1 from public.albums a where a.id = album_id and a.owner_id = (select auth.uid())));`
    const access = [
      { table: 'albums', owner: 'owner_id', allow: { owner: ALL } },
      { table: 'covers', via: { column: 'album_id', table: 'albums' }, allow: { owner: ['read', 'insert', 'delete'] } },
    ]
    expect(errorsOf(await check(sql, { access }))).toEqual([])
  })
  it('a refusal that comes before the constraint counts', { tags: ['deep'] }, async () => {
    const closed = owned('ledgers', 'sum integer not null check (sum > 5 and sum < 5)').replace(
      'select, insert, update, delete',
      'select',
    )
    const report = await check(closed, {
      access: [{ table: 'ledgers', owner: 'owner_id', allow: { owner: ['read'] } }],
    })
    const denied = report.access[0]?.cells.filter(
      ({ expected, operation }) => expected === 'deny' && operation !== 'read',
    )
    expect(denied?.length).toBeGreaterThan(6)
    expect(denied?.every(({ actual }) => actual === 'deny')).toBe(true)
  })
  it(
    'a list of its own does not promise a role what owners may, nor the service role a move',
    { tags: ['deep'] },
    async () => {
      const sql = owned('tips').replace(
        'with check (owner_id = (select auth.uid()))',
        "with check (owner_id = (select auth.uid()) and coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin', false) = false)",
      )
      const narrow = `${sql} revoke all on public.tips from service_role;
      grant select on public.tips to service_role; grant update (title) on public.tips to service_role;
      create policy admins on public.tips for select to authenticated
        using ((select auth.jwt()) -> 'app_metadata' ->> 'role' = 'admin');`
      const allow = { owner: ALL, admin: ['read'], service: ['read', 'update'] }
      expect(errorsOf(await check(narrow, { access: [{ table: 'tips', owner: 'owner_id', allow }] }))).toEqual([])
    },
  )
})

describe('two faults of one table', () => {
  it('the policy behind the open one is found too', { tags: ['deep'] }, async () => {
    const sql = owned(
      'diaries',
      '',
      `create policy readers on public.diaries for select to authenticated using (true);
       create policy more_readers on public.diaries for select to authenticated using (title is not null);`,
    )
    const { findings } = await check(sql, { access: [{ table: 'diaries', owner: 'owner_id', allow: { owner: ALL } }] })
    const lines = findings.filter(({ rule }) => rule === 'stranger-can-read').map(({ line }) => line)
    expect(new Set(lines).size).toBe(2)
  })
  it('a missing grant does not hide missing row-level security', async () => {
    const sql = `create table public.maps (id uuid primary key default gen_random_uuid(),
      owner_id uuid not null references auth.users (id), title text not null);
      grant select on public.maps to service_role;`
    const found = rulesOf(
      await check(sql, { access: [{ table: 'maps', owner: 'owner_id', allow: { owner: ['read'] } }] }),
    )
    expect(found).toEqual(['missing-grant', 'rls-missing'])
  })
})

describe('functions', () => {
  const invitations = (
    where: string,
    token = "token text not null default encode(extensions.gen_random_bytes(24), 'hex')",
  ): string =>
    owned(
      'invitations',
      `${token} unique`,
      `create function public.look_up(secret text) returns json
        language sql stable security definer set search_path = '' as $$
         select json_build_object('title', i.title) from public.invitations i where ${where} $$;
       revoke execute on function public.look_up(text) from public, anon;
       grant execute on function public.look_up(text) to authenticated;`,
    )
  it('that need a token nobody can guess are not open; others are', async () => {
    expect(errorsOf(await check(invitations('i.token = secret')))).toEqual([])
    expect(rulesOf(await check(invitations('i.title = secret')))).toContain('definer-leaks-rows')
    expect(rulesOf(await check(invitations('i.token = secret or i.title = secret')))).toContain('definer-leaks-rows')
    expect(rulesOf(await check(invitations('i.pin = secret', "pin text not null default '1234'")))).toContain(
      'definer-leaks-rows',
    )
  })
})

describe('constraints of every kind', () => {
  it('are read without breaking', async () => {
    const sql = `
      create extension if not exists btree_gist with schema extensions;
      create type public.day as enum ('monday', 'next tuesday');
      create domain public.nice as text check (value ~ '^[a-z]{3,}$');
      ${owned(
        'slots',
        `name public.nice not null,
         mark integer generated by default as identity,
         shout text generated always as (upper(title)) stored,
         during tstzrange not null,
         place integer not null default 1,
         days public.day[] not null check (cardinality(days) > 0),
         slug text generated always as (lower(title)) stored,
         unique (owner_id, mark) deferrable initially deferred,
         exclude using gist (place with =, during with &&)`,
      )}
      create unique index on public.slots (lower(title));
      create unique index on public.slots ((lower(title) || name), owner_id) where place > 0;
      create unique index on public.slots ((1)) where place < 0;
      create unique index on public.slots (owner_id, slug);`
    const report = await check(sql)
    expect(errorsOf(report)).toEqual([])
    expect(report.access[0]?.cells.every(({ actual, expected }) => actual === expected)).toBe(true)
  })
})
