import { createServerClient } from '@supabase/ssr'
import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Mail } from '@/lib/supabase-local/auth/inbox'
import type { AuthSettings } from '@/lib/supabase-local/auth/settings'
import { openSupabase, type LocalSupabase } from '@/lib/supabase-local/open'
import { describeOn, type Local, openLocal } from '../../support/supabase-local'

const SITE = 'https://app.example'
const URL_OF_ALL = 'http://supabase.local'
const PASSWORD = 'secret-1'
let count = 0
const someone = (): string => `mail${++count}@example.com`
const codeOf = (result: { error: unknown }) => result.error as { code?: string; status?: number; message: string }

/** A second server over the same database, with other settings. */
function variant(local: Local, auth: Partial<AuthSettings>, now: () => number) {
  const secret = 'a secret of at least thirty-two characters'
  const supabase = openSupabase({ database: local.database, secret, url: URL_OF_ALL, siteUrl: SITE, auth, now })
  const fetchOf = (input: RequestInfo | URL, init?: RequestInit) => supabase.fetch(new Request(input, init))
  return { supabase, fetchOf }
}

type Server = ReturnType<typeof variant>
const client = ({ supabase, fetchOf }: Server, flowType: 'implicit' | 'pkce' = 'implicit'): SupabaseClient =>
  createClient(URL_OF_ALL, supabase.keys.anonKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, flowType },
    global: { fetch: fetchOf },
  })

/** Follows a mail's link as a browser does; where it leads. */
async function follow(supabase: LocalSupabase, mail: Mail): Promise<URL> {
  const answer = await supabase.fetch(new Request(mail.link ?? ''))
  expect(answer.status).toBe(303)
  return new URL(answer.headers.get('location') ?? '')
}
const inFragment = (url: URL) => Object.fromEntries(new URLSearchParams(url.hash.slice(1)))

