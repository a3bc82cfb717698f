import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { contracts } from './api'
import { type Ctx, createContext } from './context'
import { env } from './core/env'
import { principalFromBearer, principalFromSession } from './domains/accounts/authenticate'
import { openApiDocument } from './http/openapi'
import type { Principal } from './http/principal'
import { createRouter, refuseOthers } from './http/route'
import { readBrowserSession } from './integrations/browser-session/next-auth'

/** The web process, wired together: one context, one way to tell who asks, one router. */

// `next dev` evaluates this module anew on every change; the context, with its connections, must survive that.
const shared = globalThis as { devoraContext?: Promise<Ctx> }

export function webContext(): Promise<Ctx> {
  shared.devoraContext ??= createContext({
    databaseUrl: env().DATABASE_URL,
    logLevel: env().LOG_LEVEL,
    secret: env().secrets.NEXTAUTH_SECRET,
    home: env().DEVORA_HOME,
    process: 'web',
  }).catch((error: unknown) => {
    delete shared.devoraContext
    throw error
  })
  return shared.devoraContext
}

/** Bearer first: a script that sends a token means it, whatever cookies came along. A broken token is a refusal, not an anonymous caller. */
async function authenticate(request: Request, ctx: Ctx): Promise<Principal | null> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) return principalFromBearer(ctx, authorization)
  const session = await readBrowserSession(request, ctx.secret)
  return session === null ? null : principalFromSession(ctx, session.sid)
}

/** Own pages are those of the host the request was sent to, as the browser names it. */
const isOwnOrigin = (origin: string, request: Request): boolean => {
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}

export const route = createRouter<Ctx>({ context: webContext, authenticate, isOwnOrigin })
export { refuseOthers }

/** Context and caller of a page. Pages show what the caller may see; the use cases decide what that is. */
export async function pageContext(): Promise<{ ctx: Ctx; who: Principal | null }> {
  const request = new Request('http://page.internal', { headers: new Headers(await headers()) })
  const ctx = await webContext()
  const who = await authenticate(request, ctx).catch(() => null)
  return { ctx, who }
}

/** As `pageContext`, for pages that need somebody: everybody else is sent to sign in and comes back to `next`. */
export async function requirePage(next: string): Promise<{ ctx: Ctx; who: Principal }> {
  const { ctx, who } = await pageContext()
  if (who === null) redirect(`/sign-in?next=${encodeURIComponent(next)}`)
  return { ctx, who }
}

export const apiDocument = (): Record<string, unknown> => openApiDocument(contracts)
