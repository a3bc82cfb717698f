import { mkdtemp, readdir, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { folderFiles } from '@/lib/supabase-local/node/folder-files'
import { createHttpServer } from '@/lib/supabase-local/node/serve-http'
import { type Local, openLocal } from '../../support/supabase-local'

const MIGRATION = `
insert into storage.buckets (id, name, public) values ('open', 'open', true);
create table public.notes (id int primary key, text text);
grant all on public.notes to anon, authenticated;
drop publication supabase_realtime;
create publication supabase_realtime for all tables;
`

describe('a local Supabase as a process of a laptop', () => {
  let local: Local
  let folder: string
  let server: ReturnType<typeof createHttpServer>
  let url: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'devora-files-'))
    local = await openLocal('pglite', MIGRATION, { files: folderFiles(folder) })
    server = createHttpServer(local.supabase)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server?.close()
    server?.closeAllConnections()
    await local?.supabase.close()
    await local?.close()
    await rm(folder, { recursive: true, force: true })
  })
  const open = (key: string) =>
    createClient(url, key, { auth: { persistSession: false }, realtime: { transport: WebSocket as never } })

  test('answers over the network: accounts, rows, files in a folder', async () => {
    const client = open(local.supabase.keys.anonKey)
    const { data } = await client.auth.signUp({ email: 'ana@example.com', password: 'secret-1' })
    expect(data.user?.email).toBe('ana@example.com')
    expect((await client.auth.getUser()).error).toBeNull()
    expect((await client.from('notes').insert({ id: 1, text: 'ä' })).error).toBeNull()
    expect((await client.from('notes').select()).data).toEqual([{ id: 1, text: 'ä' }])
    const service = open(local.supabase.keys.serviceKey).storage.from('open')
    expect((await service.upload('a/b.bin', new Uint8Array([0, 255, 1]), { upsert: true })).error).toBeNull()
    const answer = await fetch(service.getPublicUrl('a/b.bin').data.publicUrl)
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 1])
    expect(
      (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()),
    ).toHaveLength(1)
    await service.remove(['a/b.bin'])
    expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual(
      [],
    )
  })

  test('names lead out of no folder', async () => {
    const files = folderFiles(folder)
    for (const name of ['', '..', '../../etc/passwd', '/etc/passwd', `${'a'.repeat(35)}/`, '..'.padEnd(36, '/')]) {
      await expect(files.put(name, new Uint8Array())).rejects.toThrow(RangeError)
      expect(await files.get(name)).toBeNull()
      await files.remove(name)
    }
  })

  test('a real socket: changes and broadcasts; a wrong key or path is closed', async () => {
    const client = open(local.supabase.keys.anonKey)
    const heard: unknown[] = []
    const channel = client.channel('town', { config: { broadcast: { self: true } } })
    channel.on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'notes' }, (change) =>
      heard.push(change.new),
    )
    channel.on('broadcast', { event: 'x' }, ({ payload }) => heard.push(payload))
    const isFollowing = new Promise((resolve) => {
      channel.on('system', {}, resolve)
    })
    channel.subscribe()
    await isFollowing
    await client.from('notes').insert({ id: 2, text: 'two' })
    await expect.poll(() => heard).toEqual([{ id: 2, text: 'two' }])
    await channel.send({ type: 'broadcast', event: 'x', payload: { a: 1 } })
    await expect.poll(() => heard[1]).toEqual({ a: 1 })
    await client.removeAllChannels()
    const closed = (path: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`)
        socket.on('close', resolve)
        socket.on('error', () => undefined)
      })
    expect(await closed('/realtime/v1/websocket?apikey=x')).toBe(1008)
    expect(await closed('/elsewhere')).toBe(1006)
  })
})
