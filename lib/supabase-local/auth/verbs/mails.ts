import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { beginFlow, readChallenge, type Challenge } from '../challenges.ts'
import { createEmailUser } from '../accounts/create-user.ts'
import { currentUser } from '../current-user.ts'
import { confirmUser } from '../accounts/identities.ts'
import { newPassword } from '../secrets.ts'
import { sendConfirmation, sendEmailChange, sendReauthentication, sendRecovery } from '../mails/send-codes.ts'
import { findUserByEmail, isConfirmed, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

/*
 * Everything that ends in a mail. Whether the address has an account is not told: the answer is always `{}`.
 */

const done = (): Response => json({})

/** POST /recover: a link to set a new password. */
export const recover: Verb = async (work) => {
  if (work.fields.text('email') === '') {
    throw new AuthError(400, 'validation_failed', 'Password recovery requires an email')
  }
  const email = readEmail(work.fields.text('email'))
  const challenge = readChallenge(work.fields)
  const user = await findUserByEmail(work.sql, email)
  if (!user) return done()
  await beginFlow(work, user, challenge, 'recovery')
  await sendRecovery(work, user, 'recovery', challenge)
  return done()
}

/** POST /otp and /magiclink: a link and a code to sign in, also for somebody new unless `create_user` is false. */
export const sendMagicLink: Verb = async (work) => {
  const { fields } = work
  if (fields.text('phone') !== '') throw new AuthError(400, 'phone_provider_disabled', 'Unsupported phone provider')
  if (fields.text('email') === '') {
    throw new AuthError(400, 'validation_failed', 'One of email or phone must be set')
  }
  const email = readEmail(fields.text('email'))
  const challenge = readChallenge(fields)
  const user = await findUserByEmail(work.sql, email)
  if (!user && !fields.flag('create_user', true)) {
    throw new AuthError(422, 'otp_disabled', 'Signups not allowed for otp')
  }
  if (user && isConfirmed(user)) return await sendLink(work, user, challenge)
  return await welcome(work, user, email, challenge)
}

async function sendLink(work: Work, user: User, challenge: Challenge | null): Promise<Response> {
  await beginFlow(work, user, challenge, 'magiclink')
  await sendRecovery(work, user, 'magiclink', challenge)
  return done()
}

/** Somebody who is new, or whose address is not confirmed yet: the mail that confirms it signs in as well. */
async function welcome(
  work: Work,
  existing: User | null,
  email: string,
  challenge: Challenge | null,
): Promise<Response> {
  if (!work.settings.signUp) {
    throw new AuthError(422, 'signup_disabled', 'Signups not allowed for this instance')
  }
  const data = work.fields.object('data') ?? {}
  const user = existing ?? (await createEmailUser(work, { email, password: newPassword(), data }))
  if (work.settings.autoconfirm) return await sendLink(work, await confirmUser(work, user), challenge)
  await beginFlow(work, user, challenge, 'email/signup')
  await sendConfirmation(work, user, challenge)
  return done()
}

/** POST /resend: the mail of a sign-up or of a change of address once more. */
export const resend: Verb = async (work) => {
  const type = work.fields.text('type')
  if (type !== 'signup' && type !== 'email_change') {
    const message = 'Missing one of these types: signup, email_change, sms, phone_change'
    throw new AuthError(400, 'validation_failed', message)
  }
  if (work.fields.text('email') === '') {
    throw new AuthError(400, 'validation_failed', 'Type provided requires an email address')
  }
  const challenge = readChallenge(work.fields)
  const user = await findUserByEmail(work.sql, readEmail(work.fields.text('email')))
  if (!user) return done()
  if (type === 'signup' && !isConfirmed(user)) {
    await beginFlow(work, user, challenge, 'email/signup')
    await sendConfirmation(work, user, challenge)
  }
  if (type === 'email_change' && user.email_change) {
    await beginFlow(work, user, challenge, 'email_change')
    await sendEmailChange(work, user, user.email_change, challenge)
  }
  return done()
}

/** GET /reauthenticate: a code for whoever is signed in, to change the password with. */
export const reauthenticate: Verb = async (work) => {
  const { user } = await currentUser(work)
  if ((user.email ?? '') === '') {
    const message = 'Reauthentication requires the user to have an email or a phone number'
    throw new AuthError(400, 'validation_failed', message)
  }
  if (!isConfirmed(user)) throw new AuthError(422, 'email_not_confirmed', 'Please verify your email first.')
  await sendReauthentication(work, user)
  return done()
}
