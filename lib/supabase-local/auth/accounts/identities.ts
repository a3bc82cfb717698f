import type { Work } from '../work.ts'
import { merged, reloadUser, updateUser, type User } from './users.ts'

type Json = Record<string, unknown>

/**
 * Adds the identity of somebody who signs in by address and password or link. `data` came with the request: it never
 * says whether an address is verified.
 */
export async function addEmailIdentity(
  work: Work,
  user: User,
  email: string,
  { data = {}, isVerified = false }: { data?: Json; isVerified?: boolean } = {},
): Promise<User> {
  const identity = { ...data, sub: user.id, email, email_verified: isVerified, phone_verified: false }
  await work.sql(
    `insert into auth.identities
       (id, provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
     values (gen_random_uuid(), $1, $2, $3, 'email', $4, $4, $4)`,
    [user.id, user.id, JSON.stringify(identity), work.now.toISOString()],
  )
  return await reloadUser(work.sql, user)
}

export const emailIdentity = (user: User) => user.identities.find(({ provider }) => provider === 'email')

/** Writes members into the identity of the address; makes one when there is none. */
export async function setEmailIdentity(work: Work, user: User, email: string, isVerified: boolean): Promise<User> {
  const identity = emailIdentity(user)
  if (!identity) return await addEmailIdentity(work, user, email, { isVerified })
  const data = merged(identity.identity_data, { email, email_verified: isVerified })
  await work.sql(`update auth.identities set identity_data = $2, updated_at = $3 where id = $1`, [
    identity.id,
    JSON.stringify(data),
    work.now.toISOString(),
  ])
  return await reloadUser(work.sql, user)
}

/** Says in `app_metadata` by which providers somebody signs in. */
export async function listProviders(work: Work, user: User): Promise<User> {
  const providers = [...new Set(user.identities.map(({ provider }) => provider))]
  const first = providers[0]
  if (first === undefined) return user
  const listed = merged(user.raw_app_meta_data, { provider: first, providers })
  return await updateUser(work, user, { raw_app_meta_data: listed })
}

/** The address is proven: what waited for that is done, and every open link or code of the account ends. */
export async function confirmUser(work: Work, user: User): Promise<User> {
  const email = user.email ?? ''
  const confirmed = await updateUser(work, user, {
    confirmation_token: '',
    recovery_token: '',
    email_change_token_current: '',
    email_change_token_new: '',
    reauthentication_token: '',
    email_confirmed_at: work.now.toISOString(),
    raw_user_meta_data: merged(user.raw_user_meta_data, { email_verified: true }),
  })
  return email === '' ? confirmed : await verifyIdentity(work, confirmed, email)
}

async function verifyIdentity(work: Work, user: User, email: string): Promise<User> {
  const identity = emailIdentity(user)
  return identity?.email === email.toLowerCase() ? await setEmailIdentity(work, user, email, true) : user
}
