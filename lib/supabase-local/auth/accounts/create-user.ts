import { DatabaseError } from '../../database.ts'
import { AuthError } from '../auth-error.ts'
import { addEmailIdentity } from './identities.ts'
import { findUserById, merged, updateUser, type User } from './users.ts'
import type { Work } from '../work.ts'

export type NewUser = {
  id?: string
  /** In lower case; '' for somebody without an account. */
  email: string
  /** '' for somebody who signs in by mail only. */
  password: string
  /** bcrypt, instead of a password. */
  passwordHash?: string
  data: Record<string, unknown>
  appData?: Record<string, unknown>
  role?: string
}

/**
 * Adds an account. Triggers of the project run within this statement; what they refuse is told as the original tells
 * it, because that is the message people search for.
 */
export async function createUser(work: Work, made: NewUser): Promise<User> {
  const isAnonymous = made.email === ''
  const appData = isAnonymous ? {} : { provider: 'email', providers: ['email'] }
  const id = await insertUser(work, made, isAnonymous, merged(appData, made.appData ?? {}))
  const user = await findUserById(work.sql, id)
  if (!user) throw new AuthError(500, 'unexpected_failure', 'Database error loading user after sign-up')
  return user
}

async function insertUser(work: Work, made: NewUser, isAnonymous: boolean, appData: object): Promise<string> {
  try {
    const [row] = await work.sql<{ id: string }>(
      `insert into auth.users
         (instance_id, id, aud, role, email, encrypted_password, raw_app_meta_data, raw_user_meta_data,
          is_anonymous, created_at, updated_at, confirmation_token, recovery_token, email_change,
          email_change_token_new, email_change_token_current, reauthentication_token)
       values ('00000000-0000-0000-0000-000000000000', coalesce($1::uuid, gen_random_uuid()), 'authenticated', $2,
         nullif($3::text, ''),
         case when $4::text <> '' then extensions.crypt($4::text, extensions.gen_salt('bf'))
           else nullif($5::text, '') end,
         $6::jsonb, $7::jsonb, $8, $9, $9, '', '', '', '', '', '')
       returning id::text as id`,
      [
        made.id ?? null,
        made.role ?? 'authenticated',
        made.email,
        made.password,
        made.passwordHash ?? '',
        JSON.stringify(appData),
        JSON.stringify(made.data),
        isAnonymous,
        work.now.toISOString(),
      ],
    )
    return row?.id ?? ''
  } catch (error) {
    if (isUnfit(error)) throw error
    throw isTaken(error)
      ? new AuthError(422, 'user_already_exists', 'User already registered')
      : new AuthError(500, 'unexpected_failure', 'Database error saving new user', undefined, error)
  }
}

/** Text that Postgres cannot hold in JSON or at all; a trigger cannot have made it. */
const isUnfit = (error: unknown): boolean => error instanceof DatabaseError && ['22P05', '22021'].includes(error.code)

/** Two requests for one address at the same moment: the second one meets the index. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'users_email_partial_key'

/** An account with an address: its identity, and what the identity says in the metadata, as the original does. */
export async function createEmailUser(work: Work, made: NewUser): Promise<User> {
  const user = await createUser(work, made)
  const identified = await addEmailIdentity(work, user, made.email, { data: made.data })
  const identity = identified.identities[0]?.identity_data ?? {}
  return await updateUser(work, identified, { raw_user_meta_data: merged(identified.raw_user_meta_data, identity) })
}
