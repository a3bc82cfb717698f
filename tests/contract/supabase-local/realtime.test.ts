import type { RealtimeChannel, RealtimePostgresChangesPayload, SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '@/lib/supabase-local/jwt'
import { webSocketTo } from '@/lib/supabase-local/realtime/web-socket'
import { describeOn, type Local, openLocal } from '../../support/supabase-local'

const MIGRATION = `
create table public.notes (id int primary key, owner uuid not null default auth.uid(), text text, tags text[],
  price numeric, secret text, at timestamptz default now());
alter table public.notes enable row level security;
create policy own on public.notes using (owner = auth.uid());
grant select (id, owner, text, tags, price, at), insert, update, delete on public.notes to authenticated;
create table public.news (id bigint generated always as identity primary key, title text);
alter table public.news replica identity full;
grant all on public.news to anon, authenticated, service_role;
create table public.quiet (id int primary key);
grant all on public.quiet to service_role;
grant all on public.notes to service_role;
alter publication supabase_realtime add table public.notes, public.news;
create policy room_read on realtime.messages for select to authenticated
  using (realtime.topic() = 'room-' || auth.uid()::text or realtime.topic() = 'lobby');
create policy room_write on realtime.messages for insert to authenticated
  with check (realtime.topic() = 'room-' || auth.uid()::text);
create function public.announce() returns void language sql security definer as $$
  select realtime.send('{"text":"from SQL"}'::jsonb, 'announcement', 'town', false) $$;
create function public.tell() returns trigger language plpgsql security definer as $$
begin
  perform realtime.broadcast_changes('lobby', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
  return null;
end $$;
create trigger tell after insert on public.news for each row execute function public.tell();
select realtime.watch();
`
type Change = RealtimePostgresChangesPayload<Record<string, unknown>>

describeOn('realtime', (kind) => {
  let local: Local
  const opened: SupabaseClient[] = []
  beforeAll(async () => {
    local = await openLocal(kind, MIGRATION)
  })
  afterAll(async () => {
    for (const client of opened) {
      await client.removeAllChannels()
      await client.realtime.disconnect()
    }
    await local?.supabase.close()
    await local?.close()
  })

  const client = (key?: string, vsn: '1.0.0' | '2.0.0' = '2.0.0'): SupabaseClient => {
    const transport = webSocketTo(local.supabase) as never
    const made = local.client(key, { realtime: { transport, vsn } })
    opened.push(made)
    return made
  }
  const person = async () => {
    const made = client()
    const { data } = await made.auth.signInAnonymously()
    await made.realtime.setAuth()
    return { client: made, id: data.user!.id }
  }
  /** Joins; how it went. */
  const subscribed = (channel: RealtimeChannel): Promise<{ status: string; message: string | undefined }> =>
    new Promise((resolve) => {
      channel.subscribe((status, error) => resolve({ status, message: error?.message }))
    })
  /** Joins, and waits until changes are listened to. */
  const following = async (channel: RealtimeChannel): Promise<void> => {
    const systems: { status: string }[] = []
    channel.on('system', {}, (payload: { status: string }) => systems.push(payload))
    expect((await subscribed(channel)).status).toBe('SUBSCRIBED')
    await expect.poll(() => systems).toMatchObject([{ extension: 'postgres_changes', status: 'ok' }])
  }
  const sql = (text: string, ...values: (string | number)[]) =>
    local.database.query(text, values, { role: 'service_role' })

  describe.each(['1.0.0', '2.0.0'] as const)('broadcast and presence, version %s', (vsn) => {
    const topic = `${kind}-${vsn}`

    test('a broadcast comes to everybody else; to oneself and acknowledged when asked for', async () => {
      const [ana, ben] = [client(undefined, vsn), client(undefined, vsn)]
      const heard: unknown[][] = [[], []]
      const one = ana.channel(topic, { config: { broadcast: { self: true, ack: true } } })
      one.on('broadcast', { event: 'move' }, ({ payload }) => heard[0]!.push(payload))
      const two = ben.channel(topic)
      two.on('broadcast', { event: '*' }, ({ event, payload }) => heard[1]!.push([event, payload]))
      expect((await subscribed(one)).status).toBe('SUBSCRIBED')
      expect((await subscribed(two)).status).toBe('SUBSCRIBED')
      expect(await one.send({ type: 'broadcast', event: 'move', payload: { x: 'ä' } })).toBe('ok')
      expect(await two.send({ type: 'broadcast', event: 'move', payload: { x: 2 } })).toBe('ok')
      await expect.poll(() => heard).toEqual([[{ x: 'ä' }, { x: 2 }], [['move', { x: 'ä' }]]])
    })

    test('presence: who is there, who comes, who goes', async () => {
      const join = (key: string) =>
        client(undefined, vsn).channel(`${topic}-present`, { config: { presence: { key } } })
      const [one, two] = [join('ana'), join('ben')]
      const events: string[] = []
      one.on('presence', { event: 'join' }, ({ key }) => events.push(`join ${key}`))
      one.on('presence', { event: 'leave' }, ({ key }) => events.push(`leave ${key}`))
      two.on('presence', { event: 'sync' }, () => undefined)
      await subscribed(one)
      expect(await one.track({ at: 'door' })).toBe('ok')
      await subscribed(two)
      await expect.poll(() => two.presenceState()).toMatchObject({ ana: [{ at: 'door' }] })
      await two.track({ at: 'window' })
      await one.track({ at: 'table' })
      await expect.poll(() => two.presenceState()).toMatchObject({ ana: [{ at: 'table' }], ben: [{ at: 'window' }] })
      await two.untrack()
      await expect.poll(() => Object.keys(one.presenceState())).toEqual(['ana'])
      await one.unsubscribe()
      await expect.poll(() => two.presenceState()).toEqual({})
      expect(events.filter((event) => event.endsWith('ben'))).toEqual(['join ben', 'leave ben'])
    })
  })

  test('bytes, and messages without a socket', async () => {
    const listener = client()
    const heard: unknown[] = []
    const channel = listener.channel('town')
    channel.on('broadcast', { event: '*' }, ({ event, payload }) =>
      heard.push([event, payload instanceof ArrayBuffer ? [...new Uint8Array(payload)] : payload]),
    )
    await subscribed(channel)
    const sender = client().channel('town')
    await subscribed(sender)
    await sender.send({ type: 'broadcast', event: 'bytes', payload: new Uint8Array([1, 2, 3]).buffer })
    await expect.poll(() => heard).toEqual([['bytes', [1, 2, 3]]])
    expect(await client().channel('town').httpSend('rest', { a: 1 })).toEqual({ success: true })
    const post = (body: unknown) =>
      local.supabase.fetch(
        new Request('http://supabase.local/realtime/v1/api/broadcast', {
          method: 'POST',
          headers: { apikey: local.supabase.keys.anonKey },
          body: JSON.stringify(body),
        }),
      )
    expect((await post({ messages: [{ topic: 'town', event: 'many', payload: { b: 2 } }] })).status).toBe(202)
    expect((await post({ messages: [{ topic: 'town' }] })).status).toBe(422)
    await local.database.query('select public.announce()', [], { role: 'anon' })
    await expect
      .poll(() => heard.slice(1))
      .toEqual([
        ['rest', { a: 1 }],
        ['many', { b: 2 }],
        ['announcement', { text: 'from SQL' }],
      ])
  })

  test('changes of rows come to those whom the policies let see them', async () => {
    const [ana, ben] = [await person(), await person()]
    const heard = { ana: [] as Change[], ben: [] as Change[] }
    for (const [name, one] of [
      ['ana', ana],
      ['ben', ben],
    ] as const) {
      const channel = one.client.channel(`notes-${name}`)
      channel.on('postgres_changes', { event: '*', schema: 'public', table: 'notes' }, (change: Change) =>
        heard[name].push(change),
      )
      await following(channel)
    }
    const insert = 'insert into public.notes (id, owner, text, tags, price, secret) values ($1, $2, $3, $4, $5, $6)'
    // Whether somebody may see a row is asked when it is told, as in the original: so one after the other.
    const come = (count: { ana: number; ben: number }) =>
      expect.poll(() => ({ ana: heard.ana.length, ben: heard.ben.length })).toEqual(count)
    await sql(insert, 1, ana.id, 'hers', '{a,b}', '1.5', 'hidden')
    await come({ ana: 1, ben: 0 })
    await sql(insert, 2, ben.id, 'his', '{}', '2', 'hidden')
    await come({ ana: 1, ben: 1 })
    await sql(`update public.notes set text = 'changed' where id = 1`)
    await come({ ana: 2, ben: 1 })
    await sql(`update public.notes set owner = $1 where id = 2`, ana.id)
    await come({ ana: 3, ben: 1 })
    await sql(`delete from public.notes where id = 1`)
    await come({ ana: 4, ben: 2 })
    expect(heard.ana.map(({ eventType }) => eventType)).toEqual(['INSERT', 'UPDATE', 'UPDATE', 'DELETE'])
    const [inserted, updated, given, deleted] = heard.ana as [Change, Change, Change, Change]
    expect(inserted).toMatchObject({
      schema: 'public',
      table: 'notes',
      errors: null,
      old: {},
      new: { id: 1, owner: ana.id, text: 'hers', tags: ['a', 'b'], price: 1.5 },
    })
    expect(Number.isNaN(Date.parse(inserted.commit_timestamp))).toBe(false)
    // What the role may not read is not told either.
    expect(inserted.new).not.toHaveProperty('secret')
    expect(updated).toMatchObject({ new: { id: 1, text: 'changed' }, old: { id: 1 } })
    expect(given.new).toMatchObject({ id: 2, owner: ana.id })
    // Nobody can ask the policies about a row that is gone: its key is all that is told.
    expect(deleted).toMatchObject({ new: {}, old: { id: 1 } })
    expect(Object.keys(deleted.old)).toEqual(['id'])
    expect(heard.ben.map(({ eventType }) => eventType)).toEqual(['INSERT', 'DELETE'])
    expect(JSON.stringify(heard.ben)).not.toContain('hers')
    expect(JSON.stringify([heard.ana, heard.ben])).not.toContain('hidden')
  })

  test('events, schemas, tables and filters choose; what is not published is not told', async () => {
    const listener = client()
    const heard: string[] = []
    const channel = listener.channel('chosen')
    const listen = (name: string, filter: { event: string; schema: string; table?: string; filter?: string }) =>
      channel.on('postgres_changes', filter as never, (change: Change) =>
        heard.push(
          `${name} ${String((change.new as { title?: string }).title ?? (change.old as { title?: string }).title)}`,
        ),
      )
    listen('insert', { event: 'INSERT', schema: 'public', table: 'news' })
    listen('delete', { event: 'DELETE', schema: 'public', table: 'news' })
    listen('equal', { event: '*', schema: 'public', table: 'news', filter: 'title=eq.b, c' })
    listen('in', { event: 'INSERT', schema: 'public', table: 'news', filter: 'title=in.(a,"x,y")' })
    listen('both', { event: 'INSERT', schema: 'public', table: 'news', filter: 'title=like.%x%,id=gt.0' })
    listen('not', { event: 'INSERT', schema: 'public', table: 'news', filter: 'title=not.is.null,title=neq.a' })
    listen('schema', { event: 'UPDATE', schema: 'public' })
    const narrow: unknown[] = []
    const few = { event: 'UPDATE', schema: 'public', table: 'news', select: ['id'] } as const
    channel.on('postgres_changes', few as never, (change: Change) => narrow.push(Object.keys(change.new)))
    await following(channel)
    for (const title of ['a', 'b, c', 'x,y']) {
      await sql('insert into public.news (title) values ($1)', title)
      await expect.poll(() => heard).toContain(`insert ${title}`)
    }
    await sql('insert into public.quiet values (1)')
    await sql(`update public.news set title = 'z' where title = 'a'`)
    await expect.poll(() => heard).toContain('schema z')
    await expect.poll(() => narrow).toEqual([['id']])
    await sql(`delete from public.news where title = 'z'`)
    await expect.poll(() => heard).toContain('delete z')
    expect(heard.toSorted()).toEqual(
      [
        'insert a',
        'in a',
        'insert b, c',
        'equal b, c',
        'not b, c',
        'insert x,y',
        'in x,y',
        'both x,y',
        'not x,y',
        'schema z',
        'delete z',
      ].toSorted(),
    )
  })

  test('a filter that the table does not take is told, and breaks nothing', async () => {
    const listener = client()
    for (const filter of ['none=eq.1', 'id=eq.abc', 'id=bad.1', `id=eq.1);drop table news;--`]) {
      const channel = listener.channel(`wrong ${filter}`)
      const systems: { status: string; message: string }[] = []
      channel.on('system', {}, (payload: (typeof systems)[0]) => systems.push(payload))
      channel.on('postgres_changes', { event: '*', schema: 'public', table: 'news', filter }, () => undefined)
      await subscribed(channel)
      await expect.poll(() => systems, { message: filter }).toMatchObject([{ status: 'error' }])
      expect(systems[0]?.message).toContain('Unable to subscribe to changes')
    }
    expect((await sql('select 1 from public.news')).rowCount).toBeGreaterThan(0)
  })

  test('private channels: policies on realtime.messages say who listens and who sends', async () => {
    const [ana, ben] = [await person(), await person()]
    const own = `room-${ana.id}`
    const config = { config: { private: true, broadcast: { ack: true } } }
    const heard: unknown[] = []
    const room = ana.client.channel(own, config)
    room.on('broadcast', { event: '*' }, ({ payload }) => heard.push(payload))
    expect((await subscribed(room)).status).toBe('SUBSCRIBED')
    for (const stranger of [ben.client, client()]) {
      const refused = await subscribed(stranger.channel(own, config))
      expect(refused).toMatchObject({ status: 'CHANNEL_ERROR', message: expect.stringContaining('Unauthorized') })
      await stranger.removeAllChannels()
      // A public topic of the same name is another one.
      const open = stranger.channel(own)
      await subscribed(open)
      await open.send({ type: 'broadcast', event: 'x', payload: { forged: 1 } })
      await stranger.channel(own, config).httpSend('x', { forged: 2 })
    }
    const lobby = ben.client.channel('lobby', config)
    const news: unknown[] = []
    lobby.on('broadcast', { event: 'INSERT' }, ({ payload }) => news.push(payload))
    expect((await subscribed(lobby)).status).toBe('SUBSCRIBED')
    expect(await lobby.send({ type: 'broadcast', event: 'x', payload: {} })).toBe('error')
    expect(await lobby.track({ a: 1 })).toBe('error')
    await sql(`insert into public.news (title) values ('told')`)
    await expect.poll(() => news).toMatchObject([{ operation: 'INSERT', table: 'news', record: { title: 'told' } }])
    const second = client()
    await second.auth.setSession((await ana.client.auth.getSession()).data.session!)
    await second.realtime.setAuth()
    const other = second.channel(own, config)
    await subscribed(other)
    expect(await other.send({ type: 'broadcast', event: 'x', payload: { own: 1 } })).toBe('ok')
    await expect.poll(() => heard).toEqual([{ own: 1 }])
  })

  test('a key or token that does not hold opens nothing; one that ends closes', async () => {
    const { secret } = local.supabase.keys
    const forged = client()
    await forged.realtime.setAuth(signJwt({ role: 'service_role' }, 'another secret of thirty-two characters'))
    expect(await subscribed(forged.channel('a'))).toMatchObject({
      status: 'CHANNEL_ERROR',
      message: expect.stringContaining('JwtSignatureError'),
    })
    const late = client()
    await late.realtime.setAuth(signJwt({ role: 'authenticated', exp: 1000 }, secret))
    expect((await subscribed(late.channel('a'))).message).toContain('expired')
    const socket = { send: () => undefined, close: () => undefined }
    for (const key of ['', 'x', signJwt({ role: 'anon' }, 'another secret of thirty-two characters')]) {
      expect(local.supabase.connect(`http://supabase.local/realtime/v1/websocket?apikey=${key}`, socket)).toBeNull()
    }
    const frames: string[] = []
    const key = local.supabase.keys.anonKey
    const raw = local.supabase.connect(`http://supabase.local/realtime/v1/websocket?apikey=${key}&vsn=2.0.0`, {
      send: (data) => frames.push(String(data)),
      close: () => frames.push('closed'),
    })!
    const hostile = ['', '{', '[]', '[1,2]', '["1","1","x","y",{}]', '["1","1","realtime:","phx_join",{}]', 'null']
    for (const frame of hostile) raw.receive(frame)
    raw.receive(new Uint8Array([3, 255, 255, 255, 255, 255, 1]).buffer)
    raw.receive(new Uint8Array([]).buffer)
    raw.receive('["1","2","realtime:q","phx_join",{"config":{"postgres_changes":[1,{"event":{}}],"presence":7}}]')
    await expect.poll(() => frames.some((frame) => frame.includes('"2","realtime:q","phx_reply"'))).toBe(true)
    raw.receive('x'.repeat(3 * 1024 * 1024 + 1))
    expect(frames.at(-1)).toBe('closed')
  })
})
