import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eachRow } from '../../support/each-row'
import { bypassesIn } from './bypass-bench'
import { openTestCluster } from './scratch-bench'

/** Functions with their owner's rights that lead past the policies, and the sound ones that look much like them. */

let bench: Awaited<ReturnType<typeof openTestCluster>>
beforeAll(async () => {
  bench = await openTestCluster()
})
afterAll(() => bench.close())
const bypassesOf = (sql: string, spec?: object): Promise<string[]> => bypassesIn(bench, sql, spec)

const PURSES = (
  body: string,
  more = '',
): string => `create table public.purses (person uuid primary key references auth.users (id),
  credits int not null default 0);
alter table public.purses enable row level security; grant select on public.purses to authenticated;
grant all on public.purses to service_role;
create policy "mine" on public.purses for select to authenticated using (person = (select auth.uid()));
create function public.top_up(p_person uuid, p_sum int) returns void
  language plpgsql security definer set search_path = '' as $$ ${body} $$;
${more}`
const ADD = 'update public.purses set credits = credits + p_sum where person = p_person;'
describe("a function with its owner's rights", () => {
  eachRow([
    ['for a person it is told', PURSES(`begin ${ADD} end`)],
    ['for anybody signed in', PURSES(`begin if auth.uid() is null then raise exception 'no'; end if; ${ADD} end`)],
    ['for an amount it is told', PURSES('begin update public.purses set credits = p_sum where true; end')],
    [
      'inserting for a person',
      PURSES('begin insert into public.purses (person, credits) values (p_person, p_sum); end'),
    ],
  ])('%s is found', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual(['definer-trusts-caller'])
  })
  eachRow([
    ['that compares', PURSES(`begin if p_person <> auth.uid() then raise exception 'no'; end if; ${ADD} end`)],
    [
      'that compares a variable',
      PURSES(
        `declare me uuid := auth.uid(); begin if me is distinct from p_person then raise exception 'no'; end if; ${ADD} end`,
      ),
    ],
    [
      'that nobody may call',
      PURSES(`begin ${ADD} end`, 'revoke execute on function public.top_up from public, anon, authenticated;'),
    ],
  ])('%s is sound', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual([])
  })
  it('that devora.json calls public on purpose is left alone', async () => {
    const functions = [{ name: 'top_up', public: true, why: 'A tip jar: anybody may give.' }]
    expect(await bypassesOf(PURSES(`begin ${ADD} end`), { functions })).toEqual([])
  })
})

const MEMBERS = `create table public.cards (id uuid primary key references auth.users (id), nick text,
  tier text not null default 'free', coins int not null default 0);
alter table public.cards enable row level security; grant select on public.cards to authenticated;
grant all on public.cards to service_role;
create policy "me" on public.cards for select to authenticated using (id = (select auth.uid()));
create function public.has_tier(_who uuid, _tier text) returns boolean
  language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.cards c where c.id = _who and c.tier = _tier) $$;
`
const GIVES = (head: string, body: string): string =>
  `${MEMBERS}create function public.${head} returns void language plpgsql security definer set search_path = '' as $$ ${body} $$;`
