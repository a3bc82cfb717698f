import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SessionInfo, Tokens } from '@/lib/domains/accounts/contract'
import { principalFromBearer } from '@/lib/domains/accounts/authenticate'
import { checkCredentials } from '@/lib/domains/accounts/check-credentials'
import { refreshTokens } from '@/lib/domains/accounts/refresh-tokens'
import type { Ctx } from '@/lib/context'
import { freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { logIn, newPerson, PASSWORD } from '../../support/people'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

const address = () => `someone-${randomBytes(5).toString('hex')}@example.com`
/** The same context at another time. */
const later = (ms: number): Ctx => ({ ...api.ctx, clock: { now: () => new Date(Date.now() + ms) } })
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('signing in', () => {
  it('gives tokens that work, with times as promised', async () => {
    const ana = await newPerson(api)
    expect(ana.tokens.expiresIn).toBe(1_800)
    const claims = JSON.parse(Buffer.from(ana.tokens.accessToken.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      unknown
    >
    expect(claims).toEqual({
      sub: ana.id,
      sid: expect.stringMatching(/^ses_/),
      aud: 'devora',
      iss: 'devora',
      iat: expect.any(Number),
      exp: expect.any(Number),
    })
    expect((claims['exp'] as number) - (claims['iat'] as number)).toBe(1_800)
    expect((await ana.send('GET', '/auth/me')).body).toEqual({ user: ana.tokens.user })
  })

  it('says the same about a wrong password and an unknown address, in about the same time', async () => {
    const ana = await newPerson(api)
    const timed = async (email: string) => {
      const started = performance.now()
      const answer = await api.send('POST', '/auth/login', {
        body: { email, password: 'wrong password' },
        ip: freshIp(),
      })
      return { problem: problemIn(answer), ms: performance.now() - started }
    }
    const rounds = []
    for (let round = 0; round < 7; round++)
      rounds.push({ known: await timed(ana.email), unknown: await timed(address()) })
    const { requestId: _a, ...known } = rounds[0]!.known.problem
    const { requestId: _b, ...unknown } = rounds[0]!.unknown.problem
    expect(known).toEqual(unknown)
    expect(known).toMatchObject({ status: 401, code: 'invalid_credentials' })
    const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
    const ratio = median(rounds.map(({ known: { ms } }) => ms)) / median(rounds.map(({ unknown: { ms } }) => ms))
    expect(ratio).toBeGreaterThan(0.4)
    expect(ratio).toBeLessThan(2.5)
  })

  const wrong = (email: string, ip: string) =>
    api.send('POST', '/auth/login', { body: { email, password: 'wrong password' }, ip })

  it('locks the pair of account and address after five failures, for 15 minutes, and nobody else', async () => {
    const ana = await newPerson(api)
    const ip = freshIp()
    for (let n = 1; n <= 5; n++) expect((await wrong(ana.email, ip)).status, `failure ${n}`).toBe(401)
    const locked = await api.send('POST', '/auth/login', { body: { email: ana.email, password: PASSWORD }, ip })
    expect(problemIn(locked)).toMatchObject({ status: 429, code: 'account_locked' })
    const wait = Number(locked.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(14 * 60)
    expect(wait).toBeLessThanOrEqual(15 * 60)
    expect((await logIn(api, ana.email, freshIp())).user.id, 'from another address').toBe(ana.id)
    const bob = await newPerson(api)
    expect((await logIn(api, bob.email, ip)).user.id, 'another account').toBe(bob.id)
    const place = { ip, userAgent: null }
    await expect(
      checkCredentials(later(14 * MINUTE), { email: ana.email, password: PASSWORD }, place),
    ).rejects.toMatchObject({
      code: 'account_locked',
    })
    await expect(
      checkCredentials(later(15 * MINUTE + 1_000), { email: ana.email, password: 'wrong password' }, place),
      'the count starts anew',
    ).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(
      (await checkCredentials(later(15 * MINUTE + 2_000), { email: ana.email, password: PASSWORD }, place)).id,
    ).toBe(ana.id)
  })

  it('forgets failures after a success', async () => {
    const ana = await newPerson(api)
    const ip = freshIp()
    for (let round = 0; round < 2; round++) {
      for (let n = 1; n <= 4; n++) expect((await wrong(ana.email, ip)).status).toBe(401)
      await logIn(api, ana.email, ip)
    }
  })

  it('locks an address that has no account just the same', async () => {
    const email = address()
    const ip = freshIp()
    for (let n = 1; n <= 5; n++) expect((await wrong(email, ip)).status).toBe(401)
    expect(problemIn(await wrong(email, ip)).code).toBe('account_locked')
  })

  it('looks at five of forty guesses at once, and at no right one after them', async () => {
    const ana = await newPerson(api)
    const ip = freshIp()
    const guesses = Array.from({ length: 40 }, (_, n) => (n === 20 ? PASSWORD : `wrong password ${n}`))
    const answers = await Promise.all(
      guesses.map((password) => api.send('POST', '/auth/login', { body: { email: ana.email, password }, ip })),
    )
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(35)
    const [right, wrongOne] = [answers[20]!, answers[39]!].map((answer) => ({ ...problemIn(answer), requestId: '' }))
    expect(right, 'the right one does not stand out').toEqual(wrongOne)
  })

  it('lets one person in as often as they like at the same moment', async () => {
    const ana = await newPerson(api)
    const ip = freshIp()
    const signIn = () => api.send('POST', '/auth/login', { body: { email: ana.email, password: PASSWORD }, ip })
    const answers = await Promise.all(Array.from({ length: 25 }, signIn))
    expect(answers.filter((answer) => answer.status !== 200)).toEqual([])
  })

  it('counts an account from everywhere: twenty an hour, except where it was signed in to', async () => {
    const ana = await newPerson(api)
    const statuses: number[] = []
    for (let n = 0; n < 24; n++) statuses.push((await wrong(ana.email, freshIp())).status)
    expect(statuses).toEqual([...Array<number>(20).fill(401), ...Array<number>(4).fill(429)])
    const right = { email: ana.email, password: PASSWORD }
    const locked = await api.send('POST', '/auth/login', { body: right, ip: freshIp() })
    expect(problemIn(locked)).toMatchObject({ status: 429, code: 'account_locked' })
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(59 * 60)
    expect((await logIn(api, ana.email, ana.ip)).user.id, 'her own place').toBe(ana.id)
    const place = { ip: freshIp(), userAgent: null }
    expect((await checkCredentials(later(61 * MINUTE), right, place)).id, 'an hour later').toBe(ana.id)
  })

  it('counts IPv6 by the network that one customer has', async () => {
    const ana = await newPerson(api)
    for (let n = 1; n <= 5; n++) expect((await wrong(ana.email, `2001:db8:1:2::${n}`)).status).toBe(401)
    expect((await wrong(ana.email, '2001:db8:1:2:ffff::6')).status).toBe(429)
    expect((await wrong(ana.email, '2001:db8:1:3::1')).status).toBe(401)
  })
})

describe('tokens', () => {
  const me = (token: string) => api.send('GET', '/auth/me', { token, ip: freshIp() })

  it('are needed', async () => {
    const answer = await api.send('GET', '/auth/me', { ip: freshIp() })
    expect(problemIn(answer)).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
  })

  it('are refused when broken, changed, expired, unsigned, signed by others, or for others', async () => {
    const ana = await newPerson(api)
    const bob = await newPerson(api)
    const [header, payload, signature] = ana.tokens.accessToken.split('.') as [string, string, string]
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const forged = (key: string, more: object = {}) =>
      new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(key))
    const tokens = {
      garbage: 'garbage',
      'no signature': `${header}.${payload}.`,
      'another payload': `${header}.${encode({ ...claims, sub: bob.id })}.${signature}`,
      'alg none': `${encode({ alg: 'none' })}.${payload}.`,
      'another algorithm': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS512' })
        .sign(new TextEncoder().encode(api.ctx.secret.repeat(2))),
      'the bare secret as key': await forged(api.ctx.secret),
      'an empty-ish key': await forged('k'),
      'a refresh token': ana.tokens.refreshToken,
    }
    for (const [what, token] of Object.entries(tokens)) {
      const answer = await me(token)
      expect(problemIn(answer).code, what).toBe('unauthenticated')
      expect(answer.headers.get('www-authenticate'), what).toContain('Bearer')
    }
    await expect(principalFromBearer(later(29 * MINUTE), `Bearer ${ana.tokens.accessToken}`)).resolves.toMatchObject({
      userId: ana.id,
      via: 'bearer',
    })
    await expect(principalFromBearer(later(31 * MINUTE), `Bearer ${ana.tokens.accessToken}`)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
    for (const scheme of ['Basic YTpi', 'Bearer', 'Bearer a b', ana.tokens.accessToken]) {
      expect(
        (await api.send('GET', '/auth/me', { headers: { authorization: scheme }, ip: freshIp() })).status,
        scheme,
      ).toBe(401)
    }
  })

  it('are refused at once when the session is revoked', async () => {
    const ana = await newPerson(api)
    expect((await ana.send('POST', '/auth/logout')).status).toBe(204)
    expect((await me(ana.tokens.accessToken)).status).toBe(401)
    expect(
      (await api.send('POST', '/auth/refresh', { body: { refreshToken: ana.tokens.refreshToken }, ip: ana.ip })).status,
    ).toBe(401)
  })

  it('find the session in one query', async () => {
    const ana = await newPerson(api)
    await me(ana.tokens.accessToken)
    const queries: string[] = []
    const { db } = api.ctx
    const counting = new Proxy(db, {
      get(target, name, receiver) {
        if (name !== '$queryRaw') {
          if (!['then'].includes(String(name))) queries.push(String(name))
          return Reflect.get(target, name, receiver) as unknown
        }
        queries.push('$queryRaw')
        return target.$queryRaw.bind(target)
      },
    })
    await principalFromBearer({ ...api.ctx, db: counting }, `Bearer ${ana.tokens.accessToken}`)
    expect(queries).toEqual(['$queryRaw'])
  })

  it('note when they were last used, once a minute', async () => {
    const ana = await newPerson(api)
    const seen = async () =>
      (
        await api.ctx.db.session.findUniqueOrThrow({ where: { id: ana.who.sessionId! }, select: { lastSeenAt: true } })
      ).lastSeenAt.getTime()
    const first = await seen()
    await principalFromBearer(later(30_000), `Bearer ${ana.tokens.accessToken}`)
    expect(await seen()).toBe(first)
    await principalFromBearer(later(2 * MINUTE), `Bearer ${ana.tokens.accessToken}`)
    expect(await seen()).toBeGreaterThan(first + MINUTE)
  })
})

describe('refreshing', () => {
  const refresh = (refreshToken: string) => api.send('POST', '/auth/refresh', { body: { refreshToken }, ip: freshIp() })

  it('changes the refresh token and keeps the session', async () => {
    const ana = await newPerson(api)
    const answer = await refresh(ana.tokens.refreshToken)
    expect(answer.status).toBe(200)
    const next = answer.body as Tokens
    expect(next.refreshToken).not.toBe(ana.tokens.refreshToken)
    expect((await api.send('GET', '/auth/me', { token: next.accessToken, ip: ana.ip })).status).toBe(200)
    expect((await ana.send('GET', '/auth/me')).status, 'the old access token lives out its 30 minutes').toBe(200)
    expect((await refresh(next.refreshToken)).status).toBe(200)
  })

  it('ends the session when a used token comes back, however old', async () => {
    for (const age of [1, 3]) {
      const ana = await newPerson(api)
      let newest = ana.tokens
      for (let n = 0; n < age; n++) newest = (await refresh(newest.refreshToken)).body as Tokens
      expect(problemIn(await refresh(ana.tokens.refreshToken))).toMatchObject({ status: 401, code: 'unauthenticated' })
      expect((await refresh(newest.refreshToken)).status, 'the newest is dead too').toBe(401)
      expect((await api.send('GET', '/auth/me', { token: newest.accessToken, ip: ana.ip })).status).toBe(401)
    }
  })

  it('is not fooled into ending a session by a token that we never gave out', async () => {
    const ana = await newPerson(api)
    const [sid, , signature] = ana.tokens.refreshToken.split('.') as [string, string, string]
    for (const token of [`${sid}.${'x'.repeat(32)}.${signature}`, `${sid}..`, sid, '.', 'x'.repeat(200)])
      expect((await refresh(token)).status).toBe(401)
    expect((await refresh(ana.tokens.refreshToken)).status).toBe(200)
  })

  it('lets one of two simultaneous callers through', async () => {
    const ana = await newPerson(api)
    const answers = await Promise.all([refresh(ana.tokens.refreshToken), refresh(ana.tokens.refreshToken)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401])
  })

  it('works for seven days after the last time', async () => {
    const ana = await newPerson(api)
    const next = await refreshTokens(later(6 * DAY), ana.tokens.refreshToken)
    const last = await refreshTokens(later(12 * DAY), next.refreshToken)
    await expect(refreshTokens(later(19 * DAY + MINUTE), last.refreshToken)).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })
})

describe('sessions', () => {
  it('end ninety days after they began, however much they are used', async () => {
    const ana = await newPerson(api)
    let { refreshToken } = ana.tokens
    for (let day = 6; day <= 84; day += 6) ({ refreshToken } = await refreshTokens(later(day * DAY), refreshToken))
    ;({ refreshToken } = await refreshTokens(later(89 * DAY), refreshToken))
    await expect(refreshTokens(later(91 * DAY), refreshToken)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('all end when I sign out everywhere, and nobody else’s do', async () => {
    const [ana, bob] = [await newPerson(api), await newPerson(api)]
    const other = await logIn(api, ana.email, ana.ip)
    expect((await ana.send('DELETE', '/auth/sessions')).status).toBe(204)
    for (const token of [ana.tokens.accessToken, other.accessToken])
      expect((await api.send('GET', '/auth/me', { token, ip: ana.ip })).status).toBe(401)
    const { refreshToken } = other
    expect((await api.send('POST', '/auth/refresh', { body: { refreshToken }, ip: ana.ip })).status).toBe(401)
    expect((await bob.send('GET', '/auth/me')).status).toBe(200)
  })

  it('end everywhere else when I ask for that, and this one stays', async () => {
    const [ana, bob] = [await newPerson(api), await newPerson(api)]
    const others = [await logIn(api, ana.email, ana.ip), await logIn(api, ana.email, ana.ip)]
    expect((await ana.send('DELETE', '/auth/sessions?keep=all')).status, 'nothing that it does not know').toBe(422)
    expect((await ana.send('DELETE', '/auth/sessions?keep=current')).status).toBe(204)
    for (const { accessToken, refreshToken } of others) {
      expect((await api.send('GET', '/auth/me', { token: accessToken, ip: ana.ip })).status).toBe(401)
      expect((await api.send('POST', '/auth/refresh', { body: { refreshToken }, ip: ana.ip })).status).toBe(401)
    }
    const { items } = (await ana.send('GET', '/auth/sessions')).body as { items: SessionInfo[] }
    expect(items).toMatchObject([{ id: ana.who.sessionId, current: true }])
    const { refreshToken } = ana.tokens
    expect((await api.send('POST', '/auth/refresh', { body: { refreshToken }, ip: ana.ip })).status).toBe(200)
    expect((await bob.send('GET', '/auth/me')).status).toBe(200)
  })

  it('lists where I am signed in, and signs one of them out', async () => {
    const ana = await newPerson(api)
    const phone = await api.send('POST', '/auth/login', {
      body: { email: ana.email, password: PASSWORD },
      ip: ana.ip,
      headers: { 'user-agent': 'Phone/1.0' },
    })
    const list = ((await ana.send('GET', '/auth/sessions')).body as { items: SessionInfo[] }).items
    expect(list).toHaveLength(2)
    expect(list.filter((session) => session.current).map((session) => session.id)).toEqual([ana.who.sessionId])
    const other = list.find((session) => !session.current)!
    expect(other).toMatchObject({ kind: 'bearer', userAgent: 'Phone/1.0' })
    expect((await ana.send('DELETE', `/auth/sessions/${other.id}`)).status).toBe(204)
    expect((await api.send('GET', '/auth/me', { token: (phone.body as Tokens).accessToken, ip: ana.ip })).status).toBe(
      401,
    )
    expect(((await ana.send('GET', '/auth/sessions')).body as { items: SessionInfo[] }).items).toHaveLength(1)
    expect((await ana.send('DELETE', `/auth/sessions/${other.id}`)).status, 'over already').toBe(404)
  })

  it('does not let me sign somebody else out', async () => {
    const [ana, bob] = await Promise.all([newPerson(api), newPerson(api)])
    expect(problemIn(await ana.send('DELETE', `/auth/sessions/${bob.who.sessionId}`)).code).toBe('not_found')
    expect((await bob.send('GET', '/auth/me')).status).toBe(200)
  })
})
