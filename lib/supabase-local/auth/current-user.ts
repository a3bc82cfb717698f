import type { Claims } from '../jwt.ts'
import { AuthError } from './auth-error.ts'
import type { Session } from './sessions.ts'
import { findUserById, isBanned, type User } from './accounts/users.ts'
import type { Work } from './work.ts'

export type Current = { user: User; session: Session | null; claims: Claims }

/** Who asks, by the token of the request; refuses when account or session are no longer there. */
export async function currentUser(work: Work): Promise<Current> {
  const claims = work.claims()
  const { sub, session_id: sessionId } = claims
  if (typeof sub !== 'string' || sub === '') {
    throw new AuthError(403, 'bad_jwt', 'invalid claim: missing sub claim')
  }
  const user = await findUserById(work.sql, sub)
  if (!user) throw new AuthError(403, 'user_not_found', 'User from sub claim in JWT does not exist')
  if (isBanned(user, work.now)) throw new AuthError(403, 'user_banned', 'User is banned')
  const session = typeof sessionId === 'string' && sessionId !== '' ? await findSession(work, sessionId, user.id) : null
  return { user, session, claims }
}

async function findSession(work: Work, id: string, userId: string): Promise<Session> {
  const [found] = await work.sql<{ session: Session }>(
    `select to_jsonb(s) as session from auth.sessions s where s.id::text = $1 and s.user_id = $2`,
    [id, userId],
  )
  if (!found) {
    throw new AuthError(403, 'session_not_found', 'Session from session_id claim in JWT does not exist')
  }
  return found.session
}

const ADMINS = new Set(['service_role', 'supabase_admin'])

/** Only who holds the service key goes on; a user's own claims never say that, whatever their metadata. */
export function requireAdmin(work: Work): void {
  const { role } = work.claims()
  if (typeof role !== 'string' || !ADMINS.has(role)) throw new AuthError(403, 'not_admin', 'User not allowed')
}
