import type { Ctx } from '../../context'
import { AppError } from '../../core/errors'
import { checkCredentials, type SignInPlace } from './check-credentials'
import { LoginInput } from './contract'
import { openSession } from './sessions/open-session'

/**
 * Signs in from a page: same rules as the API, but the session is carried by a cookie.
 * @param input untrusted, straight from the form
 * @throws invalid_credentials · account_locked
 */
export async function signInBrowser(
  ctx: Ctx,
  input: unknown,
  place: SignInPlace,
): Promise<{ userId: string; sid: string; email: string; name: string | null }> {
  const parsed = LoginInput.safeParse(input)
  // An address that is none belongs to nobody; the sign-in form need not explain what an address looks like.
  if (!parsed.success) throw new AppError('invalid_credentials')
  const user = await checkCredentials(ctx, parsed.data, place)
  const { sessionId } = await openSession(ctx, user.id, 'browser', place.userAgent)
  return { userId: user.id, sid: sessionId, email: user.email, name: user.fullName }
}
