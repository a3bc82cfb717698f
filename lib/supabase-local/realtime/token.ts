import { JwtError, verifyJwt } from '../jwt.ts'
import type { Keys } from '../keys.ts'
import type { Caller } from '../part.ts'

/** As whom a key or token lets somebody listen. @throws JwtError */
export function readToken(token: string, keys: Keys, now: number): Caller {
  if (token === keys.publishableKey) return { role: 'anon', claims: { role: 'anon' } }
  if (token === keys.secretKey) return { role: 'service_role', claims: { role: 'service_role' } }
  const claims = verifyJwt(token, keys.secret, now)
  return { role: typeof claims['role'] === 'string' ? claims['role'] : 'anon', claims }
}

/** Whether the token has ended since it was read. */
export const isOver = ({ claims }: Caller, now: number): boolean =>
  typeof claims['exp'] === 'number' && claims['exp'] * 1000 <= now

/** Why a token is refused, in Realtime's words. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof JwtError)) return 'UnknownErrorOnChannel: Unknown Error on Channel'
  switch (error.fault) {
    case 'expired':
    case 'early':
      return 'InvalidJWTToken: Token has expired'
    case 'malformed':
      return 'MalformedJWT: The token provided is not a valid JWT'
    case 'signature':
      return 'JwtSignatureError: Failed to validate JWT signature'
  }
}
