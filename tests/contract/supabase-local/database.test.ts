import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DatabaseError } from '@/lib/supabase-local/database'
import { DATABASES, type Local, openLocal } from '../../support/supabase-local'

const MIGRATION = `
create table notes (id bigint generated always as identity primary key, owner uuid not null default auth.uid(),
  text text not null check (text <> ''), tags text[] not null default '{}', price numeric, at timestamptz, data jsonb,
  done boolean);
alter table notes enable row level security;
create policy own on notes using (owner = auth.uid());
grant select, insert, update, delete on notes to authenticated;
create function raise() returns void language plpgsql as $$
  begin raise exception 'no' using detail = 'why', hint = 'how'; end $$;
`
const ANA = '00000000-0000-4000-8000-00000000000a'
const BEN = '00000000-0000-4000-8000-00000000000b'
const as = (sub: string) => ({ role: 'authenticated', settings: { 'request.jwt.claims': JSON.stringify({ sub }) } })
const INSERT = 'insert into notes (text, tags, price, at, data, done) values ($1, $2, $3, $4, $5, $6) returning *'
const VALUES = ["it's", '{a,"b c"}', '9007199254740993.10', '2026-01-02T03:04:05Z', '{"a":[1]}', true] as const

describe.each(DATABASES)('the port of a database: %s', (kind) => {
  let local: Local
  beforeAll(async () => {
    local = await openLocal(kind, MIGRATION)
  })
  afterAll(() => local?.close())

  test('values go in as text and come out without losing a digit', async () => {
    const { rows, rowCount } = await local.database.query(INSERT, VALUES, as(ANA))
    expect(rowCount).toBe(1)
    expect(rows[0]).toMatchObject({
      id: '1',
      owner: ANA,
      text: "it's",
      tags: ['a', 'b c'],
      price: '9007199254740993.10',
      data: { a: [1] },
      done: true,
    })
    expect(String(rows[0]?.['at'])).toContain('2026-01-02 03:04:05')
  })

  test('each statement is run by its actor, and nobody stays who they were', async () => {
    const count = 'select count(*)::int as n from notes'
    await expect(local.database.query(count, [], as(ANA))).resolves.toMatchObject({ rows: [{ n: 1 }] })
    await expect(local.database.query(count, [], as(BEN))).resolves.toMatchObject({ rows: [{ n: 0 }] })
    await expect(local.database.query(count, [], { role: 'anon' })).rejects.toMatchObject({ code: '42501' })
    await expect(local.database.query(count, [], { role: 'service_role' })).rejects.toMatchObject({ code: '42501' })
    const left = `select current_setting('request.jwt.claims', true) as claims, current_user as name`
    const { rows } = await local.database.query(left, [], { role: 'anon' })
    expect(rows[0]?.['claims'] ?? '').toBe('')
    expect(rows[0]?.['name']).toBe('anon')
  })

  test('settings hold whatever is in them', async () => {
    const hostile = `'; drop table notes; -- "\\`
    const { rows } = await local.database.query(`select current_setting('request.headers') as it`, [], {
      role: 'anon',
      settings: { 'request.headers': hostile },
    })
    expect(rows[0]?.['it']).toBe(hostile)
  })

  test('a transaction is all or nothing, and is undone when it is to be', async () => {
    const { database } = local
    const insert = `insert into notes (text) values ('more')`
    const half = database.transaction(as(BEN), async (query) => {
      await query(insert)
      await query(`insert into notes (text) values ('')`)
    })
    await expect(half).rejects.toMatchObject({ code: '23514', constraint: 'notes_text_check' })
    const thrown = database.transaction(as(BEN), async (query) => {
      await query(insert)
      throw new RangeError('mine')
    })
    await expect(thrown).rejects.toThrow(RangeError)
    const undone = await database.transaction(as(BEN), async (query) => (await query(insert)).rowCount, {
      isUndone: true,
    })
    expect(undone).toBe(1)
    const readOnly = database.transaction(as(BEN), (query) => query(insert), { isReadOnly: true })
    await expect(readOnly).rejects.toMatchObject({ code: '25006' })
    await expect(database.query('select 1 from notes', [], as(BEN))).resolves.toMatchObject({ rowCount: 0 })
  })

  test('an error tells all that Postgres said', async () => {
    const error = await local.database.query('select raise()', [], as(ANA)).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({ code: 'P0001', message: 'no', detail: 'why', hint: 'how' })
  })

  test('many at once do not meet', async () => {
    const ask = async (sub: string): Promise<unknown> =>
      (await local.database.query('select auth.uid() as id', [], as(sub))).rows[0]?.['id']
    const subs = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? ANA : BEN))
    await expect(Promise.all(subs.map(ask))).resolves.toEqual(subs)
  })

  test('hears what is notified', async () => {
    const heard: string[] = []
    const stop = await local.database.listen('news', (payload) => heard.push(payload))
    await local.database.query(`select pg_notify('news', $1)`, ['hello'], { role: 'anon' })
    await expect.poll(() => heard).toEqual(['hello'])
    await stop()
  })
})
