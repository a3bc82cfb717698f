import { AuthError, errorResponse } from '../auth-error.ts'
import { provenOf, storeRefreshToken, tokenBody } from '../sessions.ts'
import { findUserById, isBanned } from '../accounts/users.ts'
import { json, type Work } from '../work.ts'

type Stored = {
  token: string
  parent: string | null
  revoked: boolean
  updated_at: string
  user_id: string
  session_id: string
}

/**
 * Exchanges a refresh token for the next one. A token that was exchanged before is a sign of theft, unless its
 * successor was never used (the answer got lost) or it happened a moment ago (two tabs at once): otherwise the whole
 * family of tokens ends.
 */
export async function refresh(work: Work): Promise<Response> {
  const token = work.fields.text('refresh_token')
  if (token.length < 12) throw new AuthError(400, 'validation_failed', 'Refresh token is not valid')
  const stored = await findLocked(work, token)
  const user = stored && (await findUserById(work.sql, stored.user_id))
  if (!stored || !user) {
    throw new AuthError(400, 'refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
  }
  if (isBanned(user, work.now)) throw new AuthError(400, 'user_banned', 'Invalid Refresh Token: User Banned')

  const active = stored.revoked ? await findActive(work, stored.session_id) : null
  const proven = await provenOf(work, stored.session_id)
  if (active?.parent === token) return json(await tokenBody(work, user, stored.session_id, active.token, proven))
  if (stored.revoked && isLate(work, stored)) {
    // Of a time long ago, so that none of them counts as just exchanged.
    const endAll = `update auth.refresh_tokens set revoked = true, updated_at = to_timestamp(0) where session_id = $1`
    await work.sql(endAll, [stored.session_id])
    // Answered, not thrown: that the family has ended must stay.
    const refusal = new AuthError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used')
    return errorResponse(refusal, work.request)
  }
  return json(await tokenBody(work, user, stored.session_id, await exchange(work, stored), proven))
}

/** Of two requests with one token the second waits here for the first, and then reads what it left. */
async function findLocked(work: Work, token: string): Promise<Stored | null> {
  const locked = await work.sql(
    `select s.id from auth.sessions s
     where s.id = (select r.session_id from auth.refresh_tokens r where r.token = $1) for update`,
    [token],
  )
  if (locked.length === 0) return null
  const [found] = await work.sql<{ stored: Stored }>(
    `select to_jsonb(r) as stored from auth.refresh_tokens r where r.token = $1`,
    [token],
  )
  return found?.stored ?? null
}

async function findActive(work: Work, sessionId: string): Promise<{ token: string; parent: string | null } | null> {
  const [active] = await work.sql<{ token: string; parent: string | null }>(
    `select token, parent from auth.refresh_tokens where session_id = $1 and revoked is not true order by id desc limit 1`,
    [sessionId],
  )
  return active ?? null
}

const isLate = (work: Work, stored: Stored): boolean =>
  work.now.getTime() > new Date(stored.updated_at).getTime() + work.settings.refreshReuseInterval * 1000

async function exchange(work: Work, stored: Stored): Promise<string> {
  const now = work.now.toISOString()
  await work.sql(`update auth.refresh_tokens set revoked = true, updated_at = $2 where token = $1`, [stored.token, now])
  await work.sql(`update auth.sessions set refreshed_at = $2, updated_at = $3 where id = $1`, [
    stored.session_id,
    now,
    now,
  ])
  return await storeRefreshToken(work, stored.user_id, stored.session_id, stored.token)
}
