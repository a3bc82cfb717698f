import { describe, expect, test } from 'vitest'
import { signJwt } from '@/lib/supabase-local/jwt'
import type { Local } from '../../../support/supabase-local'
import { ANA, BEN } from './library'

/** The same table as two people, as a visitor and as the service: policies and privileges decide. */
export function peopleSuite(local: () => Local): void {
  const as = (sub: string, more: object = {}) => {
    const token = signJwt({ sub, role: 'authenticated', ...more }, local().supabase.keys.secret)
    return local().client(undefined, { accessToken: () => Promise.resolve(token) })
  }
  const visitor = () => local().client()

  describe('people', () => {
    test('see, change and remove what is theirs, and forge nothing', async () => {
      const made = await as(ANA).from('notes').insert({ text: 'mine' }).select('id, owner').single()
      expect(made.data).toMatchObject({ owner: ANA })
      const id = String(made.data?.id)
      expect((await as(BEN).from('notes').select().eq('id', id)).data).toEqual([])
      expect((await as(BEN).from('notes').update({ text: 'his' }).eq('id', id).select()).data).toEqual([])
      expect((await as(BEN).from('notes').delete().eq('id', id).select()).data).toEqual([])
      const forged = await as(BEN).from('notes').insert({ text: 'forged', owner: ANA })
      expect(forged).toMatchObject({
        status: 403,
        error: { code: '42501', message: 'new row violates row-level security policy for table "notes"' },
      })
      const given = await as(ANA).from('notes').update({ owner: BEN }).eq('id', id)
      expect(given.error).toMatchObject({ code: '42501' })
      expect((await as(ANA).from('notes').update({ text: 'still mine' }).eq('id', id).select('text')).data).toEqual([
        { text: 'still mine' },
      ])
      const all = await local().client(local().supabase.keys.serviceKey).from('notes').select('text')
      expect(all.data).toEqual([{ text: 'still mine' }])
      expect((await as(ANA).from('notes').delete().eq('id', id).select('text')).data).toEqual([{ text: 'still mine' }])
    })

    test('a visitor may read some columns of what is public, and is asked to sign in for the rest', async () => {
      await as(ANA).from('notes').insert({ text: 'for all', is_public: true, secret: 'no' })
      const { data, count } = await visitor().from('notes').select('text, owner', { count: 'exact' })
      expect({ data, count }).toEqual({ data: [{ text: 'for all', owner: ANA }], count: 1 })
      const all = await visitor().from('notes').select()
      expect(all).toMatchObject({ status: 401, error: { code: '42501' } })
      const insert = await visitor().from('notes').insert({ text: 'x' })
      expect(insert).toMatchObject({ status: 401, error: { message: 'permission denied for table notes' } })
      const staff = await as(ANA).from('staff').select()
      expect(staff).toMatchObject({ status: 403, error: { code: '42501' } })
      await as(ANA).from('notes').delete().eq('is_public', true)
    })

    test('one request never runs with what another brought', async () => {
      const asked = Array.from({ length: 12 }, (_, place) =>
        place % 3 === 2 ? visitor().rpc('claims') : as(place % 3 === 0 ? ANA : BEN).rpc('claims'),
      )
      const subs = (await Promise.all(asked)).map(({ data }) => (data as { sub: string | null }).sub)
      expect(subs).toEqual(Array.from({ length: 4 }, () => [ANA, BEN, null]).flat())
    })

    test('nobody becomes another by a header, whatever a function left behind in the session', async () => {
      const hostile = `\\', true), set_config('request.jwt.claims', '{"sub":"${ANA}"}', true) --`
      const ask = (name: string, body: object) =>
        local()
          .client(undefined, { global: { headers: { 'x-odd': hostile } } })
          .rpc(name, body)
      await ask('loosen', { value: 'off' })
      expect((await ask('claims', {})).data).toMatchObject({ sub: null, header: hostile })
      await ask('loosen', { value: 'on' })
    })

    test('a token that says nothing is refused', async () => {
      const expired = await as(ANA, { exp: 1 }).from('genres').select()
      expect(expired).toMatchObject({ status: 401, error: { code: 'PGRST303', message: 'JWT expired' } })
      const foreign = signJwt({ sub: ANA, role: 'authenticated' }, 'another secret of thirty-two characters')
      const client = local().client(undefined, { accessToken: () => Promise.resolve(foreign) })
      expect(await client.from('genres').select()).toMatchObject({ status: 401, error: { code: 'PGRST301' } })
    })
  })
}
