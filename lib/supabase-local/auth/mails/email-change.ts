import { AuthError } from '../auth-error.ts'
import { PKCE_PREFIX } from '../challenges.ts'
import { confirmUser, setEmailIdentity } from '../accounts/identities.ts'
import { findUserByEmail, updateUser, type User } from '../accounts/users.ts'
import type { Work } from '../work.ts'

/** What whoever has followed the first of two links is told. */
export const HALF_DONE = 'Confirmation link accepted. Please proceed to confirm link sent to the other email'

const isToken = (stored: string | null, hash: string): boolean => stored === hash || stored === PKCE_PREFIX + hash

/** One of the two addresses agrees; null until both have. */
export async function confirmEmailChange(work: Work, user: User, hash: string): Promise<User | null> {
  const needsBoth = !work.settings.autoconfirm && work.settings.secureEmailChange && (user.email ?? '') !== ''
  if (!needsBoth || (user.email_change_confirm_status ?? 0) > 0) return await changeEmail(work, user)
  const used = isToken(user.email_change_token_current, hash)
    ? { email_change_token_current: '' }
    : { email_change_token_new: '' }
  await updateUser(work, user, { ...used, email_change_confirm_status: 1 })
  return null
}

/** The new address becomes the account's. Somebody without an account has one from now on. */
export async function changeEmail(work: Work, user: User): Promise<User> {
  const email = user.email_change ?? ''
  const owner = await findUserByEmail(work.sql, email)
  if (owner && owner.id !== user.id) throw new AuthError(422, 'email_exists', TAKEN)
  const identified = await setEmailIdentity(work, user, email, true)
  const changed = await updateUser(work, identified, {
    email,
    email_change: '',
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_confirm_status: 0,
    is_anonymous: false,
  })
  return changed.email_confirmed_at === null ? await confirmUser(work, changed) : changed
}

export const TAKEN = 'A user with this email address has already been registered'