const OWN = 'update public.cards set tier = p_tier where id = (select auth.uid());'
describe('a function by which somebody gives themselves something', () => {
  eachRow([
    ['a tier', GIVES('upgrade(p_tier text)', `begin ${OWN} end`)],
    [
      'a tier, to whoever is signed in',
      GIVES(
        'upgrade(p_tier text)',
        `declare me uuid := auth.uid(); begin if me is null then raise exception 'no'; end if; update public.cards set tier = p_tier where id = me; end`,
      ),
    ],
    ['coins', GIVES('earn(n int)', 'begin update public.cards set coins = coins + n where id = auth.uid(); end')],
    [
      "a row of one's own",
      GIVES('join_as(p_tier text)', 'begin insert into public.cards (id, tier) values (auth.uid(), p_tier); end'),
    ],
  ])('%s is found', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual(['definer-trusts-caller'])
  })
  eachRow([
    ['a name', GIVES('rename(p_nick text)', 'begin update public.cards set nick = p_nick where id = auth.uid(); end')],
    [
      'what is spent',
      GIVES(
        'pay(n int)',
        'begin update public.cards set coins = coins - n where id = auth.uid() and coins >= n and n > 0; end',
      ),
    ],
    [
      'what is held to a list',
      GIVES(
        'pick(p_tier text)',
        `begin if p_tier not in ('free', 'trial') then raise exception 'no'; end if; ${OWN} end`,
      ),
    ],
    [
      'what an administrator gives',
      GIVES(
        'promote(p_who uuid, p_tier text)',
        `begin if not public.has_tier(auth.uid(), 'staff') then raise exception 'no'; end if; update public.cards set tier = p_tier where id = p_who; end`,
      ),
    ],
    [
      'what the statement asks itself',
      GIVES(
        'promote(p_who uuid, p_tier text)',
        `begin update public.cards set tier = p_tier where id = p_who and exists (select 1 from public.cards c where c.id = auth.uid() and c.tier = 'staff'); end`,
      ),
    ],
  ])('%s is sound', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual([])
  })
  it('a column believed through a function that is told who asks is found all the same', async () => {
    const asked = `${MEMBERS}create policy "mine" on public.cards for update to authenticated
      using (id = (select auth.uid())) with check (id = (select auth.uid()));
      grant update on public.cards to authenticated;
      create table public.vaults (id int primary key, gold text); alter table public.vaults enable row level security;
      grant select on public.vaults to authenticated; insert into public.vaults values (1, 'bar');
      create policy "staff" on public.vaults for select to authenticated
        using (public.has_tier((select auth.uid()), 'staff'));`
    expect(await bypassesOf(asked)).toEqual(['trusted-column-editable'])
    expect(await bypassesOf(asked.replace(/create policy "mine"[^;]*;/, ''))).toEqual([])
  })
})

const GIFTS = (body: string, more = ''): string => `${PURSES('begin null; end')}
create table public.gifts (id int generated always as identity primary key, giver uuid, taker uuid, amount int ${more});
alter table public.gifts enable row level security;
create function public.send_gift(p_to uuid, p_amount int) returns void
  language plpgsql security definer set search_path = '' as $$ ${body} $$;
revoke execute on function public.top_up from public, anon, authenticated;`
const TAKE = 'update public.purses set credits = credits - p_amount where person = auth.uid() and credits >= p_amount;'
const GIVE = 'update public.purses set credits = credits + p_amount where person = p_to;'
const NOTE = 'insert into public.gifts (giver, taker, amount) values (auth.uid(), p_to, p_amount);'
const REFUSE = (condition: string): string => `if ${condition} then raise exception 'no'; end if;`
describe('an amount that is taken', () => {
  eachRow([
    ['and given to somebody', GIFTS(`begin ${TAKE} ${GIVE} end`)],
    [
      'after it was looked at what there is',
      GIFTS(
        `declare v int; begin select credits into v from public.purses where person = auth.uid(); ${REFUSE('v < p_amount')} ${TAKE} ${GIVE} end`,
      ),
    ],
    ['up to a limit', GIFTS(`begin ${REFUSE('p_amount > 500')} ${TAKE} ${GIVE} end`)],
    ['and noted where anything may stand', GIFTS(`begin ${NOTE} ${TAKE} ${GIVE} end`)],
    ['by its place', GIFTS(`begin ${TAKE} ${GIVE} end`).replaceAll('p_amount', '$2').replace('$2 int', 'p_amount int')],
    [
      'of one’s own',
      GIVES('pay(n int)', 'begin update public.cards set coins = coins - n where id = auth.uid() and coins >= n; end'),
    ],
  ])('%s may be negative', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual(['definer-takes-negative'])
  })
  eachRow([
    ['refused when it is not more than zero', GIFTS(`begin ${REFUSE('p_amount <= 0')} ${TAKE} ${GIVE} end`)],
    ['refused when it is missing', GIFTS(`begin ${REFUSE('coalesce(p_amount, 0) < 1')} ${TAKE} ${GIVE} end`)],
    ['asked the other way round', GIFTS(`begin ${REFUSE('not (0 < p_amount)')} ${TAKE} ${GIVE} end`)],
    ['between two bounds', GIFTS(`begin ${REFUSE('p_amount not between 1 and 50')} ${TAKE} ${GIVE} end`)],
    ['noted where it has to be more', GIFTS(`begin ${NOTE} ${TAKE} ${GIVE} end`, 'check (amount > 0)')],
    [
      'noted behind other values',
      GIFTS(
        `begin insert into public.gifts (giver, taker, amount) values (coalesce(auth.uid(), p_to), p_to, p_amount) on conflict do nothing; ${TAKE} ${GIVE} end`,
        'check (amount >= 1)',
      ),
    ],
    ['made positive', GIFTS(`begin ${TAKE} ${GIVE} end`.replaceAll('p_amount', 'abs(p_amount)'))],
    [
      'by an administrator',
      GIVES(
        'fine(p_who uuid, n int)',
        `begin if not public.has_tier(auth.uid(), 'staff') then raise exception 'no'; end if; update public.cards set coins = coins - n where id = p_who; end`,
      ),
    ],
  ])('%s is sound', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual([])
  })
})

