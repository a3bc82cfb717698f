import { AuthWeakPasswordError, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signJwt } from '@/lib/supabase-local/jwt'
import { describeOn, type Local, openLocal } from '../../support/supabase-local'

/** A project's own trigger, and somebody whom a seed brought. */
const MIGRATION = `
create table public.profiles (id uuid primary key references auth.users on delete cascade, name text not null);
grant select on public.profiles to service_role;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, name) values (new.id, coalesce(new.raw_user_meta_data ->> 'name', 'nobody'));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();
-- As many projects write it, and as it fails on Supabase: the auth server looks for the table in its own schema.
create function public.log_user() returns trigger language plpgsql as $$
begin insert into profiles (id, name) values (new.id, 'again'); return new; end $$;
create trigger on_auth_user_logged after insert on auth.users
  for each row when (new.raw_user_meta_data ->> 'name' = 'broken') execute function public.log_user();
insert into auth.users (instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_user_meta_data,
    confirmation_token, recovery_token, email_change_token_new, email_change, created_at, updated_at)
  values ('00000000-0000-0000-0000-000000000000', '00000000-0000-4000-8000-0000000000aa', 'authenticated',
    'authenticated', 'seed@example.com', extensions.crypt('seeded-1', extensions.gen_salt('bf')), now(),
    '{"name":"Seed"}',
    null, null, null, null, now(), now());
`

let count = 0
/** An address of its own for each test: they share a database. */
const someone = (): string => `person${++count}@example.com`
const PASSWORD = 'secret-1'

async function signedUp(local: Local, email = someone(), data = {}): Promise<SupabaseClient> {
  const client = local.client()
  const { error } = await client.auth.signUp({ email, password: PASSWORD, options: { data } })
  expect(error).toBeNull()
  return client
}
const codeOf = (result: { error: unknown }) => result.error as { code?: string; status?: number; message: string }
const sessionOf = async (client: SupabaseClient) => (await client.auth.getSession()).data.session!
const claimsOf = async (client: SupabaseClient) => (await client.auth.getClaims()).data!.claims

