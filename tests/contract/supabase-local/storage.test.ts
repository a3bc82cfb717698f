import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signJwt } from '@/lib/supabase-local/jwt'
import { memoryFiles } from '@/lib/supabase-local/storage/files'
import { describeOn, type Local, openLocal } from '../../support/supabase-local'

/** Everybody signed in has a folder of their own in `docs`; `avatars` is public to read. */
const MIGRATION = `
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true), ('docs', 'docs', false);
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values ('small', 'small', false, 10, array['image/*', 'text/plain']);
create policy own_select on storage.objects for select to authenticated
  using (bucket_id in ('docs', 'small') and owner_id = auth.uid()::text);
create policy own_insert on storage.objects for insert to authenticated
  with check (bucket_id in ('docs', 'avatars', 'small') and (storage.foldername(name))[1] = auth.uid()::text);
create policy own_update on storage.objects for update to authenticated
  using (owner_id = auth.uid()::text) with check ((storage.foldername(name))[1] = auth.uid()::text);
create policy own_delete on storage.objects for delete to authenticated
  using (bucket_id = 'docs' and owner_id = auth.uid()::text);
`
type Fault = { statusCode?: string; status?: number; message: string; error?: unknown }
const faultOf = (result: { error: unknown }) => result.error as Fault
const ORIGIN = 'http://supabase.local'

