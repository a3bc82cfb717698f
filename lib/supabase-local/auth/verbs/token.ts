import { AuthError } from '../auth-error.ts'
import { endFlow } from '../challenges.ts'
import { checkPassword, isPasswordOf } from '../accounts/passwords.ts'
import { signedIn, startSession } from '../sessions.ts'
import { findUserByEmail, findUserById, isBanned, isConfirmed } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'
import { refresh } from './refresh.ts'

/** POST /token?grant_type=…: every way to come to tokens. */
export const token: Verb = async (work) => {
  switch (work.url.searchParams.get('grant_type')) {
    case 'password':
      return await signInWithPassword(work)
    case 'refresh_token':
      return await refresh(work)
    case 'pkce':
      return await exchangeCode(work)
    case 'id_token': {
      const message = 'No provider is set up on this local Supabase: sign in by e-mail instead'
      throw new AuthError(400, 'provider_disabled', message)
    }
    default:
      throw new AuthError(400, 'invalid_credentials', 'unsupported_grant_type')
  }
}

/** One message for a wrong address and a wrong password: nobody learns who has an account. */
const INVALID = new AuthError(400, 'invalid_credentials', 'Invalid login credentials')

async function signInWithPassword(work: Work): Promise<Response> {
  const { fields } = work
  const email = fields.text('email').toLowerCase()
  const phone = fields.text('phone')
  if (email !== '' && phone !== '') {
    const message = 'Only an email address or phone number should be provided on login.'
    throw new AuthError(400, 'validation_failed', message)
  }
  if (phone !== '') throw new AuthError(422, 'phone_provider_disabled', 'Phone logins are disabled')
  if (email === '') throw new AuthError(400, 'validation_failed', 'missing email or phone')
  const password = fields.text('password')
  const user = await findUserByEmail(work.sql, email)
  if (!user) throw INVALID
  if (isBanned(user, work.now)) throw new AuthError(400, 'user_banned', 'User is banned')
  if (!(await isPasswordOf(work, user, password))) throw INVALID
  if (!isConfirmed(user)) throw new AuthError(400, 'email_not_confirmed', 'Email not confirmed')
  const body = await startSession(work, user, 'password')
  return json({ ...body, ...weakness(work, password) })
}

/** Somebody with an old, short password may come in, and is told that it is weak. */
function weakness(work: Work, password: string): object {
  try {
    checkPassword(work, password)
    return {}
  } catch (error) {
    if (!(error instanceof AuthError) || !error.reasons) return {}
    return { weak_password: { message: error.message, reasons: error.reasons } }
  }
}

async function exchangeCode(work: Work): Promise<Response> {
  const code = work.fields.text('auth_code')
  const verifier = work.fields.text('code_verifier')
  if (code === '' || verifier === '') {
    const message = 'invalid request: both auth code and code verifier should be non-empty'
    throw new AuthError(400, 'validation_failed', message)
  }
  const flow = await endFlow(work, code, verifier)
  const user = await findUserById(work.sql, flow.user_id)
  if (!user) throw new AuthError(404, 'user_not_found', 'User not found')
  if (isBanned(user, work.now)) throw new AuthError(400, 'user_banned', 'User is banned')
  return await signedIn(work, user, flow.authentication_method)
}
