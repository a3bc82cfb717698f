import type { Ctx } from '../../context'
import { checkCredentials, type SignInPlace } from './check-credentials'
import type { LoginInput, Tokens } from './contract'
import { openSession } from './sessions/open-session'
import { ACCESS_SECONDS } from './policy'
import { signAccessToken } from './sessions/tokens'

/** Signs in over the API. @throws invalid_credentials · account_locked */
export async function logIn(ctx: Ctx, input: LoginInput, place: SignInPlace): Promise<Tokens> {
  const user = await checkCredentials(ctx, input, place)
  const { sessionId, refreshToken } = await openSession(ctx, user.id, 'bearer', place.userAgent)
  const accessToken = await signAccessToken(ctx.secret, { userId: user.id, sessionId }, ctx.clock.now())
  return { accessToken, refreshToken, expiresIn: ACCESS_SECONDS, user }
}
