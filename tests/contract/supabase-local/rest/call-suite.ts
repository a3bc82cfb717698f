import { describe, expect, test } from 'vitest'
import type { Local } from '../../../support/supabase-local'

/** supabase-js `rpc`, by POST and by GET. */
export function callSuite(local: () => Local): void {
  const rpc = (name: string, args?: object, options?: { get?: boolean; head?: boolean; count?: 'exact' }) =>
    local().client().rpc(name, args, options)
  const data = async (asked: PromiseLike<{ data: unknown; error: unknown }>): Promise<unknown> => {
    const answer = await asked
    expect(answer.error).toBeNull()
    return answer.data
  }

  describe('functions', () => {
    test('named arguments, defaults, both methods', async () => {
      expect(await data(rpc('add', { a: 2, b: 3 }))).toBe(5)
      expect(await data(rpc('add', { a: 2 }))).toBe(3)
      expect(await data(rpc('add', { a: 2, b: 3 }, { get: true }))).toBe(5)
      expect(await data(rpc('total', { numbers: [1, 2, 3] }))).toBe(6)
      expect(await data(rpc('total', { numbers: [1, 2, 3] }, { get: true }))).toBe(6)
      expect(await data(ask('/rpc/total?numbers=1&numbers=2'))).toBe(3)
    })

    test('one unnamed parameter takes the whole body', async () => {
      expect(await data(rpc('echo', { any: ['thing', 1.5] }))).toEqual({ any: ['thing', 1.5] })
      const text = { method: 'POST', body: 'loud', headers: { 'content-type': 'text/plain' } }
      expect(await data(ask('/rpc/shout', text))).toBe('LOUD')
      const bytes = { method: 'POST', body: new Uint8Array([0, 255, 128]) }
      expect(await data(ask('/rpc/size', { ...bytes, headers: { 'content-type': 'application/octet-stream' } }))).toBe(
        3,
      )
    })

    test('rows: filtered, chosen, ordered, embedded, counted', async () => {
      const some = rpc('books_by', { author: 'Brontë' }, { count: 'exact' })
        .select('id, publishers(name), reviews(stars)')
        .gt('id', 1)
        .order('id', { ascending: false })
        .limit(1)
      expect(await some).toMatchObject({ data: [{ id: 3, publishers: { name: 'Elzevir' }, reviews: [] }], count: 2 })
      expect(await data(rpc('books_by', { author: 'Ada' }, { get: true }).select('title').single())).toEqual({
        title: 'Notes on the engine',
      })
      expect(await data(rpc('spans').select().gt('days', 3))).toEqual([{ from_day: '2026-02-01', days: 4 }])
    })

    test('one row, out parameters, plain values and none', async () => {
      expect(await data(rpc('newest').select('id, authors!author_id(name)'))).toEqual({ id: 5, authors: null })
      expect(await data(rpc('pair'))).toEqual({ left_one: 1, right_one: 'r' })
      expect(await data(rpc('numbers'))).toEqual([1, 2, 3, 4])
      expect(await data(rpc('numbers').limit(2))).toEqual([1, 2])
      expect(await rpc('nothing')).toMatchObject({ data: null, error: null, status: 204 })
      const head = await rpc('books_by', { author: 'Brontë' }, { head: true, count: 'exact' })
      expect(head).toMatchObject({ data: null, count: 2 })
    })

    test('a call by GET writes nothing', async () => {
      const service = local().client(local().supabase.keys.serviceKey)
      const read = await service.rpc('note_it', { id: 1, text: 'x' }, { get: true })
      expect(read).toMatchObject({ status: 405, error: { code: '25006' } })
      expect(await service.rpc('note_it', { id: 1, text: 'x' })).toMatchObject({ status: 204, error: null })
      expect((await service.from('staff').delete().eq('id', 1).select()).data).toEqual([{ id: 1 }])
    })

    test('which function is meant, and when none or several are', async () => {
      expect(await rpc('ad', { a: 1 })).toMatchObject({
        status: 404,
        error: {
          code: 'PGRST202',
          message: 'Could not find the function public.ad(a) in the schema cache',
          details:
            'Searched for the function public.ad with parameter a or with a single unnamed json/jsonb parameter, ' +
            'but no matches were found in the schema cache.',
        },
      })
      const named = await rpc('add', { aa: 1, b: 2 })
      expect(named.error).toMatchObject({
        code: 'PGRST202',
        message: 'Could not find the function public.add(aa, b) in the schema cache',
        hint: 'Perhaps you meant to call the function public.add(a, b)',
      })
      const many = await rpc('over', { a: 1 })
      expect(many).toMatchObject({
        status: 300,
        error: {
          code: 'PGRST203',
          message:
            'Could not choose the best candidate function between: public.over(a => integer), public.over(a => text)',
        },
      })
    })

    test('what a function can know of the request, and say of the answer', async () => {
      const headers = { 'x-odd': 'it\'s "\\', cookie: 'a=1; b=2', prefer: 'timezone=America/Lima' }
      const told = await ask('/rpc/claims', { method: 'POST', headers, body: '{}' })
      expect(told.data).toMatchObject({
        role: 'anon',
        sub: null,
        method: 'POST',
        path: '/rpc/claims',
        header: 'it\'s "\\',
        cookie: '1',
        zone: 'America/Lima',
      })
      const args = { headers: '[{"X-Own": "yes"}, {"Set-Cookie": "a=1"}, {"Set-Cookie": "b=2"}]', status: '418' }
      const said = await ask('/rpc/answer_as', { method: 'POST', body: JSON.stringify(args) })
      expect(said.response.status).toBe(418)
      expect(said.response.headers.get('x-own')).toBe('yes')
      expect(said.response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
      const wrong = await rpc('answer_as', { headers: '{"X": "y"}', status: '200' })
      expect(wrong).toMatchObject({ status: 500, error: { code: 'PGRST111' } })
      expect(await rpc('answer_as', { headers: '[]', status: 'ok' })).toMatchObject({ error: { code: 'PGRST112' } })
    })

    test('what a function raises becomes the answer', async () => {
      const plain = await rpc('plain_refusal')
      expect(plain).toMatchObject({ status: 400, error: { code: 'P0001', message: 'No more than 3 books' } })
      const custom = await rpc('refuse', { code: 'PT402', message: 'Pay', detail: 'first', hint: 'please' })
      expect(custom).toMatchObject({
        status: 402,
        error: { code: 'PT402', message: 'Pay', details: 'first', hint: 'please' },
      })
      const message = JSON.stringify({ code: 'mine', message: 'Told', details: 'why', hint: 'how' })
      const detail = JSON.stringify({ status: 333, headers: { 'X-Own': 'yes' } })
      const whole = await ask('/rpc/refuse', {
        method: 'POST',
        body: JSON.stringify({ code: 'PGRST', message, detail }),
      })
      expect(whole.response.status).toBe(333)
      expect(whole.response.headers.get('x-own')).toBe('yes')
      expect(whole.data).toEqual({ code: 'mine', message: 'Told', details: 'why', hint: 'how' })
      const broken = await rpc('refuse', { code: 'PGRST', message: 'no json', detail: '{}' })
      expect(broken).toMatchObject({ status: 500, error: { code: 'PGRST121' } })
    })
  })

  async function ask(
    path: string,
    init: RequestInit = {},
  ): Promise<{ data: unknown; error: null; response: Response }> {
    const headers = new Headers({ apikey: local().supabase.keys.anonKey, 'content-type': 'application/json' })
    new Headers(init.headers).forEach((value, name) => headers.set(name, value))
    const request = new Request(`http://supabase.local/rest/v1${path}`, { ...init, headers })
    const response = await local().supabase.fetch(request)
    return { data: await response.json(), error: null, response }
  }
}
