import { AuthError } from '../auth-error.ts'
import { PKCE_PREFIX } from '../challenges.ts'
import { isFresh, isOpen } from './send-codes.ts'
import { findUserByEmail, findUserByToken, findUsers, isBanned, type User } from '../accounts/users.ts'
import type { Work } from '../work.ts'

/** What a mail was sent for, once `email` is told apart into what the account's row says. */
export type Kind = 'signup' | 'invite' | 'recovery' | 'magiclink' | 'email_change'
export type Verified = { kind: Kind; user: User; hash: string }

const KINDS: readonly string[] = ['signup', 'invite', 'recovery', 'magiclink', 'email_change']
const isKind = (type: string): type is Kind => KINDS.includes(type)

const sentAt = (user: User, kind: Kind): string | null => {
  if (kind === 'signup' || kind === 'invite') return user.confirmation_sent_at
  return kind === 'email_change' ? user.email_change_sent_at : user.recovery_sent_at
}

const LINK_EXPIRED = 'Email link is invalid or has expired'
const CODE_EXPIRED = 'Token has expired or is invalid'

/** The account that a link's hash belongs to. */
export async function findByLink(work: Work, type: string, hash: string): Promise<Verified> {
  if (!isKind(type) && type !== 'email') {
    throw new AuthError(400, 'validation_failed', 'Invalid email verification type')
  }
  const user = await findUserByToken(work.sql, columnsOf(type), hash)
  if (!user) throw new AuthError(403, 'otp_expired', LINK_EXPIRED)
  refuseBanned(work, user)
  const kind = isKind(type) ? type : user.recovery_token === hash ? 'magiclink' : 'signup'
  if (!isFresh(work, sentAt(user, kind))) throw new AuthError(403, 'otp_expired', LINK_EXPIRED)
  return { kind, user, hash }
}

function columnsOf(type: Kind | 'email'): Parameters<typeof findUserByToken>[1] {
  if (type === 'email') return ['confirmation_token', 'recovery_token']
  if (type === 'signup' || type === 'invite') return ['confirmation_token']
  return type === 'email_change' ? ['email_change_token_current', 'email_change_token_new'] : ['recovery_token']
}

/** The account whose address and code these are; `hash` is made of both. */
export async function findByCode(work: Work, type: string, email: string, hash: string): Promise<Verified> {
  if (!isKind(type) && type !== 'email') {
    throw new AuthError(400, 'validation_failed', 'Unsupported verification type')
  }
  const user = type === 'email_change' ? await findByChange(work, email, hash) : await findUserByEmail(work.sql, email)
  if (!user) throw new AuthError(403, 'otp_expired', CODE_EXPIRED)
  refuseBanned(work, user)
  const kind = kindOfCode(work, type, user, hash)
  if (!kind) throw new AuthError(403, 'otp_expired', CODE_EXPIRED)
  return { kind, user, hash }
}

function kindOfCode(work: Work, type: Kind | 'email', user: User, hash: string): Kind | null {
  const isConfirmation = isOpen(work, hash, user.confirmation_token, user.confirmation_sent_at)
  const isRecovery = isOpen(work, hash, user.recovery_token, user.recovery_sent_at)
  switch (type) {
    case 'email':
      return isConfirmation ? 'signup' : isRecovery ? 'magiclink' : null
    case 'signup':
    case 'invite':
      return isConfirmation ? type : null
    case 'recovery':
    case 'magiclink':
      return isRecovery ? type : null
    case 'email_change':
      return isFresh(work, user.email_change_sent_at) ? type : null
  }
}

/** Whose change of address this code confirms, from the old address or from the new one. */
async function findByChange(work: Work, email: string, hash: string): Promise<User | null> {
  const found = await findUsers(
    work.sql,
    `(lower(u.email) = $1 and u.email_change_token_current in ($2, $3))
       or (lower(u.email_change) = $1 and u.email_change_token_new in ($2, $3))`,
    [email, hash, PKCE_PREFIX + hash],
  )
  return found[0] ?? null
}

function refuseBanned(work: Work, user: User): void {
  if (isBanned(user, work.now)) throw new AuthError(403, 'user_banned', 'User is banned')
}
