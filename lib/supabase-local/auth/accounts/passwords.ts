import { AuthError } from '../auth-error.ts'
import { endSessions } from '../sessions.ts'
import { reloadUser, updateUser, type User } from './users.ts'
import type { Work } from '../work.ts'

/** bcrypt reads no further than this. */
const MAX_BYTES = 72

/** Refuses a password that is too short or too long. */
export function checkPassword(work: Work, password: string): void {
  if (new TextEncoder().encode(password).length > MAX_BYTES) {
    throw new AuthError(400, 'validation_failed', `Password cannot be longer than ${MAX_BYTES} characters`)
  }
  const { minPasswordLength } = work.settings
  if (password.length < minPasswordLength) {
    const message = `Password should be at least ${minPasswordLength} characters.`
    throw new AuthError(422, 'weak_password', message, ['length'])
  }
}

/** The database hashes: what seeds write with `crypt()` and what is written here is the same. */
export async function isPasswordOf(work: Work, user: User, password: string): Promise<boolean> {
  const stored = user.encrypted_password ?? ''
  if (!stored.startsWith('$2') || password === '') return false
  const [row] = await work.sql<{ fits: boolean }>(`select extensions.crypt($1, $2) = $2 as fits`, [password, stored])
  return row?.fits === true
}

/** Stores a new password; open links and codes of the account end with the old one. */
export async function storePassword(work: Work, user: User, password: string): Promise<User> {
  await work.sql(
    `update auth.users set encrypted_password = extensions.crypt($2, extensions.gen_salt('bf')) where id = $1`,
    [user.id, password],
  )
  return await updateUser(work, await reloadUser(work.sql, user), {
    confirmation_token: '',
    confirmation_sent_at: null,
    recovery_token: '',
    recovery_sent_at: null,
    email_change_token_current: '',
    email_change_token_new: '',
    email_change_sent_at: null,
    reauthentication_token: '',
    reauthentication_sent_at: null,
  })
}

/** Changes a password; whoever else is signed in as this user no longer is. */
export async function changePassword(
  work: Work,
  user: User,
  password: string,
  sessionId: string | null,
): Promise<User> {
  const changed = await storePassword(work, user, password)
  await endSessions(work, user.id, sessionId === null ? 'global' : 'others', sessionId)
  return changed
}
