import { renderSVG } from 'uqr'
import { AuthError } from '../auth-error.ts'
import { currentUser, type Current } from '../current-user.ts'
import { hasSecondFactor, isVerified, removeFactor, requireFactor, secretOf } from '../accounts/factors.ts'
import { provenOf, storeRefreshToken, tokenBody, type Session } from '../sessions.ts'
import { isTotp, newSecret, otpAuthUri } from '../totp.ts'
import { reloadUser } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

const MAX_FACTORS = 10
const CHALLENGE_MS = 300_000

async function current(work: Work): Promise<Current & { session: Session }> {
  const found = await currentUser(work)
  const { session } = found
  if (!session) throw new AuthError(403, 'session_not_found', 'A valid session is required')
  return { ...found, session }
}

/** POST /factors: a secret for an authenticator app, which counts once a code of it was shown. */
export const enrollFactor: Verb = async (work) => {
  const { user, session } = await current(work)
  const { fields } = work
  const type = fields.text('factor_type')
  if (type === 'phone') throw new AuthError(422, 'mfa_phone_enroll_not_enabled', 'MFA enroll is disabled for Phone')
  if (type === 'webauthn') {
    throw new AuthError(422, 'mfa_webauthn_enroll_not_enabled', 'MFA enroll is disabled for WebAuthn')
  }
  if (type !== 'totp') {
    throw new AuthError(400, 'validation_failed', 'factor_type needs to be totp, phone, or webauthn')
  }
  const name = fields.text('friendly_name')
  if (user.factors.filter(isVerified).length >= MAX_FACTORS) {
    const message = 'Maximum number of verified factors reached, unenroll to continue'
    throw new AuthError(422, 'too_many_enrolled_mfa_factors', message)
  }
  if (hasSecondFactor(user) && session.aal !== 'aal2') {
    throw new AuthError(403, 'insufficient_aal', 'AAL2 required to enroll a new factor')
  }
  if (name !== '' && user.factors.some((factor) => factor.friendly_name === name)) {
    const message = `A factor with the friendly name "${name}" for this user already exists`
    throw new AuthError(422, 'mfa_factor_name_conflict', message)
  }
  const secret = newSecret()
  const [row] = await work.sql<{ id: string }>(
    `insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, secret, created_at, updated_at)
     values (gen_random_uuid(), $1, $2, 'totp', 'unverified', $3, $4, $4) returning id::text as id`,
    [user.id, name, secret, work.now.toISOString()],
  )
  const issuer = fields.text('issuer') || new URL(work.siteUrl).host
  const uri = otpAuthUri(issuer, user.email ?? user.id, secret)
  return json({ id: row?.id, type: 'totp', friendly_name: name, totp: { qr_code: renderSVG(uri), secret, uri } })
}

/** POST /factors/:id/challenge: from now on a code is waited for. */
export const challengeFactor =
  (id: string): Verb =>
  async (work) => {
    const { user } = await current(work)
    const factor = requireFactor(user, id)
    const [row] = await work.sql<{ id: string }>(
      `with noted as (update auth.mfa_factors set last_challenged_at = $2 where id = $1)
       insert into auth.mfa_challenges (id, factor_id, created_at) values (gen_random_uuid(), $3, $2)
       returning id::text as id`,
      [factor.id, work.now.toISOString(), factor.id],
    )
    const expires = Math.floor((work.now.getTime() + CHALLENGE_MS) / 1000)
    return json({ id: row?.id, type: factor.factor_type, expires_at: expires })
  }

/** POST /factors/:id/verify: with the right code the session is twice as sure, and gets new tokens. */
export const verifyFactor =
  (id: string): Verb =>
  async (work) => {
    const { user, session } = await current(work)
    const factor = requireFactor(user, id)
    const code = work.fields.text('code')
    if (code === '') throw new AuthError(400, 'validation_failed', 'Code needs to be non-empty')
    await endChallenge(work, factor.id, work.fields.text('challenge_id'))
    if (!isTotp(code, await secretOf(work, factor), work.now)) {
      throw new AuthError(422, 'mfa_verification_failed', 'Invalid TOTP code entered')
    }
    await raiseSession(work, user.id, session.id, factor.id)
    const refreshToken = await replaceToken(work, user.id, session.id)
    const raised = await reloadUser(work.sql, user)
    return json(await tokenBody(work, raised, session.id, refreshToken, await provenOf(work, session.id)))
  }

/** A challenge counts once: a wrong code undoes this with the request. */
async function endChallenge(work: Work, factorId: string, challengeId: string): Promise<void> {
  const [challenge] = await work.sql<{ created_at: string }>(
    `update auth.mfa_challenges set verified_at = $3
     where id::text = $1 and factor_id = $2 and verified_at is null returning to_jsonb(created_at) as created_at`,
    [challengeId, factorId, work.now.toISOString()],
  )
  if (!challenge) {
    const message = 'MFA factor with the provided challenge ID not found'
    throw new AuthError(422, 'mfa_factor_not_found', message)
  }
  if (work.now.getTime() > new Date(challenge.created_at).getTime() + CHALLENGE_MS) {
    const what = 'verify against another challenge or create a new challenge.'
    throw new AuthError(422, 'mfa_challenge_expired', `MFA challenge ${challengeId} has expired, ${what}`)
  }
}

/** This session is `aal2`; sessions without the factor end, and so do factors that were never proven. */
async function raiseSession(work: Work, userId: string, sessionId: string, factorId: string): Promise<void> {
  const now = work.now.toISOString()
  await work.sql(`update auth.mfa_factors set status = 'verified', updated_at = $2 where id = $1`, [factorId, now])
  await work.sql(`delete from auth.mfa_factors where user_id = $1 and status <> 'verified'`, [userId])
  await work.sql(`update auth.sessions set aal = 'aal2', factor_id = $2, updated_at = $3 where id = $1`, [
    sessionId,
    factorId,
    now,
  ])
  await work.sql(`delete from auth.sessions where user_id = $1 and id <> $2 and aal is distinct from 'aal2'`, [
    userId,
    sessionId,
  ])
  await work.sql(
    `insert into auth.mfa_amr_claims (id, session_id, authentication_method, created_at, updated_at)
     values (gen_random_uuid(), $1, 'totp', $2, $2)
     on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`,
    [sessionId, now],
  )
}

/** The refresh token from before leads to no tokens that say `aal2`. */
async function replaceToken(work: Work, userId: string, sessionId: string): Promise<string> {
  const end = `update auth.refresh_tokens set revoked = true, updated_at = to_timestamp(0) where session_id = $1`
  await work.sql(end, [sessionId])
  return await storeRefreshToken(work, userId, sessionId, null)
}

/** DELETE /factors/:id */
export const unenrollFactor =
  (id: string): Verb =>
  async (work) => {
    const { user, session } = await current(work)
    const factor = requireFactor(user, id)
    if (isVerified(factor) && session.aal !== 'aal2') {
      throw new AuthError(422, 'insufficient_aal', 'AAL2 required to unenroll verified factor')
    }
    await removeFactor(work, factor)
    return json({ id: factor.id })
  }
