import { createServerClient } from '@supabase/ssr'
import { expect, test } from 'vitest'
import { CookieJar } from '@/lib/app-runtime/server/cookie-jar'
import { Login } from '@/lib/app-runtime/tab/login'
import { signJwt } from '@/lib/supabase-local/jwt'

const URL = 'http://supabase.local'
const SECRET = 'a secret of at least thirty-two characters'

function session(name: string, more = ''): { access_token: string } & Record<string, unknown> {
  const claims = { sub: `id-${name}`, email: `${name}@example.com`, user_metadata: { name }, role: 'authenticated' }
  const token = signJwt({ ...claims, exp: 4_102_444_800 }, SECRET)
  const user = { id: `id-${name}`, email: claims.email, more }
  const expires = { expires_in: 3600, expires_at: 4_102_444_800, token_type: 'bearer' }
  return { access_token: token, refresh_token: 'r', ...expires, user }
}

/** What Supabase's own library finds in the cookies. */
async function readBySupabase(jar: CookieJar): Promise<string | undefined> {
  const client = createServerClient(URL, 'key', { cookies: { getAll: () => jar.all(), setAll: () => undefined } })
  return (await client.auth.getSession()).data.session?.access_token
}

test.each([
  ['short', ''],
  ['in pieces', 'ñ'.repeat(6_000)],
])('a session that is put in is found by the library that the application uses: %s', async (_, more) => {
  const jar = new CookieJar()
  const login = new Login(URL, jar, { local: [] })
  const ana = session('Ana', more)
  login.enter(ana)
  expect(await readBySupabase(jar)).toBe(ana.access_token)
  expect(login.account()).toEqual({ id: 'id-Ana', email: 'Ana@example.com', name: 'Ana' })
  login.enter(session('Ben'))
  expect(login.account()?.name).toBe('Ben')
})

test('whoever signs out in the one place where the application looks is signed out', () => {
  const jar = new CookieJar()
  const storage: { local: [string, string][] } = { local: [] }
  const login = new Login(URL, jar, storage)
  login.enter(session('Ana'))
  jar.set('sb-supabase-auth-token', '')
  expect(login.token()).toBeNull()
  expect(storage.local).toEqual([])
  login.enter(session('Ana'))
  storage.local = []
  expect(login.token()).toBeNull()
  expect(jar.header('/')).toBe('')
})

test('a renewed session counts, also after the tab was opened again, and garbage is nobody', () => {
  const jar = new CookieJar()
  const storage: { local: [string, string][] } = { local: [] }
  new Login(URL, jar, storage).enter(session('Ana'))
  storage.local = [['sb-supabase-auth-token', JSON.stringify(session('Cleo'))]]
  const again = new Login(URL, new CookieJar(Date.now, jar.entries()), storage)
  expect(again.account()?.name).toBe('Ana')
  const strange = new CookieJar()
  for (const value of ['base64-%%%', 'null', '7', '{"access_token":7}', 'base64-e30']) {
    strange.set('sb-supabase-auth-token', value)
    expect(new Login(URL, strange, { local: [] }).account()).toBeNull()
  }
})
