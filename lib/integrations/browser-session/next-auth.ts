import NextAuth, { type AuthOptions } from 'next-auth'
import { getToken, type GetTokenParams } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import { trustRequestHost } from '../../core/env'
import type { BrowserSession, BrowserSessionOptions, BrowserSessionRequest } from './port'

/**
 * Browser sessions with next-auth 4: its sign-in routes, CSRF protection and encrypted cookie (JWT strategy) over our
 * session rows.
 */

const COOKIE = 'next-auth.session-token'
const SECURE_COOKIE = `__Secure-${COOKIE}`
const ACTIONS = new Set(['providers', 'session', 'csrf', 'signin', 'signout', 'callback', 'error'])

/** next-auth's form for Node's request and response, of which it uses no more than is given here. */
const answerPlainly = NextAuth as unknown as (req: object, res: Answer, options: AuthOptions) => Promise<unknown>

trustRequestHost()

/** Whether the browser speaks https, as a proxy in front of us says, or else the address itself. */
function isSecure(headers: Headers, url: string): boolean {
  const forwarded = headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
  return (forwarded ?? new URL(url).protocol.replace(':', '')) === 'https'
}

function cookiesOf(headers: Headers): Record<string, string> {
  const pairs = (headers.get('cookie') ?? '').split(';').flatMap((part): Array<[string, string]> => {
    const at = part.indexOf('=')
    return at < 1 ? [] : [[part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())]]
  })
  return Object.fromEntries(pairs)
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/**
 * The session named by the request's cookie, whose encryption proves that we set it; null without one. Whether it still
 * counts is for the caller to ask the database. `Authorization` headers are not looked at.
 */
export async function readBrowserSession(
  request: Pick<Request, 'headers' | 'url'>,
  secret: string,
): Promise<BrowserSession | null> {
  const cookies = cookiesOf(request.headers)
  // On https only the cookie that https set: a page of a neighbouring http host could have planted the other one.
  const cookieName = isSecure(request.headers, request.url) ? SECURE_COOKIE : COOKIE
  if (!Object.keys(cookies).some((name) => name.startsWith(cookieName))) return null
  const req = { cookies, headers: {} } as unknown as GetTokenParams['req']
  const token = await getToken({ req, secret, cookieName, secureCookie: cookieName === SECURE_COOKIE, logger: SILENT })
  return typeof token?.sub === 'string' && typeof token['sid'] === 'string'
    ? { userId: token.sub, sid: token['sid'] }
    : null
}

const SILENT = { error: () => undefined, warn: () => undefined, debug: () => undefined }

function authOptions(options: BrowserSessionOptions, request: BrowserSessionRequest): AuthOptions {
  return {
    secret: options.secret,
    useSecureCookies: isSecure(request.headers, request.url),
    session: { strategy: 'jwt', maxAge: options.maxAgeSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        async authorize(credentials) {
          const { userId, sid, email, name } = await options.signIn(
            { email: credentials?.email, password: credentials?.password },
            request.headers,
          )
          const user = { id: userId, email, name, sid }
          return user
        },
      }),
    ],
    callbacks: {
      // `user` is there only at sign-in; afterwards the token comes back from the cookie as it is.
      jwt: ({ token, user }) =>
        user === undefined
          ? token
          : {
              sub: user.id,
              name: user.name ?? null,
              email: user.email ?? null,
              sid: (user as typeof user & { sid: string }).sid,
            },
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub, name: token.name, email: token.email },
      }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.['sid'] === 'string') await options.signOut(token['sid'])
      },
    },
    logger: {
      error: (code, metadata) =>
        options.onError(metadata instanceof Error ? metadata : 'error' in metadata ? metadata.error : metadata, code),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

/**
 * Answers a request below `/api/auth`, or null for an address that means nothing here.
 *
 * next-auth is called in its `(req, res, options)` form with plain objects: its other form reads Next's request scope,
 * which exists in no test, and forgets the status of a failed sign-in.
 */
export async function answerBrowserSession(
  request: BrowserSessionRequest,
  options: BrowserSessionOptions,
): Promise<Response | null> {
  const [action] = request.path
  if (action === undefined || !ACTIONS.has(action)) return null
  const url = new URL(request.url)
  const headers = Object.fromEntries(request.headers)
  headers['x-forwarded-host'] ??= headers['host'] ?? url.host
  headers['x-forwarded-proto'] = isSecure(request.headers, request.url) ? 'https' : 'http'
  const req = {
    method: request.method,
    headers,
    cookies: await liveCookies(request, options),
    query: { ...Object.fromEntries(url.searchParams), nextauth: request.path },
    body: parseBody(request),
  }
  const answer = new Answer()
  await answerPlainly(req, answer, authOptions(options, request))
  return answer.response()
}

/**
 * The cookies, without the session's once that was revoked: next-auth by itself would believe the cookie until it
 * expires.
 */
async function liveCookies(
  request: BrowserSessionRequest,
  options: BrowserSessionOptions,
): Promise<Record<string, string>> {
  const cookies = cookiesOf(request.headers)
  const session = await readBrowserSession(request, options.secret)
  if (session !== null && (await options.isLive(session.sid))) return cookies
  return Object.fromEntries(
    Object.entries(cookies).filter(([name]) => !name.startsWith(COOKIE) && !name.startsWith(SECURE_COOKIE)),
  )
}

function parseBody({ headers, body }: BrowserSessionRequest): unknown {
  const text = new TextDecoder().decode(body)
  const type = headers.get('content-type') ?? ''
  if (type.includes('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  if (!type.includes('application/json')) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}

/** The part of Node's response that next-auth writes to. */
class Answer {
  #status = 200
  readonly #headers = new Headers({ 'Cache-Control': 'private, no-store' })
  #body: string | null = null
  status(code: number): this {
    this.#status = code
    return this
  }
  getHeader(name: string): string[] | string | undefined {
    return name.toLowerCase() === 'set-cookie' ? this.#headers.getSetCookie() : (this.#headers.get(name) ?? undefined)
  }
  setHeader(name: string, value: string | string[]): this {
    this.#headers.delete(name)
    for (const one of [value].flat()) this.#headers.append(name, one)
    return this
  }
  json(value: unknown): void {
    if (!this.#headers.has('content-type')) this.setHeader('Content-Type', 'application/json')
    this.#body = JSON.stringify(value)
  }
  send(value: unknown): void {
    if (typeof value === 'object' && value !== null) this.json(value)
    else this.#body = value === undefined ? null : String(value)
  }
  end(): void {}
  response(): Response {
    return new Response(this.#body, { status: this.#status, headers: this.#headers })
  }
}
