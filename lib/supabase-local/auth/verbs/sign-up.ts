import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { beginFlow, readChallenge, type Challenge } from '../challenges.ts'
import { createEmailUser, createUser } from '../accounts/create-user.ts'
import { confirmUser } from '../accounts/identities.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { sendConfirmation } from '../mails/send-codes.ts'
import { signedIn } from '../sessions.ts'
import { findUserByEmail, isConfirmed, userBody, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

/** POST /signup: an account by address and password, or one without either (anonymous sign-in). */
export const signUp: Verb = async (work) => {
  if (!work.settings.signUp) {
    throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance')
  }
  const { fields } = work
  const email = fields.text('email')
  const phone = fields.text('phone')
  if (email === '' && phone === '') return await signInAnonymously(work)
  const password = fields.text('password')
  if (password === '') throw new AuthError(400, 'validation_failed', 'Signup requires a valid password')
  checkPassword(work, password)
  if (email !== '' && phone !== '') {
    const message = 'Only an email address or phone number should be provided on signup.'
    throw new AuthError(400, 'validation_failed', message)
  }
  if (phone !== '') throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled')
  const challenge = readChallenge(fields)
  return await register(work, readEmail(email), password, challenge)
}

async function signInAnonymously(work: Work): Promise<Response> {
  if (!work.settings.anonymousSignIn) {
    throw new AuthError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled')
  }
  const user = await createUser(work, { email: '', password: '', data: work.fields.object('data') ?? {} })
  return await signedIn(work, user, 'anonymous')
}

async function register(work: Work, email: string, password: string, challenge: Challenge | null): Promise<Response> {
  const data = work.fields.object('data') ?? {}
  const existing = await findUserByEmail(work.sql, email)
  if (existing && isConfirmed(existing)) return answerTaken(work, existing, email, data)
  // An account that nobody has confirmed stays as it is: who signs up again may not be who began.
  const user = existing ?? (await createEmailUser(work, { email, password, data }))
  if (work.settings.autoconfirm) return await signedIn(work, await confirmUser(work, user), 'password')
  await beginFlow(work, user, challenge, 'email/signup')
  const asked = await sendConfirmation(work, user, challenge)
  if (asked.invited_at === null) return json(userBody(asked))
  return json(userBody({ ...asked, raw_user_meta_data: {}, identities: [] }))
}

/**
 * The address has an account. Where new addresses have to be confirmed, the answer looks like that of a sign-up, so
 * that nobody learns from it who has an account.
 */
function answerTaken(work: Work, user: User, email: string, data: Record<string, unknown>): Response {
  if (work.settings.autoconfirm) throw new AuthError(422, 'user_already_exists', 'User already registered')
  const now = work.now.toISOString()
  const body = userBody({
    ...user,
    id: crypto.getRandomValues(new Uint8Array(16)).reduce(asUuid, ''),
    email,
    role: '',
    raw_app_meta_data: { provider: 'email', providers: ['email'] },
    raw_user_meta_data: data,
    identities: [],
    factors: [],
    created_at: now,
    updated_at: now,
    confirmation_sent_at: now,
    confirmed_at: null,
    email_confirmed_at: null,
    phone_confirmed_at: null,
    last_sign_in_at: null,
    invited_at: null,
    recovery_sent_at: null,
    email_change: null,
    email_change_sent_at: null,
    reauthentication_sent_at: null,
    banned_until: null,
  })
  return json({ ...body, role: '' })
}

/** Adds a byte to a version 4 UUID; `crypto.randomUUID` is missing where the page is no secure context. */
function asUuid(text: string, byte: number, at: number): string {
  const value = at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte
  const dash = at === 4 || at === 6 || at === 8 || at === 10 ? '-' : ''
  return text + dash + value.toString(16).padStart(2, '0')
}
