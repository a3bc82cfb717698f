import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { issueAuthCode, PKCE_PREFIX } from '../challenges.ts'
import { confirmUser, listProviders } from '../accounts/identities.ts'
import { newPassword, tokenHash } from '../secrets.ts'
import { storePassword } from '../accounts/passwords.ts'
import { signedIn, startSession, type Method } from '../sessions.ts'
import { withFragment, withQuery } from '../redirects.ts'
import { updateUser, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'
import { confirmEmailChange, HALF_DONE } from '../mails/email-change.ts'
import { findByCode, findByLink, type Kind } from '../mails/find-verified.ts'

/** What a proven token does to the account; null while the other address has still to agree to a change. */
async function accept(work: Work, kind: Kind, user: User, hash: string): Promise<User | null> {
  switch (kind) {
    case 'signup':
    case 'invite': {
      // Somebody who was invited has no password yet; a random one keeps everybody else out until it is set.
      const isNew = user.invited_at !== null && (user.encrypted_password ?? '') === ''
      return await confirmUser(work, isNew ? await storePassword(work, user, newPassword()) : user)
    }
    case 'recovery':
    case 'magiclink': {
      const used = await updateUser(work, user, { recovery_token: '' })
      return used.email_confirmed_at === null ? await confirmUser(work, used) : used
    }
    case 'email_change':
      return await confirmEmailChange(work, user, hash)
  }
}

/** POST /verify: `verifyOtp`, by an address and its code, or by the hash that a mail's link carries. */
export const verifyCode: Verb = async (work) => {
  const { fields } = work
  const type = fields.text('type')
  const code = fields.text('token')
  const hash = fields.text('token_hash')
  if (type === '') throw new AuthError(400, 'validation_failed', 'Verify requires a verification type')
  if ([code, hash].filter(Boolean).length !== 1) {
    throw new AuthError(400, 'validation_failed', 'Verify requires either a token or a token hash')
  }
  const found = code === '' ? await byHash(work, type, hash) : await byCode(work, type, code)
  const user = await accept(work, found.kind, found.user, found.hash)
  if (!user) return json({ msg: HALF_DONE, code: '200' })
  return await signedIn(work, await listProviders(work, user), 'otp')
}

async function byHash(work: Work, type: string, hash: string): ReturnType<typeof findByLink> {
  if (work.fields.text('email') !== '' || work.fields.text('phone') !== '') {
    throw new AuthError(400, 'validation_failed', 'Only the token_hash and type should be provided')
  }
  return await findByLink(work, type, hash)
}

async function byCode(work: Work, type: string, code: string): ReturnType<typeof findByCode> {
  if (work.fields.text('email') === '') {
    const message = 'Only an email address or phone number should be provided on verify'
    throw new AuthError(400, 'validation_failed', message)
  }
  const email = readEmail(work.fields.text('email'))
  return await findByCode(work, type, email, tokenHash(email, code))
}

/** What a followed link proves, as the method of the session that its code is exchanged for. */
const METHOD: Readonly<Record<Kind, Method>> = {
  signup: 'email/signup',
  invite: 'invite',
  recovery: 'recovery',
  magiclink: 'magiclink',
  email_change: 'email_change',
}

/** GET /verify: the link of a mail. Always ends at the application, with tokens, a code or what went wrong. */
export const followLink: Verb = async (work) => {
  const { searchParams } = work.url
  const type = searchParams.get('type') ?? ''
  const hash = searchParams.get('token') ?? ''
  if (type === '') throw new AuthError(400, 'validation_failed', 'Verify requires a verification type')
  if (hash === '') throw new AuthError(400, 'validation_failed', 'Verify requires a token or a token hash')
  const isPkce = hash.startsWith(PKCE_PREFIX)
  const found = await findByLink(work, type, hash)
  const user = await accept(work, found.kind, found.user, hash)
  if (!user) return redirectWith(work, { message: HALF_DONE, sb: '' }, isPkce)
  const listed = await listProviders(work, user)
  if (isPkce) {
    const code = await issueAuthCode(work, listed, METHOD[found.kind])
    return redirect(withQuery(work.redirectTo, { code }))
  }
  const body = await startSession(work, listed, 'otp')
  const tokens = {
    access_token: body.access_token,
    expires_at: String(body.expires_at),
    expires_in: String(body.expires_in),
    refresh_token: body.refresh_token,
    sb: '',
    token_type: body.token_type,
    type,
  }
  return redirect(withFragment(work.redirectTo, tokens))
}

/** What is left of a request when its transaction is over. */
type Addressed = Pick<Work, 'url' | 'redirectTo'>

const OAUTH_NAMES: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  500: 'server_error',
}

/** Where a link leads that could not be accepted: to the application, which is told why. */
export function redirectRefusal(work: Addressed, error: AuthError): Response {
  const name = OAUTH_NAMES[error.status]
  const why = { ...(name ? { error: name } : {}), error_code: error.code, error_description: error.message, sb: '' }
  return redirectWith(work, why, (work.url.searchParams.get('token') ?? '').startsWith(PKCE_PREFIX))
}

/** Members in the fragment; under PKCE in the query too, where a server can read them. */
function redirectWith(work: Addressed, members: Readonly<Record<string, string>>, isPkce: boolean): Response {
  const { sb: _mark, ...forServers } = members
  const address = isPkce ? withQuery(work.redirectTo, forServers) : work.redirectTo
  return redirect(withFragment(address, members))
}

const redirect = (address: string): Response => new Response(null, { status: 303, headers: { location: address } })
