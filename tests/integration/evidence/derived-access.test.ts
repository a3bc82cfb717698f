import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eachRow } from '../../support/each-row'
import { checkSql, filesOf, openTestCluster } from './scratch-bench'

/** Projects that declare nothing: what their own policies say counts, and what is open all the same is found. */

let bench: Awaited<ReturnType<typeof openTestCluster>>
beforeAll(async () => {
  bench = await openTestCluster()
})
afterAll(() => bench.close())

/** `severity rule` of each finding, of a project that is nothing but this migration. */
async function told(sql: string, date = '20260701000000'): Promise<string[]> {
  const { findings } = await checkSql(filesOf({ [`supabase/migrations/${date}_a.sql`]: sql }), bench.cluster)
  return findings.map(({ severity, rule }) => `${severity} ${rule}`).sort()
}
const errors = async (sql: string, date?: string): Promise<string[]> =>
  (await told(sql, date)).filter((one) => one.startsWith('error'))

const BANDS = `create table public.bands (id uuid primary key references auth.users (id) on delete cascade,
  title text not null);
alter table public.bands enable row level security;
grant select on public.bands to anon, authenticated; grant insert, update on public.bands to authenticated;
create policy "make" on public.bands for insert to authenticated with check (id = (select auth.uid()));
create policy "change" on public.bands for update to authenticated using (id = (select auth.uid()))
  with check (id = (select auth.uid()));
`

describe('reading that a policy opens', () => {
  eachRow([
    ['in its name', 'create policy "Bands are viewable by everyone." on public.bands for select using (true);'],
    [
      'in the words of a template',
      'create policy "Enable read access for all users" on public.bands for select using (true);',
    ],
    ['in Spanish', 'create policy "Cualquiera puede ver" on public.bands for select using (true);'],
    [
      'by naming who has no session',
      'create policy "r" on public.bands for select to anon, authenticated using (true);',
    ],
  ])('%s is a remark', async (_name, policy) => {
    expect(await told(BANDS + policy)).toEqual(['warning public-reading-undeclared'])
  })
  eachRow([
    [
      'reading that no word calls public',
      'create policy "r" on public.bands for select using (true);',
      'anon-can-read',
    ],
    [
      'more than reading',
      'create policy "for everyone" on public.bands for all using (true);',
      'forged-owner-accepted',
    ],
    [
      'rows that anybody signed in sees',
      'create policy "own" on public.bands for select to authenticated using (auth.uid() is not null);',
      'stranger-can-read',
    ],
  ])('%s stays an error', async (_name, policy, rule) => {
    expect(await errors(BANDS + policy)).toContain(`error ${rule}`)
  })
  it('a list without owners that everybody sees is a remark, one that everybody writes is not', async () => {
    const kinds = (policy: string): string => `create table public.kinds (id int primary key, name text not null);
      alter table public.kinds enable row level security; create policy "k" on public.kinds ${policy};`
    expect(await told(kinds('for select using (true)'), '20240101000000')).toEqual(['warning access-undeclared'])
    const open = await checkSql(
      filesOf({ 'supabase/migrations/20240101000000_a.sql': kinds('for all using (true) with check (true)') }),
      bench.cluster,
    )
    expect(open.findings.find(({ rule }) => rule === 'policy-always-true')?.message).toContain(
      'Anybody without a session can insert, change, delete rows of kinds',
    )
  })
})

