import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { createUser } from '../accounts/create-user.ts'
import { requireAdmin } from '../current-user.ts'
import { TAKEN } from '../mails/email-change.ts'
import { addEmailIdentity } from '../accounts/identities.ts'
import { sendInvite } from '../mails/send-codes.ts'
import { findUserByEmail, isConfirmed, userBody, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'

/** The account that an invitation is for: a new one without a password, or one that nobody has confirmed yet. */
export async function invitedUser(work: Work, email: string, existing: User | null): Promise<User> {
  if (existing && isConfirmed(existing)) throw new AuthError(422, 'email_exists', TAKEN)
  if (existing) return existing
  const user = await createUser(work, { email, password: '', data: work.fields.object('data') ?? {} })
  return await addEmailIdentity(work, user, email)
}

/** POST /invite */
export const invite: Verb = async (work) => {
  requireAdmin(work)
  const email = readEmail(work.fields.text('email'))
  const user = await invitedUser(work, email, await findUserByEmail(work.sql, email))
  return json(userBody(await sendInvite(work, user)))
}
