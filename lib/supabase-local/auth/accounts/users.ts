import { AuthError } from '../auth-error.ts'
import type { Parameter } from '../../database.ts'
import type { Sql, Work } from '../work.ts'

type Json = Record<string, unknown>

/** A row of auth.identities, as `to_jsonb` writes it. */
export type Identity = {
  id: string
  provider_id: string
  user_id: string
  identity_data: Json | null
  provider: string
  last_sign_in_at: string | null
  created_at: string | null
  updated_at: string | null
  email?: string | null
}

/** A row of auth.mfa_factors, without its secret. */
export type Factor = {
  id: string
  user_id: string
  friendly_name: string | null
  factor_type: string
  status: string
  secret?: never
  phone: string | null
  last_challenged_at: string | null
  created_at: string
  updated_at: string
}

/**
 * A row of auth.users with its identities and factors. Seeds leave out what they like, so nearly everything may be
 * null.
 */
export type User = {
  id: string
  aud: string | null
  role: string | null
  email: string | null
  phone: string | null
  encrypted_password: string | null
  email_confirmed_at: string | null
  phone_confirmed_at: string | null
  confirmed_at: string | null
  invited_at: string | null
  confirmation_token: string | null
  confirmation_sent_at: string | null
  recovery_token: string | null
  recovery_sent_at: string | null
  email_change: string | null
  email_change_sent_at: string | null
  email_change_token_current: string | null
  email_change_token_new: string | null
  email_change_confirm_status: number | null
  reauthentication_token: string | null
  reauthentication_sent_at: string | null
  last_sign_in_at: string | null
  raw_app_meta_data: Json | null
  raw_user_meta_data: Json | null
  created_at: string | null
  updated_at: string | null
  banned_until: string | null
  deleted_at: string | null
  is_anonymous: boolean | null
  identities: Identity[]
  factors: Factor[]
}

/** The columns of `Found`, of a row `u` of auth.users. */
const FOUND = `to_jsonb(u) as row, coalesce((
    select jsonb_agg(to_jsonb(i) order by i.created_at, i.provider) from auth.identities i where i.user_id = u.id
  ), '[]'::jsonb) as identities, coalesce((
    select jsonb_agg(to_jsonb(f) - 'secret' order by f.created_at) from auth.mfa_factors f where f.user_id = u.id
  ), '[]'::jsonb) as factors`

type Found = { row: Omit<User, 'identities' | 'factors'>; identities: Identity[]; factors: Factor[] }

/** Users for which the SQL after `where` holds; `u` is the user's row. */
export async function findUsers(sql: Sql, where: string, values: readonly Parameter[]): Promise<User[]> {
  return (await sql<Found>(`select ${FOUND} from auth.users u where ${where}`, values)).map(toUser)
}

const toUser = ({ row, identities, factors }: Found): User => ({ ...row, identities, factors })

const findUser = async (sql: Sql, where: string, values: readonly Parameter[]): Promise<User | null> =>
  (await findUsers(sql, `${where} limit 1`, values))[0] ?? null

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

export const findUserById = async (sql: Sql, id: string): Promise<User | null> =>
  isUuid(id) ? await findUser(sql, 'u.id = $1', [id]) : null

/** Who has this address; `email` in lower case. Those of single sign-on do not count, as in the original. */
export const findUserByEmail = (sql: Sql, email: string): Promise<User | null> =>
  findUser(sql, `lower(u.email) = $1 and u.is_sso_user is not true and coalesce(u.aud, 'authenticated') = $2`, [
    email,
    'authenticated',
  ])

type TokenColumn = 'confirmation_token' | 'recovery_token' | 'email_change_token_current' | 'email_change_token_new'

/** Whose link this is. An empty token is nobody's: that is what the column holds when no mail is open. */
export async function findUserByToken(sql: Sql, columns: readonly TokenColumn[], token: string): Promise<User | null> {
  if (token === '') return null
  return await findUser(sql, `(${columns.map((column) => `u.${column} = $1`).join(' or ')})`, [token])
}