describe('whose a row is', () => {
  const firms = (columns: string, rule: string, more = ''): string =>
    `create table public.firms (id uuid primary key default gen_random_uuid(), title text not null, ${columns});
     alter table public.firms enable row level security; grant select, update on public.firms to authenticated; ${more}
     create policy "r" on public.firms for select to authenticated using (${rule});
     create policy "u" on public.firms for update to authenticated using (${rule}) with check (${rule});`
  const AUDIT = 'created_by uuid references auth.users (id), last_edited_by uuid references auth.users (id)'

  it('is what the policies compare, not who noted it down', { tags: ['deep'] }, async () => {
    expect(await errors(firms(AUDIT, '(select auth.uid()) = id'))).toEqual([])
    expect(await errors(firms(`${AUDIT}, keeper text not null`, `keeper = (auth.jwt() ->> 'sub')`))).toEqual([])
  })
  it('is not promised to an editor where a team or a function decides', { tags: ['deep'] }, async () => {
    const team = `create table public.seats (firm uuid not null references public.firms (id),
      person uuid not null references auth.users (id), primary key (firm, person));
      alter table public.seats enable row level security; grant select on public.seats to authenticated;
      create policy "s" on public.seats for select to authenticated using (person = (select auth.uid()));`
    const rule = 'exists (select 1 from public.seats s where s.firm = firms.id and s.person = (select auth.uid()))'
    expect(await errors(firms(AUDIT, rule, team))).toEqual([])
    const isIn = `${team} create function public.is_in(firm_id uuid) returns boolean
      language sql stable security definer set search_path = ''
      as $$ select exists (select 1 from public.seats s where s.firm = firm_id and s.person = (select auth.uid())) $$;`
    expect(await errors(firms(AUDIT, 'public.is_in(id)', isIn))).toEqual([])
  })
  it('others stay out of it all the same', { tags: ['deep'] }, async () => {
    expect(await errors(firms(AUDIT, 'auth.uid() is not null'))).toContain('error stranger-can-read')
    expect(await errors(firms(AUDIT, 'id is not null'))).toContain('error stranger-can-update')
  })
  it('a policy for all means what was granted; one for changing wants its grant', async () => {
    const mine = '(owner_id = (select auth.uid()))'
    const own = (command: string): string => `create table public.cups (id uuid primary key default gen_random_uuid(),
      owner_id uuid not null default auth.uid() references auth.users (id), words text not null);
      alter table public.cups enable row level security; grant select, insert, delete on public.cups to authenticated;
      create policy "own" on public.cups for ${command} to authenticated
        using ${mine}${command === 'delete' ? '' : ` with check ${mine}`};
      create policy "see" on public.cups for select to authenticated using ${mine};`
    expect(await errors(own('all'))).toEqual([])
    expect(await errors(own('update'))).toEqual(['error missing-grant'])
  })
})

describe('functions with the rights of their owner', () => {
  const made = (
    body: string,
  ): string => `create table public.guests (id uuid primary key references auth.users (id) on delete cascade,
    label text);
    alter table public.guests enable row level security; grant select on public.guests to authenticated;
    create policy "me" on public.guests for select to authenticated using (id = (select auth.uid()));
    create function public.welcome() ${body}
    create trigger welcome after insert on auth.users for each row execute function public.welcome();`
  it('a trigger whose names have their schema lacks a search_path as a remark only', { tags: ['deep'] }, async () => {
    const body = `returns trigger language plpgsql security definer as $$ begin
      insert into public.guests (id, label) values (new.id, 'updated from nothing'); return new; end $$;`
    expect(await told(made(body))).toEqual(['warning definer-search-path'])
    expect(await errors(made(body.replace('public.guests', 'guests')))).toContain('error definer-search-path')
  })
  eachRow([
    [
      'sql',
      'returns table (name text) language sql stable',
      'select c.name from public.clubs c where c.share_token = look.secret',
    ],
    [
      'its hash',
      'returns json language sql stable',
      `select to_json(c) from public.clubs c where c.token_hash = encode(extensions.digest(secret, 'sha256'), 'hex')`,
    ],
  ])('what only answers to a secret is sound: %s', async (_name, head, body) => {
    const clubs = (
      does: string,
    ): string => `create table public.clubs (id uuid primary key default gen_random_uuid(), name text not null,
      head uuid not null default auth.uid() references auth.users (id), token_hash text,
        share_token text not null default encode(extensions.gen_random_bytes(16), 'hex'));
      alter table public.clubs enable row level security;
      grant select, insert, update, delete on public.clubs to authenticated;
      create policy "own" on public.clubs for all to authenticated using (head = (select auth.uid()))
        with check (head = (select auth.uid()));
      create function public.look(secret text) ${head} security definer set search_path = '' as $$ ${does} $$;`
    expect(await errors(clubs(body))).toEqual([])
    expect(await errors(clubs(body.replace(/c\.\w*token\w*/, 'c.name')))).toEqual(['error definer-leaks-rows'])
  })
})