describeOn('mails', (kind) => {
  let local: Local
  let clock = Date.now()
  let server: Server
  let quick: Server
  beforeAll(async () => {
    local = await openLocal(kind, '')
    server = variant(local, { autoconfirm: false }, () => clock)
    quick = variant(local, {}, () => clock)
  })
  afterAll(() => local?.close())
  const mailTo = ({ supabase }: Server, to: string): Mail => {
    const mail = supabase.inbox.list().find((one) => one.to === to)
    if (!mail) throw new Error(`no mail to ${to}`)
    return mail
  }
  const confirmed = async (email = someone(), on = server) => {
    const { error } = await client(quick).auth.signUp({ email, password: PASSWORD })
    expect(error).toBeNull()
    const signedIn = client(on)
    await signedIn.auth.signInWithPassword({ email, password: PASSWORD })
    return { email, signedIn }
  }

  test('a new address is confirmed by the link, which brings a session to the site', async () => {
    const email = someone()
    const heard: Mail[] = []
    const stop = server.supabase.inbox.onMail((mail) => heard.push(mail))
    const emailRedirectTo = 'http://localhost:3000/welcome?a=1'
    const { data } = await client(server).auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo } })
    stop()
    expect(data.session).toBeNull()
    expect(data.user).toMatchObject({ email, identities: [{ provider: 'email' }] })
    expect(data.user?.email_confirmed_at).toBeUndefined()
    const early = await client(server).auth.signInWithPassword({ email, password: PASSWORD })
    expect(codeOf(early)).toMatchObject({ code: 'email_not_confirmed', status: 400 })
    const mail = mailTo(server, email)
    expect(heard).toEqual([mail])
    expect(mail).toMatchObject({
      kind: 'signup',
      subject: 'Confirm Your Signup',
      code: expect.stringMatching(/^\d{6}$/),
    })
    expect(mail.text).toContain(mail.link)
    const landed = await follow(server.supabase, mail)
    expect(landed.href).toContain('http://localhost:3000/welcome?a=1#')
    const { access_token, refresh_token, type } = inFragment(landed)
    expect(type).toBe('signup')
    const own = client(server)
    await own.auth.setSession({ access_token: access_token!, refresh_token: refresh_token! })
    expect((await own.auth.getUser()).data.user).toMatchObject({ email, confirmed_at: expect.any(String) })
    const again = inFragment(await follow(server.supabase, mail))
    expect(again).toMatchObject({
      error: 'access_denied',
      error_code: 'otp_expired',
      error_description: 'Email link is invalid or has expired',
    })
  })

  test('or by the code, or by the hash; the mail can be sent once more', async () => {
    const [byCode, byHash] = [someone(), someone()]
    for (const email of [byCode, byHash]) await client(server).auth.signUp({ email, password: PASSWORD })
    const first = mailTo(server, byCode)
    expect((await client(server).auth.resend({ type: 'signup', email: byCode })).error).toBeNull()
    const second = mailTo(server, byCode)
    const old = await client(server).auth.verifyOtp({ email: byCode, token: first.code, type: 'email' })
    expect(first.code === second.code || codeOf(old).code === 'otp_expired').toBe(true)
    const one = await client(server).auth.verifyOtp({ email: byCode, token: second.code, type: 'email' })
    expect(one.data.session?.user.email).toBe(byCode)
    const { tokenHash } = mailTo(server, byHash)
    const two = await client(server).auth.verifyOtp({ token_hash: tokenHash, type: 'signup' })
    expect(two.data.user?.email).toBe(byHash)
    const used = await client(server).auth.verifyOtp({ token_hash: tokenHash, type: 'signup' })
    expect(codeOf(used).code).toBe('otp_expired')
  })

  test('links and codes end after an hour', async () => {
    const email = someone()
    await client(server).auth.signUp({ email, password: PASSWORD })
    const mail = mailTo(server, email)
    clock += 3_601_000
    expect(inFragment(await follow(server.supabase, mail))).toMatchObject({ error_code: 'otp_expired' })
    const late = await client(server).auth.verifyOtp({ email, token: mail.code, type: 'signup' })
    expect(codeOf(late).code).toBe('otp_expired')
  })

  test('nobody learns from an answer who has an account', async () => {
    const { email } = await confirmed()
    const before = server.supabase.inbox.list().length
    const again = await client(server).auth.signUp({ email, password: 'another-1', options: { data: { a: 1 } } })
    expect(again.error).toBeNull()
    expect(again.data.session).toBeNull()
    expect(again.data.user).toMatchObject({ email, identities: [], user_metadata: { a: 1 } })
    for (const address of [email, someone()]) {
      const asked = await client(server).auth.resetPasswordForEmail(address)
      expect([asked.data, asked.error]).toEqual([{}, null])
      expect((await client(server).auth.resend({ type: 'signup', email: address })).error).toBeNull()
    }
    expect(server.supabase.inbox.list()).toHaveLength(before + 1)
  })

  test('a forgotten password', async () => {
    const { email } = await confirmed()
    await client(server).auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/reset` })
    const landed = await follow(server.supabase, mailTo(server, email))
    expect(landed.href).toContain(`${SITE}/reset#`)
    const { access_token, refresh_token, type } = inFragment(landed)
    expect(type).toBe('recovery')
    const own = client(server)
    await own.auth.setSession({ access_token: access_token!, refresh_token: refresh_token! })
    expect((await own.auth.updateUser({ password: 'secret-2' })).error).toBeNull()
    expect((await client(server).auth.signInWithPassword({ email, password: 'secret-2' })).error).toBeNull()
  })

  test('signInWithOtp, for somebody known, for somebody new, and not for somebody new', async () => {
    const { email } = await confirmed()
    await client(server).auth.signInWithOtp({ email })
    const mail = mailTo(server, email)
    expect(mail.kind).toBe('magiclink')
    const known = await client(server).auth.verifyOtp({ email, token: mail.code, type: 'email' })
    expect(known.data.user?.email).toBe(email)
    const fresh = someone()
    const refused = await client(server).auth.signInWithOtp({ email: fresh, options: { shouldCreateUser: false } })
    expect(codeOf(refused)).toMatchObject({ code: 'otp_disabled', status: 422 })
    for (const [on, type] of [
      [server, 'signup'],
      [quick, 'magiclink'],
    ] as const) {
      const address = someone()
      await client(on).auth.signInWithOtp({ email: address, options: { data: { name: 'New' } } })
      expect(mailTo(on, address).kind).toBe(type)
      expect(inFragment(await follow(on.supabase, mailTo(on, address))).access_token).toEqual(expect.any(String))
    }
  })

  test('a change of address needs both, or the new one only', async () => {
    const { email, signedIn } = await confirmed()
    const next = someone()
    const asked = await signedIn.auth.updateUser({ email: next })
    expect(asked.data.user).toMatchObject({ email, new_email: next })
    const half = inFragment(await follow(server.supabase, mailTo(server, email)))
    expect(half.message).toContain('Confirmation link accepted')
    expect((await signedIn.auth.getUser()).data.user?.email).toBe(email)
    const { code } = mailTo(server, next)
    const whole = await client(server).auth.verifyOtp({ email: next, token: code, type: 'email_change' })
    expect(whole.data.user).toMatchObject({ email: next, identities: [{ identity_data: { email: next } }] })

    const single = variant(local, { autoconfirm: false, secureEmailChange: false }, () => clock)
    const { email: old, signedIn: other } = await confirmed(someone(), single)
    const changed = someone()
    await other.auth.updateUser({ email: changed })
    expect(single.supabase.inbox.list().map(({ to }) => to)).not.toContain(old)
    await follow(single.supabase, mailTo(single, changed))
    expect((await other.auth.getUser()).data.user?.email).toBe(changed)
  })

  test('a session of yesterday needs a code to change the password, where that is switched on', async () => {
    const strict = variant(local, { reauthenticateForPassword: true, accessTokenLifetime: 200_000 }, () => clock)
    const { email, signedIn } = await confirmed(someone(), strict)
    clock += 90_000_000
    const refused = await signedIn.auth.updateUser({ password: 'secret-3' })
    expect(codeOf(refused).code).toBe('reauthentication_needed')
    expect((await signedIn.auth.reauthenticate()).error).toBeNull()
    const { code, link } = mailTo(strict, email)
    expect(link).toBeNull()
    const wrong = await signedIn.auth.updateUser({ password: 'secret-3', nonce: code === '000000' ? '1' : '000000' })
    expect(codeOf(wrong).code).toBe('reauthentication_not_valid')
    expect((await signedIn.auth.updateUser({ password: 'secret-3', nonce: code })).error).toBeNull()
  })

  test('PKCE over @supabase/ssr: the link brings a code, which only the asking browser can exchange', async () => {
    const cookies = new Map<string, string>()
    const browser = () =>
      createServerClient(URL_OF_ALL, server.supabase.keys.anonKey, {
        global: { fetch: server.fetchOf },
        cookies: {
          getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
          setAll: (all) => {
            for (const { name, value } of all) {
              if (value === '') cookies.delete(name)
              else cookies.set(name, value)
            }
          },
        },
      })
    const email = someone()
    await browser().auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: `${SITE}/auth/callback` } })
    const landed = await follow(server.supabase, mailTo(server, email))
    expect(landed.pathname).toBe('/auth/callback')
    expect(landed.hash).toBe('')
    const code = landed.searchParams.get('code')!
    const thief = await client(server, 'pkce').auth.exchangeCodeForSession(code)
    expect(thief.error).not.toBeNull()
    const forged = await server.fetchOf(`${URL_OF_ALL}/auth/v1/token?grant_type=pkce`, {
      method: 'POST',
      headers: { apikey: server.supabase.keys.anonKey },
      body: JSON.stringify({ auth_code: code, code_verifier: 'x'.repeat(43) }),
    })
    expect(await forged.json()).toMatchObject({ error_code: 'bad_code_verifier' })
    const exchanged = await browser().auth.exchangeCodeForSession(code)
    expect(exchanged.error).toBeNull()
    expect((await browser().auth.getUser()).data.user?.email).toBe(email)
    expect((await browser().auth.getClaims()).data?.claims['email']).toBe(email)
    expect(codeOf(await browser().auth.exchangeCodeForSession(code)).message).toBeTruthy()
    await browser().auth.signOut()
    expect((await browser().auth.getUser()).data.user).toBeNull()
    // What went wrong stands in the query too, where a server can read it.
    const again = await follow(server.supabase, mailTo(server, email))
    expect(again.searchParams.get('error_code')).toBe('otp_expired')
  })

  test('links lead to the site, to this machine, to what is listed, and nowhere else', async () => {
    const listed = variant(local, { redirectUrls: ['https://*.preview.example/**', 'myapp://callback'] }, () => clock)
    const { email } = await confirmed(someone(), listed)
    const landing = async (redirectTo: string) => {
      await client(listed).auth.signInWithOtp({ email, options: { emailRedirectTo: redirectTo } })
      return (await follow(listed.supabase, mailTo(listed, email))).href.split('#')[0]
    }
    const allowed = [`${SITE}/a/b?c=d`, 'http://127.0.0.1:9/x', 'https://one.preview.example/x/y', 'myapp://callback']
    for (const address of allowed) expect(await landing(address)).toBe(address)
    const hostile = [
      'https://evil.example/',
      '//evil.example',
      'https://app.example.evil.example/',
      'https://app.example@evil.example/',
      'https://user:pass@app.example/',
      'http://localhost@evil.example/',
      'http://localhost.evil.example/',
      'https://evil.example/?x=https://app.example',
      'https://evil.example\\@app.example/',
      'https://evil.example/x.preview.example/',
      'http://app.example/',
      'javascript:alert(1)//https://app.example',
      'data:text/html,x',
      '/relative',
      'https://app.example:444/',
      `${SITE}\r\nset-cookie: a=b`,
    ]
    for (const address of hostile) {
      const landed = await landing(address)
      expect(new URL(landed!).origin, address).toBe(SITE)
      expect(landed, address).not.toMatch(/[\r\n]/)
    }
  })
})