const TELLS = (head: string, body: string, more = ''): string => `create table public.profiles (
  id uuid primary key references auth.users (id), email text, level text not null default 'guest', is_staff boolean);
alter table public.profiles enable row level security; grant select on public.profiles to authenticated;
grant all on public.profiles to service_role;
create policy "me" on public.profiles for select to authenticated using (id = (select auth.uid()));
create function public.${head} language sql stable security definer set search_path = '' as $$ ${body} $$;
${more}`
const EMAIL = 'select email from public.profiles where id = p_who'
describe('a function that tells one value about somebody', () => {
  eachRow([
    ['that is private', TELLS('email_of(p_who uuid) returns text', EMAIL), 'definer-tells-of-others'],
    ['by its place', TELLS('email_of(uuid) returns text', EMAIL.replace('p_who', '$1')), 'definer-tells-of-others'],
    [
      'with a name of its own',
      TELLS('mail(p_who uuid) returns text', 'select lower(p.email) from public.profiles p where p.id = p_who limit 1'),
      'definer-tells-of-others',
    ],
    [
      'by way of a variable',
      TELLS('x() returns int', 'select 1').replace(
        /create function public\.x[\s\S]*/,
        () => `create function public.email_of(p_who uuid) returns text language plpgsql security definer
          set search_path = '' as $$ declare v text;
          begin select email into v from public.profiles where id = p_who; return v; end $$;`,
      ),
      'definer-tells-of-others',
    ],
    [
      'that may be meant so',
      TELLS('level_of(p_who uuid) returns text', EMAIL.replace('email', 'level')),
      'definer-tells-of-others: warning',
    ],
  ])('%s is found', async (_name, sql, found) => {
    expect(await bypassesOf(sql)).toEqual([found])
  })
  eachRow([
    ['of the caller alone', TELLS('email_of(p_who uuid) returns text', `${EMAIL} and id = auth.uid()`)],
    [
      'to nobody',
      TELLS(
        'email_of(p_who uuid) returns text',
        EMAIL,
        'revoke execute on function public.email_of from public, anon, authenticated;',
      ),
    ],
    [
      'that everybody sees',
      TELLS(
        'email_of(p_who uuid) returns text',
        EMAIL,
        'create policy "all" on public.profiles for select to authenticated using (true);',
      ),
    ],
    [
      'yes or no',
      TELLS(
        'is_staff(p_who uuid) returns boolean',
        `select coalesce((select is_staff from public.profiles where id = p_who), false)`,
      ),
    ],
    [
      'as a comparison',
      TELLS('is_guest(p_who uuid) returns boolean', `select level = 'guest' from public.profiles where id = p_who`),
    ],
    [
      'to a policy',
      TELLS(
        'level_of(p_who uuid) returns text',
        EMAIL.replace('email', 'level'),
        `create policy "staff" on public.profiles for update to authenticated using (public.level_of(auth.uid()) = 'staff');`,
      ),
    ],
  ])('%s is sound', async (_name, sql) => {
    expect(await bypassesOf(sql)).toEqual([])
  })
})