/** The user as it is in the database now, with what triggers changed. */
export async function reloadUser(sql: Sql, user: User): Promise<User> {
  const found = await findUserById(sql, user.id)
  if (!found) throw gone()
  return found
}

type Column = Exclude<keyof User, 'id' | 'identities' | 'factors' | 'confirmed_at' | 'created_at' | 'updated_at'>
/** Sets columns of one user; answers it as it is then. Objects are stored as JSON. */
export async function updateUser(work: Work, user: User, columns: Partial<Pick<User, Column>>): Promise<User> {
  const entries: [string, Parameter | object][] = Object.entries(columns)
  const assignments = entries.map(([name], at) => `${name} = $${at + 3}`)
  const values = entries.map(([, value]) => (typeof value === 'object' && value ? JSON.stringify(value) : value))
  const [changed] = await work.sql<Found>(
    `update auth.users u set updated_at = $2, ${assignments.join(', ')} where u.id = $1 returning ${FOUND}`,
    [user.id, work.now.toISOString(), ...values],
  )
  if (!changed) throw gone()
  return toUser(changed)
}

const gone = (): AuthError => new AuthError(404, 'user_not_found', 'User not found')

/** Adds members to metadata; a member that is null is taken away. */
export function merged(old: Json | null, changes: Json): Json {
  const entries = Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null)
  return Object.fromEntries(entries)
}

export const hasPassword = (user: User): boolean => (user.encrypted_password ?? '') !== ''
export const isConfirmed = (user: User): boolean => user.email_confirmed_at !== null
export const isBanned = (user: User, now: Date): boolean =>
  user.banned_until === 'infinity' || (user.banned_until !== null && new Date(user.banned_until) > now)

/** `infinity` is a time to Postgres and none to JavaScript. */
function time(value: string | null | undefined): string | undefined {
  if (value === null || value === undefined) return undefined
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? value : date.toISOString()
}

const identityBody = (identity: Identity): Json => ({
  identity_id: identity.id,
  id: identity.provider_id,
  user_id: identity.user_id,
  identity_data: identity.identity_data ?? {},
  provider: identity.provider,
  last_sign_in_at: time(identity.last_sign_in_at),
  created_at: time(identity.created_at),
  updated_at: time(identity.updated_at),
  email: identity.email ?? undefined,
})

/** What the API tells of a factor. */
export const factorBody = ({ user_id: _owner, phone, friendly_name: name, ...factor }: Factor): Json => ({
  ...factor,
  ...(name ? { friendly_name: name } : {}),
  phone: phone ?? '',
  created_at: time(factor.created_at),
  updated_at: time(factor.updated_at),
  last_challenged_at: time(factor.last_challenged_at) ?? null,
})

/** The user as the API tells it: no password, no tokens; times that are not there are left out. */
export const userBody = (user: User): Json => ({
  id: user.id,
  aud: user.aud ?? 'authenticated',
  role: user.role ?? 'authenticated',
  email: user.email ?? '',
  email_confirmed_at: time(user.email_confirmed_at),
  invited_at: time(user.invited_at),
  phone: user.phone ?? '',
  phone_confirmed_at: time(user.phone_confirmed_at),
  confirmation_sent_at: time(user.confirmation_sent_at),
  confirmed_at: time(user.confirmed_at),
  recovery_sent_at: time(user.recovery_sent_at),
  new_email: user.email_change || undefined,
  email_change_sent_at: time(user.email_change_sent_at),
  reauthentication_sent_at: time(user.reauthentication_sent_at),
  last_sign_in_at: time(user.last_sign_in_at),
  app_metadata: user.raw_app_meta_data ?? {},
  user_metadata: user.raw_user_meta_data ?? {},
  factors: user.factors.length === 0 ? undefined : user.factors.map(factorBody),
  identities: user.identities.map(identityBody),
  created_at: time(user.created_at),
  updated_at: time(user.updated_at),
  banned_until: time(user.banned_until),
  deleted_at: time(user.deleted_at),
  is_anonymous: user.is_anonymous ?? false,
})
