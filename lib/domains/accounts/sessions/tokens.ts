import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { randomToken } from '../../../core/crypto'
import { ACCESS_SECONDS } from '../policy'

/**
 * What callers of the API carry. One secret, one key per purpose (HKDF, RFC 5869): neither token can be taken for the
 * other.
 */

const ISSUER = 'devora'
const AUDIENCE = 'devora'

const keyFor = (secret: string, purpose: 'access' | 'refresh'): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', `devora ${purpose} token`, 32))

export type AccessClaims = { userId: string; sessionId: string }

/** HS256 JWT `{sub, sid, aud, iss, iat, exp}`, valid 30 min. */
export const signAccessToken = (secret: string, claims: AccessClaims, now: Date): Promise<string> =>
  new SignJWT({ sid: claims.sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(claims.userId)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(Math.floor(now.getTime() / 1_000) + ACCESS_SECONDS)
    .sign(keyFor(secret, 'access'))

/**
 * The claims, or null for a token that is broken, expired, signed with another key or algorithm, or not meant for us.
 */
export async function readAccessToken(secret: string, token: string, now: Date): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(token, keyFor(secret, 'access'), {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: now,
      requiredClaims: ['exp', 'sub', 'sid'],
    })
    return typeof payload.sub === 'string' && typeof payload['sid'] === 'string'
      ? { userId: payload.sub, sessionId: payload['sid'] }
      : null
  } catch (error) {
    if (error instanceof errors.JOSEError) return null
    throw error
  }
}

const signature = (secret: string, body: string): string =>
  createHmac('sha256', keyFor(secret, 'refresh')).update(body).digest('base64url')

/**
 * `<session id>.<random>.<signature>`: signed, so that only a token we gave out can count as stolen, and not somebody's
 * guess.
 */
export function newRefreshToken(secret: string, sessionId: string): string {
  const body = `${sessionId}.${randomToken(24)}`
  return `${body}.${signature(secret, body)}`
}

/** Id of the session a refresh token of ours was made for, or null when we never made it. */
export function sessionOfRefreshToken(secret: string, token: string): string | null {
  const end = token.lastIndexOf('.')
  const body = token.slice(0, end)
  const given = Buffer.from(token.slice(end + 1))
  const expected = Buffer.from(signature(secret, body))
  return given.length === expected.length && timingSafeEqual(given, expected) ? (body.split('.')[0] ?? null) : null
}
