import { hookClaims } from './access-token-hook.ts'
import { AuthError } from './auth-error.ts'
import { newRefreshToken } from './secrets.ts'
import { userBody, updateUser, type User } from './accounts/users.ts'
import { json, type Work } from './work.ts'

/** How somebody proved who they are; `amr` in the token. */
export type Method =
  | 'password'
  | 'otp'
  | 'anonymous'
  | 'magiclink'
  | 'recovery'
  | 'invite'
  | 'email/signup'
  | 'email_change'

export type Session = {
  id: string
  user_id: string
  created_at: string
  refreshed_at: string | null
  aal: string | null
  not_after: string | null
}

/** What a sign-in answers. */
export type TokenBody = {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  refresh_token: string
  user: Record<string, unknown>
}

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000)

/** Begins a session and answers its tokens. */
export async function startSession(work: Work, user: User, method: Method): Promise<TokenBody> {
  const now = work.now.toISOString()
  const refreshToken = newRefreshToken()
  const [session] = await work.sql<{ id: string }>(
    `with session as (
       insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent)
       values (gen_random_uuid(), $1, $2, $2, 'aal1', $3) returning id
     ), proof as (
       insert into auth.mfa_amr_claims (id, session_id, authentication_method, created_at, updated_at)
       select gen_random_uuid(), id, $4, $2, $2 from session
     ), token as (
       insert into auth.refresh_tokens (token, user_id, session_id, revoked, created_at, updated_at)
       select $5, $6, id, false, $2, $2 from session
     )
     select id::text as id from session`,
    [user.id, now, work.request.headers.get('user-agent'), method, refreshToken, user.id],
  )
  if (!session) throw new AuthError(500, 'unexpected_failure', 'Database error creating session')
  const current = await updateUser(work, user, { last_sign_in_at: now })
  const proven = { aal: 'aal1', amr: [{ method, timestamp: seconds(work.now) }] }
  return await tokenBody(work, current, session.id, refreshToken, proven)
}

/** `startSession` as a response. */
export const signedIn = async (work: Work, user: User, method: Method): Promise<Response> =>
  json(await startSession(work, user, method))

export async function storeRefreshToken(
  work: Work,
  userId: string,
  sessionId: string,
  parent: string | null,
): Promise<string> {
  const token = newRefreshToken()
  await work.sql(
    `insert into auth.refresh_tokens (token, user_id, session_id, parent, revoked, created_at, updated_at)
     values ($1, $2, $3, $4, false, $5, $5)`,
    [token, userId, sessionId, parent, work.now.toISOString()],
  )
  return token
}

/** How sure it is who somebody is, and how they proved it. */
export type Proven = { aal: string; amr: { method: string; timestamp: number }[] }

/** What a session that exists was begun with. */
export async function provenOf(work: Work, sessionId: string): Promise<Proven> {
  const [session] = await work.sql<{ aal: string | null; amr: Proven['amr'] | null }>(
    `select s.aal::text as aal, (
         select jsonb_agg(jsonb_build_object('method', a.authentication_method,
           'timestamp', floor(extract(epoch from a.updated_at))::bigint) order by a.updated_at desc)
         from auth.mfa_amr_claims a where a.session_id = s.id
       ) as amr
     from auth.sessions s where s.id = $1`,
    [sessionId],
  )
  return { aal: session?.aal ?? 'aal1', amr: session?.amr ?? [] }
}

/** The tokens of a session, with what the database says of its user now. */
export async function tokenBody(
  work: Work,
  user: User,
  sessionId: string,
  refreshToken: string,
  { aal, amr }: Proven,
): Promise<TokenBody> {
  const issued = seconds(work.now)
  const expires = issued + work.settings.accessTokenLifetime
  const claims = {
    iss: work.authUrl,
    sub: user.id,
    aud: user.aud ?? 'authenticated',
    exp: expires,
    iat: issued,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role || 'authenticated',
    aal,
    amr,
    session_id: sessionId,
    is_anonymous: user.is_anonymous ?? false,
  }
  return {
    access_token: work.sign(await hookClaims(work, claims, amr[0]?.method ?? '')),
    token_type: 'bearer',
    expires_in: work.settings.accessTokenLifetime,
    expires_at: expires,
    refresh_token: refreshToken,
    user: userBody(user),
  }
}

/** Ends sessions of a user: all of them, only `sessionId`, or all but it. Their refresh tokens go with them. */
export async function endSessions(
  work: Work,
  userId: string,
  scope: 'global' | 'local' | 'others',
  sessionId: string | null,
): Promise<void> {
  if (scope === 'global' || sessionId === null) {
    await work.sql(`delete from auth.sessions where user_id = $1`, [userId])
  } else {
    const comparison = scope === 'local' ? '=' : '<>'
    await work.sql(`delete from auth.sessions where user_id = $1 and id ${comparison} $2`, [userId, sessionId])
  }
}
