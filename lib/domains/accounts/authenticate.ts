import type { ErrorKey } from '../../core/told'
import { AppError, refusal } from '../../core/errors'
import { after } from '../../core/time'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { SESSION_MS, TOUCH_MS } from './policy'
import { findLiveSession, type LiveSession, touchSession } from './store'
import { readAccessToken } from './sessions/tokens'

/** Who stands behind a request. The session is looked up each time, in one query, so that revoking it works at once. */

type Authenticated = Pick<Ctx, 'db' | 'clock' | 'secret'>

const unauthenticated = (detail: ErrorKey): AppError =>
  refusal(
    'unauthenticated',
    detail,
    {},
    { headers: { 'WWW-Authenticate': 'Bearer realm="devora", error="invalid_token"' } },
  )

/**
 * @param authorization the whole `Authorization` header
 * @throws unauthenticated broken, expired or foreign token, other scheme, session revoked or over
 */
export async function principalFromBearer(ctx: Authenticated, authorization: string): Promise<Principal> {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization.trim())?.[1]
  if (token === undefined) throw unauthenticated('detail.bearer')
  const now = ctx.clock.now()
  const claims = await readAccessToken(ctx.secret, token, now)
  if (claims === null) throw unauthenticated('detail.tokenBroken')
  const session = await findLiveSession(ctx.db, claims.sessionId, claims.userId, now)
  if (session === null) throw unauthenticated('detail.sessionEnded')
  return principalOf(ctx, session, 'bearer', now)
}

/**
 * @param sessionId from the browser's cookie; null once the session was revoked or is over, which is the same as no
 * cookie
 */
export async function principalFromSession(ctx: Authenticated, sessionId: string): Promise<Principal | null> {
  const now = ctx.clock.now()
  const session = await findLiveSession(ctx.db, sessionId, null, now)
  return session === null ? null : principalOf(ctx, session, 'cookie', now)
}

async function principalOf(
  ctx: Authenticated,
  session: LiveSession,
  via: 'bearer' | 'cookie',
  now: Date,
): Promise<Principal> {
  if (session.lastSeenAt <= after(now, -TOUCH_MS)) {
    // A browser that is used stays signed in; a bearer session lives by its refresh token.
    await touchSession(ctx.db, session.id, now, session.kind === 'browser' ? after(now, SESSION_MS.browser) : null)
  }
  return { kind: 'user', userId: session.userId, sessionId: session.id, via, isStaff: session.isStaff }
}
