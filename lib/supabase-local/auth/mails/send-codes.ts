import { PKCE_PREFIX, type Challenge } from '../challenges.ts'
import type { MailKind } from '../inbox.ts'
import { newCode, tokenHash } from '../secrets.ts'
import { updateUser, type User } from '../accounts/users.ts'
import type { Work } from '../work.ts'
import { writeMail } from './write-mail.ts'

/*
 * Every mail has a code of six digits and a link. Both are one token: the link carries the hash of address and code,
 * and that is what the account's row holds.
 */

type Token = { code: string; hash: string }

const newToken = (address: string, challenge: Challenge | null): Token => {
  const code = newCode()
  return { code, hash: (challenge ? PKCE_PREFIX : '') + tokenHash(address, code) }
}

/** Asks somebody to prove the address of a new account. */
export async function sendConfirmation(work: Work, user: User, challenge: Challenge | null): Promise<User> {
  const email = user.email ?? ''
  const { code, hash } = newToken(email, challenge)
  writeMail(work, 'signup', email, code, hash)
  return await updateUser(work, user, { confirmation_token: hash, confirmation_sent_at: work.now.toISOString() })
}

export async function sendInvite(work: Work, user: User): Promise<User> {
  const email = user.email ?? ''
  const { code, hash } = newToken(email, null)
  const now = work.now.toISOString()
  writeMail(work, 'invite', email, code, hash)
  return await updateUser(work, user, { confirmation_token: hash, confirmation_sent_at: now, invited_at: now })
}

/** A link to sign in, or to set a new password: the same token, told apart by what the mail says. */
export async function sendRecovery(
  work: Work,
  user: User,
  kind: Extract<MailKind, 'recovery' | 'magiclink'>,
  challenge: Challenge | null,
): Promise<User> {
  const email = user.email ?? ''
  const { code, hash } = newToken(email, challenge)
  writeMail(work, kind, email, code, hash)
  return await updateUser(work, user, { recovery_token: hash, recovery_sent_at: work.now.toISOString() })
}

/** Asks at the new address, and at the old one too where that is switched on. */
export async function sendEmailChange(
  work: Work,
  user: User,
  newEmail: string,
  challenge: Challenge | null,
): Promise<User> {
  const next = newToken(newEmail, challenge)
  writeMail(work, 'email_change', newEmail, next.code, next.hash)
  const oldEmail = user.email ?? ''
  let current = ''
  if (work.settings.secureEmailChange && oldEmail !== '') {
    const old = newToken(oldEmail, challenge)
    writeMail(work, 'email_change', oldEmail, old.code, old.hash)
    current = old.hash
  }
  return await updateUser(work, user, {
    email_change: newEmail,
    email_change_token_new: next.hash,
    email_change_token_current: current,
    email_change_confirm_status: 0,
    email_change_sent_at: work.now.toISOString(),
  })
}

export async function sendReauthentication(work: Work, user: User): Promise<User> {
  const email = user.email ?? ''
  const { code, hash } = newToken(email, null)
  writeMail(work, 'reauthentication', email, code, hash)
  return await updateUser(work, user, {
    reauthentication_token: hash,
    reauthentication_sent_at: work.now.toISOString(),
  })
}

/** Whether a code or link that was sent at that time still holds. */
export function isFresh(work: Work, sentAt: string | null): boolean {
  return sentAt !== null && work.now.getTime() <= new Date(sentAt).getTime() + work.settings.codeLifetime * 1000
}

/** Whether `hash` is the account's open token and still holds; the link's mark for PKCE does not matter. */
export const isOpen = (work: Work, hash: string, stored: string | null, sentAt: string | null): boolean =>
  hash !== '' && (stored === hash || stored === PKCE_PREFIX + hash) && isFresh(work, sentAt)