describeOn('accounts and sessions', (kind) => {
  let local: Local
  let clock = Date.now()
  beforeAll(async () => {
    local = await openLocal(kind, MIGRATION, { now: () => clock })
  })
  afterAll(() => local?.close())

  const row = async (sql: string, ...values: string[]) => {
    const { rows } = await local.database.query(sql, values, { role: 'supabase_auth_admin' })
    return rows[0]
  }

  test('signUp makes a user, an identity and a session; the project’s trigger ran', async () => {
    const client = local.client()
    const options = { data: { name: 'Ana', sub: 'forged', email_verified: 'forged' } }
    const { data, error } = await client.auth.signUp({ email: 'Ana@Example.com', password: PASSWORD, options })
    expect(error).toBeNull()
    const user = data.user!
    expect(user).toMatchObject({ email: 'ana@example.com', role: 'authenticated', aud: 'authenticated', phone: '' })
    expect(user.app_metadata).toEqual({ provider: 'email', providers: ['email'] })
    expect(user.user_metadata).toMatchObject({ name: 'Ana', sub: user.id, email: user.email, email_verified: true })
    expect(user.identities).toHaveLength(1)
    expect(user.last_sign_in_at).toBe(new Date(clock).toISOString())
    expect(data.session).toMatchObject({ token_type: 'bearer', expires_in: 3600 })
    expect(await claimsOf(client)).toMatchObject({
      iss: 'http://supabase.local/auth/v1',
      sub: user.id,
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'password' }],
      is_anonymous: false,
    })
    const found = `select name from public.profiles where id = $1`
    const profile = await local.database.query(found, [user.id], { role: 'service_role' })
    expect(profile.rows).toEqual([{ name: 'Ana' }])
  })

  test('signUp refuses with the names of the documentation', async () => {
    const client = await signedUp(local, 'taken@example.com')
    const again = await client.auth.signUp({ email: 'TAKEN@example.com', password: PASSWORD })
    expect(codeOf(again)).toMatchObject({
      code: 'user_already_exists',
      status: 422,
      message: 'User already registered',
    })
    const weak = await client.auth.signUp({ email: someone(), password: '12345' })
    expect(weak.error).toBeInstanceOf(AuthWeakPasswordError)
    expect((weak.error as AuthWeakPasswordError).reasons).toEqual(['length'])
    const long = await client.auth.signUp({ email: someone(), password: 'é'.repeat(37) })
    expect(codeOf(long)).toMatchObject({ code: 'validation_failed', status: 400 })
    const bad = await client.auth.signUp({ email: 'not an address', password: PASSWORD })
    expect(codeOf(bad).message).toBe('Unable to validate email address: invalid format')
    const phone = await client.auth.signUp({ phone: '+15550100', password: PASSWORD })
    expect(codeOf(phone).code).toBe('phone_provider_disabled')
  })

  test('a trigger that fails takes the account with it', async () => {
    const client = local.client()
    const options = { data: { name: 'broken' } }
    const failed = await client.auth.signUp({ email: 'broken@example.com', password: PASSWORD, options })
    expect(codeOf(failed)).toMatchObject({ status: 500, message: 'Database error saving new user' })
    const body = JSON.stringify({ email: 'broken@example.com', password: PASSWORD, data: options.data })
    const headers = { apikey: local.supabase.keys.anonKey }
    const answer = await local.supabase.fetch(
      new Request('http://supabase.local/auth/v1/signup', { method: 'POST', headers, body }),
    )
    expect(await answer.json()).toMatchObject({ code: 500, error_code: 'unexpected_failure' })
    expect(decodeURIComponent(answer.headers.get('x-error-detail') ?? '')).toBe('relation "profiles" does not exist')
    const signIn = await client.auth.signInWithPassword({ email: 'broken@example.com', password: PASSWORD })
    expect(codeOf(signIn).code).toBe('invalid_credentials')
  })

  test('signInWithPassword takes those of a seed, and does not tell who has an account', async () => {
    const client = local.client()
    const seeded = await client.auth.signInWithPassword({ email: 'seed@example.com', password: 'seeded-1' })
    expect(seeded.error).toBeNull()
    expect(seeded.data.user?.user_metadata).toEqual({ name: 'Seed' })
    const wrong = await client.auth.signInWithPassword({ email: 'seed@example.com', password: 'wrong-1' })
    const unknown = await client.auth.signInWithPassword({ email: 'nobody@example.com', password: 'wrong-1' })
    expect(codeOf(wrong)).toMatchObject({ code: 'invalid_credentials', status: 400 })
    expect(codeOf(unknown).message).toBe(codeOf(wrong).message)
  })

  test('signInAnonymously, and an account out of it', async () => {
    const client = local.client()
    const { data } = await client.auth.signInAnonymously({ options: { data: { theme: 'dark' } } })
    expect(data.user).toMatchObject({ is_anonymous: true, email: '', user_metadata: { theme: 'dark' } })
    expect(await claimsOf(client)).toMatchObject({ is_anonymous: true, amr: [{ method: 'anonymous' }] })
    expect(codeOf(await client.auth.updateUser({ password: PASSWORD })).code).toBe('validation_failed')
    const email = someone()
    const linked = await client.auth.updateUser({ email, password: PASSWORD })
    expect(linked.error).toBeNull()
    expect(linked.data.user).toMatchObject({ id: data.user!.id, email, is_anonymous: false })
    expect((await local.client().auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull()
  })

  test('getUser, getUserIdentities and updateUser', async () => {
    const client = await signedUp(local, undefined, { name: 'Cy', keep: 1 })
    const { data } = await client.auth.updateUser({ data: { name: 'Cyd', keep: null } })
    expect(data.user?.user_metadata).toMatchObject({ name: 'Cyd' })
    expect(data.user?.user_metadata).not.toHaveProperty('keep')
    expect((await client.auth.getUser()).data.user?.user_metadata).toEqual(data.user?.user_metadata)
    expect((await client.auth.getUserIdentities()).data?.identities).toHaveLength(1)
    const admin = await client.auth.updateUser({ app_metadata: { role: 'admin' } } as never)
    expect(codeOf(admin)).toMatchObject({ code: 'not_admin', status: 403 })
    const taken = await client.auth.updateUser({ email: 'seed@example.com' })
    expect(codeOf(taken)).toMatchObject({ code: 'email_exists', status: 422 })
  })

  test('a new password ends the other sessions and has to be another one', async () => {
    const email = someone()
    const client = await signedUp(local, email)
    const other = local.client()
    await other.auth.signInWithPassword({ email, password: PASSWORD })
    expect(codeOf(await client.auth.updateUser({ password: PASSWORD }))).toMatchObject({ code: 'same_password' })
    expect((await client.auth.updateUser({ password: 'secret-2' })).error).toBeNull()
    expect((await client.auth.getUser()).error).toBeNull()
    expect(codeOf(await other.auth.getUser()).message).toBe('Auth session missing!')
    expect(codeOf(await local.client().auth.signInWithPassword({ email, password: PASSWORD })).code).toBe(
      'invalid_credentials',
    )
  })

  test('refreshSession exchanges the token, and what the database says now is in the new one', async () => {
    const client = await signedUp(local)
    const before = await sessionOf(client)
    await row(`update auth.users set raw_app_meta_data = '{"role":"editor"}' where id = $1`, before.user.id)
    clock += 60_000
    const { data } = await client.auth.refreshSession()
    expect(data.session?.refresh_token).not.toBe(before.refresh_token)
    expect(await claimsOf(client)).toMatchObject({ app_metadata: { role: 'editor' } })
  })

  test('a refresh token counts once; shown again, the answer is given once more or the family ends', async () => {
    const client = await signedUp(local)
    const first = (await sessionOf(client)).refresh_token
    const refresh = (token: string) => local.client().auth.refreshSession({ refresh_token: token })
    const second = (await refresh(first)).data.session!.refresh_token
    clock += 3_600_000
    // The answer got lost: its successor was never used.
    expect((await refresh(first)).data.session?.refresh_token).toBe(second)
    const third = (await refresh(second)).data.session!.refresh_token
    // Ten seconds are forgiven, later it is theft.
    clock += 11_000
    expect(codeOf(await refresh(first))).toMatchObject({ code: 'refresh_token_already_used', status: 400 })
    expect(codeOf(await refresh(third)).code).toBe('refresh_token_already_used')
    expect(codeOf(await refresh('aaaaaaaaaaaa')).code).toBe('refresh_token_not_found')
    expect(codeOf(await refresh('short')).code).toBe('validation_failed')
  })

  test('of many refreshes at once with one token all get the same successor', async () => {
    const client = await signedUp(local)
    const { refresh_token } = await sessionOf(client)
    const all = await Promise.all(
      Array.from({ length: 6 }, () => local.client().auth.refreshSession({ refresh_token })),
    )
    expect(all.map(({ error }) => error)).toEqual(Array.from({ length: 6 }, () => null))
    expect(new Set(all.map(({ data }) => data.session?.refresh_token)).size).toBe(1)
  })

  test('signOut ends this session, the others, or all', async () => {
    const email = someone()
    const clients = [await signedUp(local, email), local.client(), local.client()] as const
    for (const client of clients.slice(1)) await client.auth.signInWithPassword({ email, password: PASSWORD })
    const tokens = await Promise.all(clients.map(async (client) => (await sessionOf(client)).access_token))
    const alive = () =>
      Promise.all(tokens.map(async (token) => (await local.client().auth.getUser(token)).error === null))
    await clients[0].auth.signOut({ scope: 'local' })
    expect(await alive()).toEqual([false, true, true])
    await clients[1].auth.signOut({ scope: 'others' })
    expect(await alive()).toEqual([false, true, false])
    await clients[1].auth.signOut()
    expect(await alive()).toEqual([false, false, false])
  })

  test('what needs a provider or a phone says that it is not here', async () => {
    const client = await signedUp(local)
    const { data } = await client.auth.signInWithOAuth({ provider: 'github' })
    const redirect = await local.supabase.fetch(new Request(data.url!))
    expect(redirect.status).toBe(400)
    expect(await redirect.json()).toMatchObject({ msg: expect.stringContaining('Unsupported provider') })
    const idToken = await local.client().auth.signInWithIdToken({ provider: 'google', token: 'x' })
    expect(codeOf(idToken).code).toBe('provider_disabled')
    expect(codeOf(await client.auth.linkIdentity({ provider: 'github' })).code).toBe('manual_linking_disabled')
    expect(codeOf(await client.auth.signInWithSSO({ domain: 'example.com' })).code).toBe('saml_provider_disabled')
    const phone = await client.auth.mfa.enroll({ factorType: 'phone', phone: '+15550100' })
    expect(codeOf(phone).code).toBe('mfa_phone_enroll_not_enabled')
    const identity = (await client.auth.getUserIdentities()).data!.identities[0]!
    expect(codeOf(await client.auth.unlinkIdentity(identity)).code).toBe('single_identity_not_deletable')
  })

  test('settings, health and keys; a wrong address and a wrong method', async () => {
    const get = (path: string, method = 'GET') =>
      local.supabase.fetch(
        new Request(`http://supabase.local/auth/v1${path}`, {
          method,
          headers: { apikey: local.supabase.keys.anonKey },
        }),
      )
    expect(await (await get('/settings')).json()).toMatchObject({ external: { email: true, google: false } })
    expect((await get('/health')).status).toBe(200)
    expect(await (await get('/.well-known/jwks.json')).json()).toEqual({ keys: [] })
    expect((await get('/nothing')).status).toBe(404)
    expect((await get('/signup', 'DELETE')).status).toBe(405)
  })

  test('the project’s hook adds claims to every token, and refuses', async () => {
    await local.migrate(`
      create function public.custom_access_token_hook(event jsonb) returns jsonb language plpgsql stable as $$
      begin
        if event -> 'claims' -> 'user_metadata' ->> 'name' = 'Refused' then
          return jsonb_build_object('error', jsonb_build_object('http_code', 403, 'message', 'not today'));
        end if;
        if event -> 'claims' -> 'user_metadata' ->> 'name' = 'Hooked' then
          return jsonb_set(event, '{claims,user_role}', to_jsonb(event ->> 'authentication_method'));
        end if;
        return event;
      end $$;
      grant usage on schema public to supabase_auth_admin`)
    const client = await signedUp(local, undefined, { name: 'Hooked' })
    expect(await claimsOf(client)).toMatchObject({ user_role: 'password', role: 'authenticated' })
    await client.auth.refreshSession()
    expect(await claimsOf(client)).toMatchObject({ user_role: 'password' })
    const options = { data: { name: 'Refused' } }
    const refused = await local.client().auth.signUp({ email: someone(), password: PASSWORD, options })
    expect(codeOf(refused)).toMatchObject({ status: 403, message: 'not today' })
  })

  describe('attacks', () => {
    const ask = (path: string, init: RequestInit & { token?: string } = {}) => {
      const headers = new Headers(init.headers)
      headers.set('apikey', local.supabase.keys.anonKey)
      if (init.token) headers.set('authorization', `Bearer ${init.token}`)
      return local.supabase.fetch(new Request(`http://supabase.local/auth/v1${path}`, { ...init, headers }))
    }

    test('forged tokens open nothing', async () => {
      const victim = (await sessionOf(await signedUp(local))).user.id
      const claims = { sub: victim, role: 'authenticated', exp: Math.floor(clock / 1000) + 60 }
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const own = await signedUp(local)
      const real = (await sessionOf(own)).access_token.split('.')
      const forged = [
        `${part({ alg: 'none' })}.${part(claims)}.`,
        `${part({ alg: 'none' })}.${part(claims)}.x`,
        `${part({ alg: 'HS256' })}.${part(claims)}.${real[2]}`,
        `${real[0]}.${part(claims)}.${real[2]}`,
        signJwt(claims, 'another secret of thirty-two characters'),
        'x',
      ]
      for (const token of forged) expect((await ask('/user', { token })).status, token).toBe(403)
      const late = (await sessionOf(own)).access_token
      clock += 3_601_000
      const answer = await ask('/user', { token: late })
      expect(answer.status).toBe(403)
      expect(await answer.json()).toMatchObject({ error_code: 'bad_jwt' })
      expect((await ask('/user')).status).toBe(401)
      expect((await ask('/user', { token: local.supabase.keys.anonKey })).status).toBe(403)
      expect((await ask('/user', { token: local.supabase.keys.serviceKey })).status).toBe(403)
    })

    test('nobody but the service comes to the admin’s verbs, whatever their metadata say', async () => {
      const data = { role: 'service_role', app_metadata: { role: 'service_role' }, is_super_admin: true }
      const client = await signedUp(local, undefined, data)
      const session = await sessionOf(client)
      expect(await claimsOf(client)).toMatchObject({ role: 'authenticated', app_metadata: { provider: 'email' } })
      for (const token of [session.access_token, local.supabase.keys.anonKey, undefined]) {
        const given = token === undefined ? {} : { token }
        for (const [method, path] of [
          ['GET', '/admin/users'],
          ['POST', '/admin/users'],
          ['PUT', `/admin/users/${session.user.id}`],
          ['DELETE', `/admin/users/${session.user.id}`],
          ['POST', '/admin/generate_link'],
          ['POST', '/invite'],
        ]) {
          const body = method === 'GET' ? null : JSON.stringify({ email: 'x@example.com', type: 'magiclink' })
          const { status } = await ask(path!, { method: method!, body, ...given })
          expect([401, 403], `${method} ${path}`).toContain(status)
        }
      }
    })

    test('a session of one with the id of another is nobody’s', async () => {
      const [ana, ben] = [await sessionOf(await signedUp(local)), await sessionOf(await signedUp(local))]
      const { session_id } = JSON.parse(atob(ben.access_token.split('.')[1]!)) as { session_id: string }
      const secret = local.supabase.keys.secret
      const exp = Math.floor(clock / 1000) + 60
      const mixed = signJwt({ sub: ana.user.id, session_id, role: 'authenticated', exp }, secret)
      expect((await ask('/user', { token: mixed })).status).toBe(403)
    })

    test('bodies that are too large, no JSON, or of another kind are refused', async () => {
      const post = async (body: string) => {
        const answer = await ask('/signup', { method: 'POST', body })
        return [answer.status, ((await answer.json()) as { error_code: string }).error_code]
      }
      expect(await post(`{"email":"${'x'.repeat(1024 * 1024)}"}`)).toEqual([413, 'request_entity_too_large'])
      expect(await post('{')).toEqual([400, 'bad_json'])
      expect(await post('[]')).toEqual([400, 'bad_json'])
      expect(await post('{"email":{"$ne":""},"password":"secret-1"}')).toEqual([400, 'bad_json'])
      const inherited = await ask('/token?grant_type=password', {
        method: 'POST',
        body: '{"__proto__":{"email":"a@b.c"}}',
      })
      expect(await inherited.json()).toMatchObject({ msg: 'missing email or phone' })
    })
  })
})
