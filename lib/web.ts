import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { contracts } from './api'
import { type Ctx, createContext } from './context'
import { holderOf } from './core/addresses'
import { databaseAway, isDatabaseAway } from './core/db/away'
import { env } from './core/env'
import { AppError, refusal } from './core/errors'
import { isLocale, LOCALE_COOKIE, type Locale } from './core/locale'
import { principalFromBearer, principalFromSession } from './domains/accounts/authenticate'
import { getSettings } from './domains/accounts/get-settings'
import { endSession } from './domains/accounts/log-out'
import { SESSION_MS } from './domains/accounts/policy'
import { signInBrowser } from './domains/accounts/sign-in-browser'
import { acceptedLocale } from './http/accept-language'
import { answer, clientIp } from './http/answer'
import { BROWSER_AUTH_BYTES, readBytes } from './http/body'
import { openApiDocument } from './http/openapi'
import type { Principal } from './http/principal'
import {
  AWAY_MS,
  createRouter,
  enforce,
  limitAddress,
  limitMisses,
  openContext,
  refuseAll,
  refuseOthers,
} from './http/route'
import { answerBrowserSession, readBrowserSession } from './integrations/browser-session/next-auth'
import type { BrowserSessionOptions } from './integrations/browser-session/port'

/** The web process, wired together: one context, one way to tell who asks, one router. */

// `next dev` evaluates this module anew on every change; the context, with its connections, must survive that.
const shared = globalThis as { devoraContext?: Promise<Ctx> }

export function webContext(): Promise<Ctx> {
  shared.devoraContext ??= createContext({
    databaseUrl: env().DATABASE_URL,
    logLevel: env().LOG_LEVEL,
    secret: env().secrets.NEXTAUTH_SECRET,
    encryptionKey: env().secrets.ENCRYPTION_KEY,
    models: env(),
    s3: env().s3,
    home: env().DEVORA_HOME,
    process: 'web',
    connectMs: AWAY_MS,
  }).catch((error: unknown) => {
    delete shared.devoraContext
    throw error
  })
  return shared.devoraContext
}

/**
 * Bearer first: a script that sends a token means it, whatever cookies came along. A broken token is a refusal, not an
 * anonymous caller.
 */
async function authenticate(request: Request, ctx: Ctx): Promise<Principal | null> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return principalFromBearer(ctx, authorization)
  const session = await readBrowserSession(request, ctx.secret)
  return session === null ? null : principalFromSession(ctx, session.sid)
}

/** The address at which a request reached us, as the browser names it; what we give back leads there. */
export function originOf(request: Request): string {
  const said = (name: string): string | null => request.headers.get(name)
  const host = said('x-forwarded-host') ?? said('host') ?? new URL(request.url).host
  const protocol = said('x-forwarded-proto') ?? new URL(request.url).protocol.replace(':', '')
  return new URL(`${protocol}://${host}`).origin
}

/** Own pages are those of the host the request was sent to, as the browser names it. */
const isOwnOrigin = (origin: string, request: Request): boolean => {
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}

export const route = createRouter<Ctx>({ context: webContext, authenticate, isOwnOrigin })
export { refuseAll, refuseOthers }

const browserSessions = (ctx: Ctx): BrowserSessionOptions => ({
  secret: ctx.secret,
  maxAgeSeconds: SESSION_MS.browser / 1_000,
  async signIn(credentials, from) {
    try {
      return await signInBrowser(ctx, credentials, {
        ip: clientIp({ headers: from }),
        userAgent: from.get('user-agent'),
      })
    } catch (error) {
      // The message ends up on the page, so what is not a refusal must not show its inside there.
      if (error instanceof AppError) throw error
      if (isDatabaseAway(error)) throw databaseAway(error)
      ctx.log.error({ err: error }, 'browser sign-in failed')
      throw new Error('Something broke on our side. Try again.', { cause: error })
    }
  },
  signOut: (sid) => endSession(ctx, sid),
  isLive: async (sid) => (await principalFromSession(ctx, sid)) !== null,
  onError: (error, what) => ctx.log.error({ err: error, what }, 'next-auth'),
})

/**
 * `/api/auth/*`: next-auth's routes with our limits in front. Guessing over them counts as guessing over
 * `/api/v2/auth/login`.
 */
export const answerBrowserAuth = (request: Request, path: string[]): Promise<Response> =>
  answer('browserAuth', request, async (call) => {
    const ctx = await openContext(webContext(), call)
    await limitAddress(ctx, call)
    if (request.method === 'POST') await enforce(ctx, 'auth', holderOf(call.ip), call.headers)
    const body = await readBytes(request, BROWSER_AUTH_BYTES)
    const response = await answerBrowserSession(
      { method: request.method, url: request.url, headers: request.headers, path, body },
      browserSessions(ctx),
    )
    if (response === null) throw refusal('not_found', 'detail.nothingHere')
    return response
  })

/**
 * Context and caller of a page. Pages show what the caller may see; the use cases decide what that is. Broken or ended
 * credentials are nobody; a database that is away is an error, and nobody's sign-out. Layout, page and language ask for
 * it in one request, and are answered by one look.
 */
export const pageContext = cache(async (): Promise<{ ctx: Ctx; who: Principal | null }> => {
  const request = new Request('http://page.internal', { headers: new Headers(await headers()) })
  const ctx = await webContext()
  const who = await authenticate(request, ctx).catch((error: unknown) => {
    if (error instanceof AppError) return null
    throw error
  })
  return { ctx, who }
})

/**
 * The language of a page: what the caller has set, else what this browser was told, else what it asks for. Never
 * throws, because the page that says so needs a language too.
 */
export const pageLocale = cache(async (): Promise<Locale> => {
  const set = await settledLocale().catch(() => null)
  if (set !== null) return set
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  return isLocale(chosen) ? chosen : acceptedLocale(new Headers(await headers()))
})

async function settledLocale(): Promise<Locale | null> {
  const { ctx, who } = await pageContext()
  return who === null ? null : (await getSettings(ctx, who)).locale
}

/**
 * What a page shows to whoever has a link, or why it shows nothing. Counted as over the API: a page is no way round a
 * limit.
 */
export async function pageOfLink<T>(
  show: (ctx: Ctx, who: Principal | null) => Promise<T>,
): Promise<T | 'missing' | 'limited'> {
  const { ctx, who } = await pageContext()
  const ip = clientIp({ headers: new Headers(await headers()) })
  try {
    await enforce(ctx, 'shared', holderOf(ip), new Headers())
    return await limitMisses(ctx, 'sharedMiss', ip, () => show(ctx, who))
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return 'missing'
    if (error instanceof AppError && error.code === 'rate_limited') return 'limited'
    throw error
  }
}

/** As `pageContext`, for pages that need somebody: everybody else is sent to sign in and comes back to `next`. */
export async function requirePage(next: string): Promise<{ ctx: Ctx; who: Principal }> {
  const { ctx, who } = await pageContext()
  if (who === null) redirect(`/sign-in?next=${encodeURIComponent(next)}`)
  return { ctx, who }
}

export const apiDocument = (): Record<string, unknown> => openApiDocument(contracts)
