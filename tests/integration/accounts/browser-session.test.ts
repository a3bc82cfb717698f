import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshIp, openApi, problemIn, type TestApi } from '../../support/api'
import { newPerson, PASSWORD, type Person } from '../../support/people'

/** next-auth's own routes, as the sign-in page and its client library call them. */
type Handler = (request: Request, segments: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>

let api: TestApi
let ana: Person
let handlers: Record<'GET' | 'POST' | 'PUT', Handler>
beforeAll(async () => {
  api = await openApi()
  ana = await newPerson(api)
  handlers = (await import('@/app/api/auth/[...nextauth]/route')) as unknown as typeof handlers
})
afterAll(() => api.close())

/** A browser with a cookie jar at one address of Devora. */
function browser(origin = 'http://localhost:4711', forwarded: Record<string, string> = {}) {
  const jar = new Map<string, string>()
  const ip = freshIp()
  const attributes = new Map<string, string>()
  async function send(method: 'GET' | 'POST' | 'PUT', path: string, form?: Record<string, string>) {
    const headers = new Headers({
      host: new URL(origin).host,
      'x-real-ip': ip,
      'user-agent': 'Browser/1.0',
      ...forwarded,
    })
    if (jar.size > 0) headers.set('cookie', cookie())
    if (form !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded')
    const init: RequestInit = { method, headers }
    if (form !== undefined) init.body = new URLSearchParams(form)
    const url = new URL(`${origin}/api/auth/${path}`)
    const response = await handlers[method](new Request(url, init), {
      params: Promise.resolve({ nextauth: url.pathname.split('/').slice(3) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split('; ')
      const at = pair!.indexOf('=')
      attributes.set(pair!.slice(0, at), rest.join('; '))
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line) || pair!.length === at + 1) jar.delete(pair!.slice(0, at))
      else jar.set(pair!.slice(0, at), pair!.slice(at + 1))
    }
    return response
  }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const csrf = async () => ((await (await send('GET', 'csrf')).json()) as { csrfToken: string }).csrfToken
  return {
    jar,
    ip,
    send,
    csrf,
    cookie,
    attributes,
    signIn: async (email: string, password: string, more: Record<string, string> = {}) =>
      send('POST', 'callback/credentials', {
        email,
        password,
        csrfToken: await csrf(),
        callbackUrl: `${origin}/projects`,
        json: 'true',
        ...more,
      }),
    api: (method: 'GET' | 'POST', path: string, headers: Record<string, string> = {}, body?: unknown) =>
      api.send(method, path, {
        ip,
        headers: { cookie: cookie(), host: new URL(origin).host, ...headers },
        ...(body === undefined ? {} : { body }),
      }),
  }
}

const errorIn = async (response: Response) =>
  new URL(((await response.json()) as { url: string }).url).searchParams.get('error')

describe('signing in with a browser', () => {
  it.each(['http://localhost:4711', 'http://127.0.0.1:3000', 'http://[::1]:8080'])('works at %s', async (origin) => {
    const tab = browser(origin)
    const response = await tab.signIn(ana.email, PASSWORD)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ url: `${origin}/projects` })
    const attributes = tab.attributes.get('next-auth.session-token')!.toLowerCase()
    expect(attributes).toContain('httponly')
    expect(attributes).toContain('samesite=lax')
    expect(attributes).toContain('path=/')
    expect(attributes).not.toContain('secure')
    expect((await tab.api('GET', '/auth/me')).body).toMatchObject({ user: { id: ana.id, email: ana.email } })
    const session = await tab.send('GET', 'session')
    expect(await session.json()).toEqual({
      user: { id: ana.id, email: ana.email, name: null },
      expires: expect.any(String),
    })
  })

  it('uses a cookie that only https sends where the browser speaks https', async () => {
    const tab = browser('http://devora.example', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'devora.example' })
    const response = await tab.signIn(ana.email, PASSWORD, { callbackUrl: 'https://devora.example/projects' })
    expect(await response.json()).toEqual({ url: 'https://devora.example/projects' })
    expect(tab.attributes.get('__Secure-next-auth.session-token')!.toLowerCase()).toContain('secure')
    expect((await tab.api('GET', '/auth/me', { 'x-forwarded-proto': 'https' })).status).toBe(200)
    const planted = tab.cookie().replace('__Secure-next-auth.session-token', 'next-auth.session-token')
    expect(
      (await tab.api('GET', '/auth/me', { 'x-forwarded-proto': 'https', cookie: planted })).status,
      'a cookie that http could have planted',
    ).toBe(401)
  })

  it('redirects a plain form, and never to another site', async () => {
    const tab = browser()
    const { json: _, ...form } = {
      email: ana.email,
      password: PASSWORD,
      csrfToken: await tab.csrf(),
      callbackUrl: 'https://evil.example/',
      json: '',
    }
    const response = await tab.send('POST', 'callback/credentials', form)
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toBe('http://localhost:4711')
  })

  it('says why it failed, in words for the page', async () => {
    const tab = browser()
    const response = await tab.signIn(ana.email, 'not the password')
    expect(response.status).toBe(401)
    expect(await errorIn(response)).toBe('Address or password is wrong')
    expect(tab.jar.has('next-auth.session-token')).toBe(false)
    expect(await errorIn(await tab.signIn('no address', 'x'))).toBe('Address or password is wrong')
  })

  it('locks after five failures, together with the API', async () => {
    const bob = await newPerson(api)
    const tab = browser()
    for (let n = 0; n < 3; n++) await tab.signIn(bob.email, 'wrong password')
    for (let n = 0; n < 2; n++)
      await api.send('POST', '/auth/login', { body: { email: bob.email, password: 'wrong password' }, ip: tab.ip })
    expect(await errorIn(await tab.signIn(bob.email, PASSWORD))).toBe('Too many failed attempts. Try again in 15 min.')
  })

  it('wants the token that only our page has', async () => {
    const tab = browser()
    await tab.csrf()
    const response = await tab.send('POST', 'callback/credentials', {
      email: ana.email,
      password: PASSWORD,
      csrfToken: 'guessed',
      json: 'true',
    })
    expect(((await response.json()) as { url: string }).url).toContain('csrf=true')
    expect(tab.jar.has('next-auth.session-token')).toBe(false)
  })
})

