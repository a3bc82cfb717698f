import { AuthError } from '../auth-error.ts'
import { createUser } from '../accounts/create-user.ts'
import { requireAdmin } from '../current-user.ts'
import { TAKEN } from '../mails/email-change.ts'
import { addEmailIdentity, confirmUser, setEmailIdentity } from '../accounts/identities.ts'
import { changePassword } from '../accounts/passwords.ts'
import { newPassword, obscured } from '../secrets.ts'
import { endSessions } from '../sessions.ts'
import { findUserByEmail, merged, updateUser, userBody, type User } from '../accounts/users.ts'
import { json, type Verb, type Work } from '../work.ts'
import { namedUser, readAccount, type Account } from './read-account.ts'

/** POST /admin/users */
export const createAccount: Verb = async (work) => {
  requireAdmin(work)
  const account = readAccount(work)
  const { email } = account
  if (email === '') {
    throw new AuthError(400, 'validation_failed', 'Cannot create a user without either an email or phone')
  }
  if (await findUserByEmail(work.sql, email)) throw new AuthError(422, 'email_exists', TAKEN)
  const id = work.fields.optionalText('id')
  if (id !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    throw new AuthError(400, 'validation_failed', 'ID must conform to the uuid v4 format')
  }
  const password = account.passwordHash === '' ? (account.password ?? newPassword()) : ''
  let user = await createUser(work, {
    ...(id === undefined ? {} : { id }),
    ...(account.role === '' ? {} : { role: account.role }),
    email,
    password,
    passwordHash: account.passwordHash,
    data: account.userData ?? {},
    appData: account.appData ?? {},
  })
  user = await addEmailIdentity(work, user, email)
  if (account.isConfirmed) user = await confirmUser(work, user)
  if (account.bannedUntil !== undefined) user = await updateUser(work, user, { banned_until: account.bannedUntil })
  return json(userBody(user))
}

/** PUT /admin/users/:id */
export const changeAccount =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    const account = readAccount(work)
    let user = await namedUser(work, id)
    if (account.role !== '') user = await updateUser(work, user, { role: account.role })
    if (account.isConfirmed) user = await confirmUser(work, user)
    if (account.password !== undefined) user = await changePassword(work, user, account.password, null)
    if (account.email !== '') user = await setEmail(work, user, account)
    const { appData, userData, bannedUntil } = account
    if (appData) user = await updateUser(work, user, { raw_app_meta_data: merged(user.raw_app_meta_data, appData) })
    if (userData) user = await updateUser(work, user, { raw_user_meta_data: merged(user.raw_user_meta_data, userData) })
    if (bannedUntil !== undefined) user = await updateUser(work, user, { banned_until: bannedUntil })
    return json(userBody(user))
  }

async function setEmail(work: Work, user: User, { email, isConfirmed }: Account): Promise<User> {
  const owner = await findUserByEmail(work.sql, email)
  if (owner && owner.id !== user.id) throw new AuthError(422, 'email_exists', TAKEN)
  const identified = await setEmailIdentity(work, user, email, isConfirmed)
  const isAnonymous = identified.is_anonymous === true && !isConfirmed
  return await updateUser(work, identified, { email, is_anonymous: isAnonymous })
}

/** GET /admin/users/:id */
export const readAccountById =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    return json(userBody(await namedUser(work, id)))
  }

/** DELETE /admin/users/:id; a soft one keeps the row, and nothing in it that says who it was. */
export const deleteAccount =
  (id: string): Verb =>
  async (work) => {
    requireAdmin(work)
    const user = await namedUser(work, id)
    if (!work.fields.flag('should_soft_delete', false)) await removeUser(work, user)
    else if (user.deleted_at === null) await obscureUser(work, user)
    return json({})
  }

/** Tables of the project that refer to the account may forbid it. */
async function removeUser(work: Work, user: User): Promise<void> {
  try {
    await work.sql(`delete from auth.users where id = $1`, [user.id])
  } catch {
    throw new AuthError(500, 'unexpected_failure', 'Database error deleting user')
  }
}

async function obscureUser(work: Work, user: User): Promise<void> {
  const obscure = (value: string | null): string => obscured(user.id, value ?? '')
  await updateUser(work, user, {
    email: obscure(user.email),
    phone: obscure(user.phone),
    email_change: obscure(user.email_change),
    encrypted_password: null,
    confirmation_token: '',
    recovery_token: '',
    email_change_token_current: '',
    email_change_token_new: '',
    reauthentication_token: '',
    raw_user_meta_data: {},
    raw_app_meta_data: {},
    deleted_at: work.now.toISOString(),
  })
  for (const identity of user.identities) {
    await work.sql(`update auth.identities set identity_data = '{}', provider_id = $2 where id = $1`, [
      identity.id,
      obscured(user.id, identity.provider_id),
    ])
  }
  await endSessions(work, user.id, 'global', null)
}
