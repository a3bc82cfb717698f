import { sha256 } from '../../core/crypto'
import { refusal } from '../../core/errors'
import { after } from '../../core/time'
import type { Ctx } from '../../context'
import type { Tokens } from './contract'
import { ACCESS_SECONDS, SESSION_MS } from './policy'
import { findUser, markRevoked, rotateRefreshToken } from './store'
import { newRefreshToken, sessionOfRefreshToken, signAccessToken } from './sessions/tokens'

/**
 * A refresh token works once. Used again, somebody has a copy, and we cannot tell who is who: the session ends for both
 * (RFC 9700, section 4.14.2).
 * @throws unauthenticated unknown, used or expired token, session ended
 */
export async function refreshTokens(ctx: Ctx, refreshToken: string): Promise<Tokens> {
  const refused = refusal('unauthenticated', 'detail.refreshEnded', {}, { headers: { 'WWW-Authenticate': 'Bearer' } })
  const sessionId = sessionOfRefreshToken(ctx.secret, refreshToken)
  if (sessionId === null) throw refused
  const now = ctx.clock.now()
  const next = newRefreshToken(ctx.secret, sessionId)
  const swap = { from: sha256(refreshToken), to: sha256(next), now, expiresAt: after(now, SESSION_MS.bearer) }
  const userId = await rotateRefreshToken(ctx.db, sessionId, swap)
  if (userId === null) {
    if (await markRevoked(ctx.db, sessionId, null, now))
      ctx.log.warn({ sessionId }, 'a refresh token was used twice or too late; its session has ended')
    throw refused
  }
  const user = await findUser(ctx.db, userId)
  if (user === null) throw refused
  const accessToken = await signAccessToken(ctx.secret, { userId, sessionId }, now)
  return { accessToken, refreshToken: next, expiresIn: ACCESS_SECONDS, user }
}
