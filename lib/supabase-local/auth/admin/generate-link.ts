import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { createEmailUser } from '../accounts/create-user.ts'
import { requireAdmin } from '../current-user.ts'
import { TAKEN } from '../mails/email-change.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { newCode, newPassword, tokenHash } from '../secrets.ts'
import { findUserByEmail, isConfirmed, merged, updateUser, userBody, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'
import { verifyLink } from '../mails/write-mail.ts'
import { invitedUser } from './invite.ts'

type Columns = Parameters<typeof updateUser>[2]
type Made = { user: User; hash: string; linkType: string; verificationType: string }

/** POST /admin/generate_link: what a mail would say, without the mail. */
export const generateLink: Verb = async (work) => {
  requireAdmin(work)
  const asked = work.allowRedirect(work.fields.text('redirect_to'))
  const linked = asked === null ? work : { ...work, redirectTo: asked }
  const email = readEmail(work.fields.text('email'))
  const code = newCode()
  const made = await make(work, email, code, await findUserByEmail(work.sql, email))
  return json({
    ...userBody(made.user),
    action_link: verifyLink(linked, made.linkType, made.hash),
    email_otp: code,
    hashed_token: made.hash,
    verification_type: made.verificationType,
    redirect_to: linked.redirectTo,
  })
}

async function make(work: Work, email: string, code: string, existing: User | null): Promise<Made> {
  const type = work.fields.text('type')
  const now = work.now.toISOString()
  const hash = tokenHash(email, code)
  const store = async (user: User, columns: Columns, linkType: string): Promise<Made> => ({
    user: await updateUser(work, user, columns),
    hash,
    linkType,
    verificationType: linkType,
  })
  const confirmation: Columns = { confirmation_token: hash, confirmation_sent_at: now }
  switch (type) {
    case 'signup':
      return await store(await signedUpUser(work, email, existing), confirmation, type)
    case 'invite':
      return await store(await invitedUser(work, email, existing), { ...confirmation, invited_at: now }, type)
    case 'magiclink':
      if (!existing) return await store(await newUser(work, email, newPassword()), confirmation, 'signup')
      return await store(existing, { recovery_token: hash, recovery_sent_at: now }, type)
    case 'recovery':
      return await store(known(existing), { recovery_token: hash, recovery_sent_at: now }, type)
    case 'email_change_current':
    case 'email_change_new':
      return await emailChange(work, known(existing), type, code)
    default:
      throw new AuthError(400, 'validation_failed', `Invalid email action link type requested: ${type}`)
  }
}

function known(existing: User | null): User {
  if (!existing) throw new AuthError(404, 'user_not_found', 'User with this email not found')
  return existing
}

const newUser = (work: Work, email: string, password: string): Promise<User> =>
  createEmailUser(work, { email, password, data: work.fields.object('data') ?? {} })

async function signedUpUser(work: Work, email: string, existing: User | null): Promise<User> {
  if (existing && isConfirmed(existing)) throw new AuthError(422, 'email_exists', TAKEN)
  if (existing) {
    const data = merged(existing.raw_user_meta_data, work.fields.object('data') ?? {})
    return await updateUser(work, existing, { raw_user_meta_data: data })
  }
  const password = work.fields.text('password')
  if (password === '') throw new AuthError(400, 'validation_failed', 'Signup requires a valid password')
  checkPassword(work, password)
  return await newUser(work, email, password)
}

async function emailChange(work: Work, user: User, type: string, code: string): Promise<Made> {
  const newEmail = readEmail(work.fields.text('new_email'))
  const owner = await findUserByEmail(work.sql, newEmail)
  if (owner && owner.id !== user.id) throw new AuthError(422, 'email_exists', TAKEN)
  const isCurrent = type === 'email_change_current'
  const hash = tokenHash(isCurrent ? (user.email ?? '') : newEmail, code)
  const changed = await updateUser(work, user, {
    email_change: newEmail,
    email_change_sent_at: work.now.toISOString(),
    email_change_confirm_status: 0,
    ...(isCurrent ? { email_change_token_current: hash } : { email_change_token_new: hash }),
  })
  return { user: changed, hash, linkType: 'email_change', verificationType: type }
}