describeOn('storage', (kind) => {
  let local: Local
  let service: SupabaseClient
  let clock = Date.now()
  const files = memoryFiles()
  const kept = new Set<string>()
  beforeAll(async () => {
    const watched = {
      put: (name: string, bytes: Uint8Array) => (kept.add(name), files.put(name, bytes)),
      get: files.get,
      remove: (name: string) => (kept.delete(name), files.remove(name)),
    }
    local = await openLocal(kind, MIGRATION, { files: watched, now: () => clock })
    service = local.client(local.supabase.keys.serviceKey)
  })
  afterAll(() => local?.close())

  async function person(): Promise<{ client: SupabaseClient; id: string }> {
    const client = local.client()
    const { data } = await client.auth.signInAnonymously()
    return { client, id: data.user!.id }
  }
  const get = (url: string, headers: Record<string, string> = {}) => local.supabase.fetch(new Request(url, { headers }))

  test('buckets: create, get, list, update, empty, delete', async () => {
    const created = await service.storage.createBucket('fresh', {
      public: false,
      fileSizeLimit: '1MB',
      allowedMimeTypes: ['image/png'],
    })
    expect(created.data).toEqual({ name: 'fresh' })
    expect((await service.storage.getBucket('fresh')).data).toMatchObject({
      id: 'fresh',
      public: false,
      file_size_limit: 1_000_000,
      allowed_mime_types: ['image/png'],
    })
    expect(faultOf(await service.storage.createBucket('fresh'))).toMatchObject({
      message: 'The resource already exists',
    })
    const update = { public: true, fileSizeLimit: null, allowedMimeTypes: null }
    expect((await service.storage.updateBucket('fresh', update)).data?.message).toBe('Successfully updated')
    expect((await service.storage.getBucket('fresh')).data).toMatchObject({ public: true, file_size_limit: null })
    const names = (await service.storage.listBuckets()).data!.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['avatars', 'docs', 'fresh', 'small']))
    await service.storage.from('fresh').upload('a.png', new Uint8Array([1]))
    expect(faultOf(await service.storage.deleteBucket('fresh')).message).toContain('not empty')
    expect((await service.storage.emptyBucket('fresh')).error).toBeNull()
    expect((await service.storage.deleteBucket('fresh')).data?.message).toBe('Successfully deleted')
    expect(faultOf(await service.storage.getBucket('fresh'))).toMatchObject({ status: 400, statusCode: '404' })
    for (const name of ['', 'a/b', '..', ' x', 'x'.repeat(101), 'a\nb']) {
      expect((await service.storage.createBucket(name)).error, JSON.stringify(name)).not.toBeNull()
    }
  })

  test('buckets are the service’s: a person sees and changes none', async () => {
    const { client } = await person()
    expect((await client.storage.listBuckets()).data).toEqual([])
    expect(faultOf(await client.storage.getBucket('docs')).message).toBe('Bucket not found')
    expect(faultOf(await client.storage.createBucket('mine')).message).toContain('row-level security')
    expect((await client.storage.updateBucket('docs', { public: true })).error).not.toBeNull()
    expect((await client.storage.emptyBucket('docs')).error).not.toBeNull()
    expect((await client.storage.deleteBucket('small')).error).not.toBeNull()
  })

  test('upload, download, info, exists; raw bytes and forms; metadata, owner', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    const options = { contentType: 'image/png', cacheControl: '60', metadata: { title: 'Grüße' } }
    const raw = await docs.upload(`${id}/a b.png`, new Uint8Array([1, 2, 3]), options)
    expect(raw.data).toMatchObject({ path: `${id}/a b.png`, fullPath: `docs/${id}/a b.png`, id: expect.any(String) })
    const form = await docs.upload(`${id}/notes.txt`, new Blob(['hello'], { type: 'text/plain' }), {
      metadata: { title: 'Grüße' },
    })
    expect(form.error).toBeNull()
    const blob = (await docs.download(`${id}/a b.png`)).data!
    expect([blob.type, [...new Uint8Array(await blob.arrayBuffer())]]).toEqual(['image/png', [1, 2, 3]])
    expect(await (await docs.download(`${id}/notes.txt`)).data!.text()).toBe('hello')
    for (const name of ['a b.png', 'notes.txt']) {
      const { data } = await docs.info(`${id}/${name}`)
      expect(data).toMatchObject({ bucketId: 'docs', name: `${id}/${name}`, metadata: { title: 'Grüße' } })
    }
    expect((await docs.info(`${id}/a b.png`)).data).toMatchObject({
      size: 3,
      contentType: 'image/png',
      cacheControl: 'max-age=60',
    })
    expect((await docs.exists(`${id}/notes.txt`)).data).toBe(true)
    expect((await docs.exists(`${id}/none`)).data).toBe(false)
    const { rows } = await local.database.query(
      `select owner::text, owner_id, path_tokens from storage.objects where id = $1`,
      [raw.data!.id],
      { role: 'service_role' },
    )
    expect(rows).toEqual([{ owner: id, owner_id: id, path_tokens: [id, 'a b.png'] }])
  })

  test('an existing file is only written over when it is asked for; the old bytes go', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    const before = kept.size
    await docs.upload(`${id}/a.txt`, 'one')
    const again = await docs.upload(`${id}/a.txt`, 'two')
    expect(faultOf(again)).toMatchObject({ statusCode: '409', status: 400, message: 'The resource already exists' })
    expect((await docs.upload(`${id}/a.txt`, 'three', { upsert: true })).error).toBeNull()
    expect((await docs.update(`${id}/a.txt`, 'four')).error).toBeNull()
    expect(await (await docs.download(`${id}/a.txt`)).data!.text()).toBe('four')
    expect(kept.size).toBe(before + 1)
    await Promise.all(Array.from({ length: 8 }, (_, at) => docs.upload(`${id}/a.txt`, `many ${at}`, { upsert: true })))
    expect(kept.size).toBe(before + 1)
    expect(await (await docs.download(`${id}/a.txt`)).data!.text()).toMatch(/^many \d$/)
  })

  test('policies decide: another’s folder, a visitor, and what is left of a refused upload', async () => {
    const [ana, ben] = [await person(), await person()]
    await ana.client.storage.from('docs').upload(`${ana.id}/secret.txt`, 'hers')
    const before = kept.size
    for (const client of [ben.client, local.client()]) {
      const docs = client.storage.from('docs')
      const path = `${ana.id}/secret.txt`
      const refused = await docs.upload(`${ana.id}/forged.txt`, 'his')
      expect(faultOf(refused)).toMatchObject({
        statusCode: '403',
        message: 'new row violates row-level security policy',
      })
      expect((await docs.upload(path, 'his', { upsert: true })).error).not.toBeNull()
      expect((await docs.update(path, 'his')).error).not.toBeNull()
      expect((await docs.download(path)).error).not.toBeNull()
      expect(faultOf(await docs.info(path)).message).toBe('Object not found')
      expect((await docs.list(ana.id)).data).toEqual([])
      expect((await docs.remove([path])).data).toEqual([])
      expect(faultOf(await docs.move(path, `${ben.id}/x.txt`)).message).toBe('Object not found')
      expect(faultOf(await docs.copy(path, `${ben.id}/x.txt`)).message).toBe('Object not found')
      expect(faultOf(await docs.createSignedUrl(path, 60)).message).toBe('Object not found')
      expect((await docs.createSignedUploadUrl(`${ana.id}/y.txt`)).error).not.toBeNull()
    }
    expect(kept.size).toBe(before)
    expect(await (await service.storage.from('docs').download(`${ana.id}/secret.txt`)).data!.text()).toBe('hers')
  })

  test('limits of a bucket', async () => {
    const { client, id } = await person()
    const small = client.storage.from('small')
    expect(faultOf(await small.upload(`${id}/a.txt`, 'x'.repeat(11)))).toMatchObject({ statusCode: '413' })
    expect(
      faultOf(await small.upload(`${id}/a.txt`, new Blob(['x'.repeat(11)], { type: 'text/plain' }))),
    ).toMatchObject({
      statusCode: '413',
    })
    const html = await small.upload(`${id}/a.html`, 'x', { contentType: 'text/html' })
    expect(faultOf(html)).toMatchObject({ statusCode: '415', message: 'mime type text/html is not supported' })
    expect((await small.upload(`${id}/a.png`, 'x', { contentType: 'image/png' })).error).toBeNull()
    expect(
      (await small.upload(`${id}/a.txt`, 'x'.repeat(10), { contentType: 'text/plain;charset=UTF-8' })).error,
    ).toBeNull()
    expect(faultOf(await client.storage.from('none').upload('a.txt', 'x')).message).toBe('Bucket not found')
  })

  test('list: folders, search, order, pages; and version 2', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    for (const name of ['b.txt', 'a.txt', 'C.txt', 'sub/one.txt', 'sub/deep/two.txt', 'subway.txt']) {
      clock += 1000
      await docs.upload(`${id}/${name}`, name)
    }
    const names = async (options?: Parameters<typeof docs.list>[1], path = id) =>
      (await docs.list(path, options)).data!.map(({ name }) => name)
    expect(await names()).toEqual(['a.txt', 'b.txt', 'C.txt', 'sub', 'subway.txt'])
    const folder = (await docs.list(id)).data!.find(({ name }) => name === 'sub')
    expect(folder).toEqual({
      name: 'sub',
      id: null,
      updated_at: null,
      created_at: null,
      last_accessed_at: null,
      metadata: null,
    })
    expect((await docs.list(id, { search: 'a' })).data![0]).toMatchObject({ name: 'a.txt', metadata: { size: 5 } })
    expect(await names({ search: 'sub' })).toEqual(['sub', 'subway.txt'])
    expect(await names({ limit: 2, offset: 1 })).toEqual(['b.txt', 'C.txt'])
    expect(await names({ sortBy: { column: 'name', order: 'desc' } })).toEqual([
      'subway.txt',
      'sub',
      'C.txt',
      'b.txt',
      'a.txt',
    ])
    expect(await names({ sortBy: { column: 'created_at', order: 'desc' } })).toEqual([
      'sub',
      'subway.txt',
      'C.txt',
      'a.txt',
      'b.txt',
    ])
    expect(await names(undefined, `${id}/sub`)).toEqual(['deep', 'one.txt'])
    expect(await names(undefined, '')).toEqual([id])
    const flat = await docs.listV2({ prefix: `${id}/sub`, limit: 2 })
    expect(flat.data).toMatchObject({ hasNext: true, folders: [] })
    const rest = await docs.listV2({ prefix: `${id}/sub`, limit: 2, cursor: flat.data!.nextCursor! })
    expect([...flat.data!.objects, ...rest.data!.objects].map(({ name }) => name)).toEqual(
      ['sub/deep/two.txt', 'sub/one.txt', 'subway.txt'].map((name) => `${id}/${name}`),
    )
    const folded = await docs.listV2({ prefix: `${id}/`, with_delimiter: true })
    expect(folded.data?.folders.map(({ name }) => name)).toEqual([`${id}/sub/`])
  })

  test('move, copy and remove', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    const before = kept.size
    await docs.upload(`${id}/a.txt`, 'text', { metadata: { a: 1 } })
    expect((await docs.move(`${id}/a.txt`, `${id}/b.txt`)).data?.message).toBe('Successfully moved')
    expect((await docs.copy(`${id}/b.txt`, `${id}/c.txt`)).data?.path).toBe(`docs/${id}/c.txt`)
    expect((await docs.copy(`${id}/b.txt`, `${id}/d.txt`, { destinationBucket: 'avatars' })).error).toBeNull()
    expect(await (await docs.download(`${id}/c.txt`)).data!.text()).toBe('text')
    expect((await docs.info(`${id}/c.txt`)).data?.metadata).toEqual({ a: 1 })
    expect((await docs.exists(`${id}/a.txt`)).data).toBe(false)
    expect((await docs.move(`${id}/b.txt`, 'elsewhere/b.txt')).error).not.toBeNull()
    expect(faultOf(await docs.copy(`${id}/b.txt`, `${id}/c.txt`)).message).toBe('The resource already exists')
    const removed = await docs.remove([`${id}/b.txt`, `${id}/c.txt`, `${id}/none.txt`])
    expect(removed.data?.map(({ name }) => name).toSorted()).toEqual([`${id}/b.txt`, `${id}/c.txt`])
    expect(kept.size).toBe(before + 1)
  })

  test('a signed address serves one file, for as long as it says, and for nothing else', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    await docs.upload(`${id}/a b.txt`, 'text')
    await docs.upload(`${id}/c.txt`, 'other')
    const { data } = await docs.createSignedUrl(`${id}/a b.txt`, 60, { download: 'name.txt' })
    const answer = await get(data!.signedUrl)
    expect([answer.status, await answer.text()]).toEqual([200, 'text'])
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=name.txt; filename*=UTF-8''name.txt`)
    const many = await docs.createSignedUrls([`${id}/c.txt`, `${id}/none.txt`], 60)
    expect(many.data?.map(({ error }) => error === null)).toEqual([true, false])
    const token = new URL(data!.signedUrl).searchParams.get('token')!
    const at = (path: string, given = token) => `${ORIGIN}/storage/v1/object/sign/docs/${id}/${path}?token=${given}`
    expect(await (await get(at('c.txt'))).json()).toMatchObject({ error: 'InvalidSignature' })
    const upload = await local.supabase.fetch(
      new Request(`${ORIGIN}/storage/v1/object/upload/sign/docs/${id}/a b.txt?token=${token}`, {
        method: 'PUT',
        body: 'x',
      }),
    )
    expect(upload.status).toBe(400)
    const { secret } = local.supabase.keys
    const session = (await client.auth.getSession()).data.session!.access_token
    const own = signJwt({ url: `docs/${id}/c.txt`, scope: 'download', exp: 9_999_999_999 }, secret)
    for (const forged of ['', 'x', session, own]) expect((await get(at('c.txt', forged))).status, forged).toBe(400)
    // An address is no token either.
    const user = await local.supabase.fetch(
      new Request(`${ORIGIN}/storage/v1/bucket`, {
        headers: { apikey: local.supabase.keys.anonKey, authorization: `Bearer ${token}` },
      }),
    )
    expect(user.status).toBe(400)
    clock += 61_000
    expect(await (await get(data!.signedUrl)).json()).toMatchObject({ error: 'InvalidJWT', statusCode: '400' })
  })

  test('a signed address to upload to', async () => {
    const { client, id } = await person()
    const docs = client.storage.from('docs')
    const { data } = await docs.createSignedUploadUrl(`${id}/up.txt`)
    const visitor = local.client().storage.from('docs')
    expect((await visitor.uploadToSignedUrl(`${id}/other.txt`, data!.token, 'x')).error).not.toBeNull()
    const sent = await visitor.uploadToSignedUrl(data!.path, data!.token, 'sent', { contentType: 'text/plain' })
    expect(sent.data).toMatchObject({ path: `${id}/up.txt`, fullPath: `docs/${id}/up.txt` })
    expect(await (await docs.download(`${id}/up.txt`)).data!.text()).toBe('sent')
    expect(faultOf(await visitor.uploadToSignedUrl(data!.path, data!.token, 'again')).statusCode).toBe('409')
  })

  test('public addresses; ranges, tags and names to save under; pictures come as they are', async () => {
    const { client, id } = await person()
    const avatars = client.storage.from('avatars')
    await avatars.upload(`${id}/me.txt`, '0123456789', { contentType: 'text/plain', cacheControl: '5' })
    const address = avatars.getPublicUrl(`${id}/me.txt`).data.publicUrl
    const whole = await get(address)
    expect([whole.status, await whole.text()]).toEqual([200, '0123456789'])
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'max-age=5',
      'content-length': '10',
      'x-content-type-options': 'nosniff',
    })
    const etag = whole.headers.get('etag')!
    expect((await get(address, { 'if-none-match': `W/${etag}, "x"` })).status).toBe(304)
    expect((await get(address, { 'if-none-match': '"x"' })).status).toBe(200)
    const range = async (header: string) => {
      const answer = await get(address, { range: header })
      return [answer.status, await answer.text(), answer.headers.get('content-range')]
    }
    expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await range('bytes=8-99')).toEqual([206, '89', 'bytes 8-9/10'])
    expect((await range('bytes=10-')).slice(0, 1)).toEqual([416])
    expect((await range('lines=1-2')).slice(0, 2)).toEqual([200, '0123456789'])
    const saved = avatars.getPublicUrl(`${id}/me.txt`, { download: true }).data.publicUrl
    expect((await get(saved)).headers.get('content-disposition')).toBe('attachment;')
    const named = avatars.getPublicUrl(`${id}/me.txt`, { download: 'ä"; x=\r\n.txt' }).data.publicUrl
    expect((await get(named)).headers.get('content-disposition')).toBe(
      `attachment; filename=%C3%A4%22%3B%20x%3D%0D%0A.txt; filename*=UTF-8''%C3%A4%22%3B%20x%3D%0D%0A.txt`,
    )
    const scaled = avatars.getPublicUrl(`${id}/me.txt`, { transform: { width: 10 } }).data.publicUrl
    expect(await (await get(scaled)).text()).toBe('0123456789')
    const head = await local.supabase.fetch(new Request(address, { method: 'HEAD' }))
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', ''])
    const closed = client.storage.from('docs').getPublicUrl('x/y.txt').data.publicUrl
    expect(await (await get(closed)).json()).toMatchObject({ statusCode: '404', message: 'Bucket not found' })
  })

  test('a file is never a page: html is text, documents with scripts are boxed, types and names end no header', async () => {
    const { client, id } = await person()
    const avatars = client.storage.from('avatars')
    const open = async (name: string, contentType: string) => {
      const { error } = await avatars.upload(`${id}/${name}`, '<script>alert(1)</script>', { contentType })
      expect(error).toBeNull()
      return (await get(avatars.getPublicUrl(`${id}/${name}`).data.publicUrl)).headers
    }
    expect((await open('a.html', 'text/html; charset=utf-8')).get('content-type')).toBe('text/plain')
    expect((await open('b.html', 'TEXT/HTML')).get('content-type')).toBe('text/plain')
    for (const type of ['image/svg+xml', 'application/xhtml+xml', 'text/xml']) {
      expect((await open(`${type.replaceAll('/', '-')}`, type)).get('content-security-policy')).toContain('sandbox')
    }
    for (const type of ['text/plain\r\nx-a: b', 'text', 'text/plain;x="\r\n"', 'text/plain,text/html']) {
      const body = new FormData()
      body.append('contentType', type)
      body.append('', new Blob(['x']), 'a\r\nb".txt')
      const answer = await avatars.upload(`${id}/bad`, body)
      expect(answer.error, type).not.toBeNull()
    }
    const weird = await avatars.upload(`${id}/c.txt`, new Blob(['x']), { cacheControl: '1\r\nx-a: b' })
    expect(weird.error).toBeNull()
    const { headers } = await get(avatars.getPublicUrl(`${id}/c.txt`).data.publicUrl)
    expect([headers.get('cache-control'), headers.get('x-a')]).toEqual(['no-cache', null])
  })

  test('names walk nowhere', async () => {
    const { client, id } = await person()
    const headers = {
      apikey: local.supabase.keys.anonKey,
      authorization: `Bearer ${(await client.auth.getSession()).data.session!.access_token}`,
    }
    const before = kept.size
    const names = [
      '%2e%2e/x',
      `${id}/..%2fx`,
      `${id}/%2e%2e/%2e%2e/x`,
      `${id}/a%00`,
      `${id}/a%0d%0ab`,
      `${id}/%F0%9F%98%80`,
      `${id}/a%5Cb`,
      `${id}/%zz`,
    ]
    for (const name of names) {
      const request = new Request(`${ORIGIN}/storage/v1/object/docs/${name}`, { method: 'POST', headers, body: 'x' })
      const answer = await local.supabase.fetch(request)
      expect(answer.status, name).toBe(400)
    }
    expect((await client.storage.from('docs').move(`${id}/a`, `${id}/../../x`)).error).not.toBeNull()
    expect(kept.size).toBe(before)
  })

  test('what is not here says so', async () => {
    const invoked = await local.client().functions.invoke('hello')
    expect(await (invoked.error as { context: Response }).context.json()).toMatchObject({
      message: expect.stringContaining('"hello" does not run on this local Supabase'),
    })
    const headers = { apikey: local.supabase.keys.serviceKey }
    const resumable = new Request(`${ORIGIN}/storage/v1/upload/resumable`, { method: 'POST', headers })
    expect(await (await local.supabase.fetch(resumable)).json()).toMatchObject({ error: 'NotSupported' })
  })
})