describe('a browser session', () => {
  it('shows up in the list, and ends at once when it is revoked there', async () => {
    const tab = browser()
    await tab.signIn(ana.email, PASSWORD)
    const { items } = (await tab.api('GET', '/auth/sessions')).body as {
      items: Array<{ id: string; kind: string; current: boolean; userAgent: string }>
    }
    const own = items.find((session) => session.current)!
    expect(own).toMatchObject({ kind: 'browser', userAgent: 'Browser/1.0' })
    expect((await ana.send('DELETE', `/auth/sessions/${own.id}`)).status).toBe(204)
    expect(problemIn(await tab.api('GET', '/auth/me')).code).toBe('unauthenticated')
    expect(await (await tab.send('GET', 'session')).json(), 'next-auth is told too').toEqual({})
  })

  it('ends in the database when the browser signs out', async () => {
    const tab = browser()
    await tab.signIn(ana.email, PASSWORD)
    const kept = tab.cookie()
    await tab.send('POST', 'signout', { csrfToken: await tab.csrf(), json: 'true' })
    expect(tab.jar.has('next-auth.session-token')).toBe(false)
    expect(
      (await api.send('GET', '/auth/me', { headers: { cookie: kept }, ip: freshIp() })).status,
      'a copy of the cookie is worth nothing',
    ).toBe(401)
  })

  it('writes only for our own pages', async () => {
    const tab = browser('http://localhost:4711')
    await tab.signIn(ana.email, PASSWORD)
    const write = (headers: Record<string, string>) => tab.api('POST', '/projects', headers, { name: 'From a page' })
    expect((await write({ origin: 'http://localhost:4711' })).status).toBe(201)
    for (const origin of ['http://evil.example', 'http://localhost:4712', 'null', 'https://localhost.evil.example']) {
      expect(problemIn(await write({ origin })), origin).toMatchObject({ status: 403, code: 'origin_refused' })
    }
    expect(problemIn(await write({})).code, 'no origin at all').toBe('origin_refused')
    expect((await tab.api('GET', '/projects')).status, 'reading needs none').toBe(200)
  })

  it('cannot be made up', async () => {
    for (const value of ['', 'x', 'a.b.c.d.e', ana.tokens.accessToken]) {
      expect(
        (await api.send('GET', '/auth/me', { headers: { cookie: `next-auth.session-token=${value}` }, ip: freshIp() }))
          .status,
      ).toBe(401)
    }
  })
})

describe('other requests below /api/auth', () => {
  it('are problems like everywhere', async () => {
    const tab = browser()
    for (const path of ['nowhere', '_log', 'verify-request']) {
      for (const method of ['GET', 'POST'] as const) {
        const response = await tab.send(method, path, method === 'POST' ? {} : undefined)
        expect(response.status, `${method} ${path}`).toBe(404)
        expect(response.headers.get('content-type')).toBe('application/problem+json')
      }
    }
    expect((await tab.send('PUT', 'csrf')).status).toBe(405)
    const large = await tab.send('POST', 'callback/credentials', { email: 'x'.repeat(20_000) })
    expect(large.status).toBe(413)
  })
})
