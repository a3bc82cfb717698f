import { sha256 } from '../../../core/crypto'
import { newId } from '../../../core/ids'
import { after } from '../../../core/time'
import type { Ctx } from '../../../context'
import { SESSION_MS, type SessionKind } from '../policy'
import { insertSession } from '../store'
import { newRefreshToken } from './tokens'

/**
 * A new signed-in place of a user whose credentials were checked. Bearer sessions get their first refresh token (7
 * days).
 */
export async function openSession<K extends SessionKind>(
  ctx: Ctx,
  userId: string,
  kind: K,
  userAgent: string | null,
): Promise<{ sessionId: string; refreshToken: K extends 'bearer' ? string : null }> {
  const now = ctx.clock.now()
  const id = newId('session', now.getTime())
  const refreshToken = kind === 'bearer' ? newRefreshToken(ctx.secret, id) : null
  await insertSession(ctx.db, {
    id,
    userId,
    kind,
    refreshHash: refreshToken === null ? null : sha256(refreshToken),
    userAgent: userAgent === null ? null : userAgent.slice(0, 300),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: after(now, SESSION_MS[kind]),
  })
  return { sessionId: id, refreshToken: refreshToken as K extends 'bearer' ? string : null }
}
