import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { beginFlow, readChallenge } from '../challenges.ts'
import { currentUser, type Current } from '../current-user.ts'
import { changeEmail, TAKEN } from '../mails/email-change.ts'
import { requireSecondFactor } from '../accounts/factors.ts'
import { listProviders } from '../accounts/identities.ts'
import { changePassword, checkPassword, isPasswordOf } from '../accounts/passwords.ts'
import { tokenHash } from '../secrets.ts'
import { isOpen, sendEmailChange } from '../mails/send-codes.ts'
import { findUserByEmail, hasPassword, merged, updateUser, userBody, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

/** GET /user */
export const readUser: Verb = async (work) => json(userBody((await currentUser(work)).user))

/** PUT /user: password, address and metadata of whoever asks. */
export const changeUser: Verb = async (work) => {
  const { fields } = work
  const current = await currentUser(work)
  const email = fields.text('email') === '' ? '' : readEmail(fields.text('email'))
  const password = fields.optionalText('password')
  if (fields.text('phone') !== '') throw new AuthError(400, 'phone_provider_disabled', 'Phone signups are disabled')
  if (fields.has('app_metadata')) {
    throw new AuthError(403, 'not_admin', 'Updating app_metadata requires admin privileges')
  }
  let { user } = current
  const isNewEmail = email !== '' && email !== user.email
  if (password || isNewEmail) {
    const message = 'AAL2 session is required to update email or password when MFA is enabled.'
    requireSecondFactor(user, current.session, message)
  }
  if (isNewEmail && (await findUserByEmail(work.sql, email))) throw new AuthError(422, 'email_exists', TAKEN)
  if (password !== undefined) user = await setPassword(work, current, password, email)
  const data = fields.object('data')
  if (data) user = await updateUser(work, user, { raw_user_meta_data: merged(user.raw_user_meta_data, data) })
  if (isNewEmail) user = await askForEmail(work, user, email)
  return json(userBody(user))
}

async function setPassword(work: Work, current: Current, password: string, email: string): Promise<User> {
  const { user, session } = current
  checkPassword(work, password)
  if (user.is_anonymous && email === '') {
    const message = 'Updating password of an anonymous user without an email or phone is not allowed'
    throw new AuthError(422, 'validation_failed', message)
  }
  if (work.settings.reauthenticateForPassword) await reauthenticate(work, current)
  if (hasPassword(user) && (await isPasswordOf(work, user, password))) {
    throw new AuthError(422, 'same_password', 'New password should be different from the old password.')
  }
  return await changePassword(work, user, password, session?.id ?? null)
}

const A_DAY_MS = 86_400_000

/** A session that is older than a day needs the code of a mail. */
async function reauthenticate(work: Work, { user, session }: Current): Promise<void> {
  if (session && work.now.getTime() <= new Date(session.created_at).getTime() + A_DAY_MS) return
  const nonce = work.fields.text('nonce')
  if (nonce === '') throw new AuthError(400, 'reauthentication_needed', 'Password update requires reauthentication')
  const hash = tokenHash(user.email ?? '', nonce)
  if (!isOpen(work, hash, user.reauthentication_token, user.reauthentication_sent_at)) {
    throw new AuthError(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid')
  }
}

/** A new address counts when it is confirmed; only somebody without an account gets one at once, as at sign-up. */
async function askForEmail(work: Work, user: User, email: string): Promise<User> {
  if (user.is_anonymous && work.settings.autoconfirm) {
    return await listProviders(work, await changeEmail(work, { ...user, email_change: email }))
  }
  const challenge = readChallenge(work.fields)
  await beginFlow(work, user, challenge, 'email_change')
  return await sendEmailChange(work, user, email, challenge)
}
