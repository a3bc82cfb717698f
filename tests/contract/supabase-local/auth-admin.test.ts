import type { GenerateLinkParams, SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpAt } from '@/lib/supabase-local/auth/totp'
import { describeOn, type Local, openLocal } from '../../support/supabase-local'

const MIGRATION = `
create table public.kept (user_id uuid references auth.users);
grant insert on public.kept to service_role;
`
const PASSWORD = 'secret-1'
let count = 0
const someone = (): string => `account${++count}@example.com`
const codeOf = (result: { error: unknown }) => result.error as { code?: string; status?: number; message: string }
const NOBODY = '00000000-0000-4000-8000-00000000ffff'

describeOn('auth.admin', (kind) => {
  let local: Local
  let service: SupabaseClient
  beforeAll(async () => {
    local = await openLocal(kind, MIGRATION)
    service = local.client(local.supabase.keys.serviceKey)
  })
  afterAll(() => local?.close())
  const signIn = (email: string, password = PASSWORD) => local.client().auth.signInWithPassword({ email, password })

  test('createUser, getUserById and updateUserById; app_metadata come into the token', async () => {
    const email = someone()
    const created = await service.auth.admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { name: 'Ana' },
      app_metadata: { role: 'editor' },
    })
    expect(created.error).toBeNull()
    const { id } = created.data.user!
    expect(created.data.user).toMatchObject({
      email,
      app_metadata: { provider: 'email', role: 'editor' },
      user_metadata: { name: 'Ana' },
      identities: [{ provider: 'email' }],
    })
    const client = local.client()
    await client.auth.signInWithPassword({ email, password: PASSWORD })
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ app_metadata: { role: 'editor' } })
    const changed = await service.auth.admin.updateUserById(id, {
      app_metadata: { role: 'owner', provider: null },
      user_metadata: { name: 'Anna' },
      email: `new-${email}`,
    })
    expect(changed.data.user).toMatchObject({ email: `new-${email}`, app_metadata: { role: 'owner' } })
    expect(changed.data.user?.app_metadata).not.toHaveProperty('provider')
    await client.auth.refreshSession()
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ app_metadata: { role: 'owner' } })
    expect((await service.auth.admin.getUserById(id)).data.user?.user_metadata).toMatchObject({ name: 'Anna' })
    // A password that the service sets ends every session.
    await service.auth.admin.updateUserById(id, { password: 'secret-2' })
    expect((await client.auth.getUser()).error).not.toBeNull()
    expect((await signIn(`new-${email}`, 'secret-2')).error).toBeNull()
  })

  test('createUser takes an id, a hash and a role; refuses what is taken or wrong', async () => {
    const email = someone()
    const id = '10000000-0000-4000-8000-000000000001'
    const password_hash = '$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'
    const made = await service.auth.admin.createUser({ id, email, password_hash, email_confirm: true, role: 'reader' })
    expect(made.data.user).toMatchObject({ id, role: 'reader' })
    const create = async (given: object) => codeOf(await service.auth.admin.createUser(given)).code
    expect(await create({ email })).toBe('email_exists')
    expect(await create({})).toBe('validation_failed')
    expect(await create({ email: someone(), password: PASSWORD, password_hash })).toBe('validation_failed')
    expect(await create({ email: someone(), password_hash: 'plain' })).toBe('validation_failed')
    expect(await create({ email: someone(), password: '1' })).toBe('weak_password')
    expect(await create({ email: someone(), id: 'x' })).toBe('validation_failed')
    const unconfirmed = someone()
    await service.auth.admin.createUser({ email: unconfirmed, password: PASSWORD })
    expect(codeOf(await signIn(unconfirmed)).code).toBe('email_not_confirmed')
  })

  test('listUsers goes by pages', async () => {
    for (let at = 0; at < 3; at++) await service.auth.admin.createUser({ email: someone() })
    const all = await service.auth.admin.listUsers()
    const first = await service.auth.admin.listUsers({ page: 1, perPage: 2 })
    expect(first.data.users).toHaveLength(2)
    expect(first.data).toMatchObject({ aud: 'authenticated', total: all.data.users.length, nextPage: 2 })
    const second = await service.auth.admin.listUsers({ page: 2, perPage: 2 })
    const ids = [...first.data.users, ...second.data.users].map(({ id }) => id)
    expect(ids).toEqual(all.data.users.slice(0, 4).map(({ id }) => id))
    const bad = await service.auth.admin.listUsers({ page: 'x' as never })
    expect(codeOf(bad).code).toBe('validation_failed')
  })

  test('somebody who is banned cannot sign in, refresh, or ask who they are', async () => {
    const email = someone()
    const { data } = await service.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true })
    const client = local.client()
    await client.auth.signInWithPassword({ email, password: PASSWORD })
    const ban = (ban_duration: string) => service.auth.admin.updateUserById(data.user!.id, { ban_duration })
    expect((await ban('24h30m')).data.user).toMatchObject({ banned_until: expect.any(String) })
    expect(codeOf(await signIn(email))).toMatchObject({ code: 'user_banned', status: 400 })
    expect(codeOf(await client.auth.refreshSession()).code).toBe('user_banned')
    expect(codeOf(await client.auth.getUser((await client.auth.getSession()).data.session?.access_token)).code).toBe(
      'user_banned',
    )
    expect((await ban('none')).data.user?.banned_until).toBeUndefined()
    expect((await signIn(email)).error).toBeNull()
    expect(codeOf(await ban('1 day')).code).toBe('validation_failed')
    expect((await ban('876000000h')).data.user?.banned_until).toContain('9999')
  })

  test('deleteUser takes all of it, or keeps a row that says nothing', async () => {
    const [hard, soft, kept] = await Promise.all(
      [someone(), someone(), someone()].map(
        async (email) =>
          (await service.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true })).data.user!,
      ),
    )
    expect((await service.auth.admin.deleteUser(hard!.id)).error).toBeNull()
    expect(codeOf(await service.auth.admin.getUserById(hard!.id))).toMatchObject({
      code: 'user_not_found',
      status: 404,
    })
    expect((await service.auth.admin.deleteUser(soft!.id, true)).error).toBeNull()
    const { data } = await service.auth.admin.getUserById(soft!.id)
    expect(data.user).toMatchObject({ deleted_at: expect.any(String), user_metadata: {}, app_metadata: {} })
    expect(JSON.stringify(data.user)).not.toContain(soft!.email)
    expect(codeOf(await signIn(soft!.email!)).code).toBe('invalid_credentials')
    expect((await service.auth.admin.createUser({ email: soft!.email! })).error).toBeNull()
    await local.database.query('insert into public.kept values ($1)', [kept!.id], { role: 'service_role' })
    expect(codeOf(await service.auth.admin.deleteUser(kept!.id)).message).toBe('Database error deleting user')
    expect(codeOf(await service.auth.admin.deleteUser(NOBODY)).code).toBe('user_not_found')
  })

  test('inviteUserByEmail, and the invitation is accepted', async () => {
    const email = someone()
    const redirectTo = 'http://localhost:3000/join'
    const invited = await service.auth.admin.inviteUserByEmail(email, { data: { team: 'a' }, redirectTo })
    expect(invited.data.user).toMatchObject({ email, invited_at: expect.any(String), user_metadata: { team: 'a' } })
    const mail = local.supabase.inbox.list()[0]!
    expect(mail).toMatchObject({ kind: 'invite', to: email })
    const landed = await local.supabase.fetch(new Request(mail.link!))
    const fragment = new URLSearchParams(new URL(landed.headers.get('location')!).hash.slice(1))
    expect(fragment.get('type')).toBe('invite')
    const client = local.client()
    await client.auth.setSession({
      access_token: fragment.get('access_token')!,
      refresh_token: fragment.get('refresh_token')!,
    })
    expect((await client.auth.updateUser({ password: PASSWORD })).error).toBeNull()
    expect((await signIn(email)).error).toBeNull()
    expect(codeOf(await service.auth.admin.inviteUserByEmail(email)).code).toBe('email_exists')
  })

  test('generateLink of each kind can be followed, and sends nothing', async () => {
    const sent = local.supabase.inbox.list().length
    const options = { redirectTo: 'http://localhost:3000/x' }
    const known = someone()
    await service.auth.admin.createUser({ email: known, password: PASSWORD, email_confirm: true })
    const asked: GenerateLinkParams[] = [
      { type: 'signup', email: someone(), password: PASSWORD, options },
      { type: 'invite', email: someone(), options },
      { type: 'magiclink', email: known, options },
      { type: 'magiclink', email: someone(), options },
      { type: 'recovery', email: known, options },
      { type: 'email_change_new', email: known, newEmail: `changed-${known}`, options },
    ]
    for (const one of asked) {
      const { data, error } = await service.auth.admin.generateLink(one)
      expect(error, one.type).toBeNull()
      expect(data.properties).toMatchObject({
        redirect_to: options.redirectTo,
        email_otp: expect.stringMatching(/^\d{6}$/),
      })
      const landed = await local.supabase.fetch(new Request(data.properties!.action_link))
      expect(landed.headers.get('location'), one.type).toMatch(/^http:\/\/localhost:3000\/x#access_token=/)
    }
    const unknown = await service.auth.admin.generateLink({ type: 'recovery', email: someone() })
    expect(codeOf(unknown).code).toBe('user_not_found')
    const hash = await service.auth.admin.generateLink({ type: 'magiclink', email: `changed-${known}` })
    const verified = await local
      .client()
      .auth.verifyOtp({ token_hash: hash.data.properties!.hashed_token, type: 'magiclink' })
    expect(verified.data.user?.email).toBe(`changed-${known}`)
    expect(local.supabase.inbox.list()).toHaveLength(sent)
  })

  test('a second factor: enrolled, proven, asked for, and taken away', async () => {
    const email = someone()
    const { data } = await service.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true })
    const client = local.client()
    await client.auth.signInWithPassword({ email, password: PASSWORD })
    const { mfa } = client.auth
    const enrolled = (await mfa.enroll({ factorType: 'totp', friendlyName: 'phone' })).data!
    expect(enrolled.totp.qr_code).toContain('<svg')
    expect(enrolled.totp.uri).toContain(`secret=${enrolled.totp.secret}`)
    const again = await mfa.enroll({ factorType: 'totp', friendlyName: 'phone' })
    expect(codeOf(again).code).toBe('mfa_factor_name_conflict')
    const factorId = enrolled.id
    const code = () => totpAt(enrolled.totp.secret, new Date())
    const challenge = await mfa.challenge({ factorId })
    const wrong = await mfa.verify({ factorId, challengeId: challenge.data!.id, code: '12345' })
    expect(codeOf(wrong)).toMatchObject({ code: 'mfa_verification_failed', status: 422 })
    const other = local.client()
    await other.auth.signInWithPassword({ email, password: PASSWORD })
    expect((await mfa.verify({ factorId, challengeId: challenge.data!.id, code: code() })).error).toBeNull()
    expect((await mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' })
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({
      aal: 'aal2',
      amr: [{ method: 'totp' }, { method: 'password' }],
    })
    await client.auth.refreshSession()
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ aal: 'aal2' })
    expect((await mfa.listFactors()).data?.totp).toMatchObject([{ id: factorId, status: 'verified' }])
    // Who signed in without it has to sign in again, and is no more than half sure until then.
    expect((await other.auth.getUser()).error).not.toBeNull()
    await other.auth.signInWithPassword({ email, password: PASSWORD })
    expect((await other.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({
      currentLevel: 'aal1',
      nextLevel: 'aal2',
    })
    for (const refused of [
      await other.auth.updateUser({ password: 'secret-2' }),
      await other.auth.mfa.unenroll({ factorId }),
      await other.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'thief' }),
    ]) {
      expect(codeOf(refused).code).toBe('insufficient_aal')
    }
    expect((await other.auth.mfa.challengeAndVerify({ factorId, code: code() })).error).toBeNull()
    expect((await other.auth.mfa.challengeAndVerify({ factorId: NOBODY, code: code() })).error).not.toBeNull()
    const listed = await service.auth.admin.mfa.listFactors({ userId: data.user!.id })
    expect(listed.data?.factors).toMatchObject([{ id: factorId, friendly_name: 'phone' }])
    expect(JSON.stringify([listed, await client.auth.getUser()])).not.toContain(enrolled.totp.secret)
    expect((await mfa.unenroll({ factorId })).data).toEqual({ id: factorId })
    await client.auth.refreshSession()
    expect((await client.auth.getClaims()).data?.claims).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] })
  })

  test('signOut by token, and factors', async () => {
    const email = someone()
    const { data } = await service.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true })
    const { session } = (await signIn(email)).data
    expect((await service.auth.admin.signOut(session!.access_token)).error).toBeNull()
    expect((await local.client().auth.getUser(session!.access_token)).error).not.toBeNull()
    expect((await service.auth.admin.mfa.listFactors({ userId: data.user!.id })).data?.factors).toEqual([])
    const factor = await service.auth.admin.mfa.deleteFactor({ userId: data.user!.id, id: NOBODY })
    expect(codeOf(factor).code).toBe('mfa_factor_not_found')
  })
})
