import { readEmail } from '../mails/addresses.ts'
import { AuthError } from '../auth-error.ts'
import { checkPassword } from '../accounts/passwords.ts'
import { findUserById, type User } from '../accounts/users.ts'
import type { Work } from '../work.ts'

/** What the service may say of an account; what is not given stays as it is. */
export type Account = {
  email: string
  password: string | undefined
  passwordHash: string
  isConfirmed: boolean
  userData: Record<string, unknown> | undefined
  appData: Record<string, unknown> | undefined
  role: string
  bannedUntil: string | null | undefined
}

/** The body of a request to create or change an account. */
export function readAccount(work: Work): Account {
  const { fields } = work
  if (fields.text('phone') !== '') {
    throw new AuthError(400, 'phone_provider_disabled', 'Accounts by phone number are not supported locally')
  }
  const password = fields.optionalText('password')
  const passwordHash = fields.text('password_hash')
  if (password !== undefined && passwordHash !== '') {
    throw new AuthError(400, 'validation_failed', 'Only a password or a password hash should be provided')
  }
  if (passwordHash !== '' && !/^\$2[aby]\$\d\d\$[./\w]{53}$/.test(passwordHash)) {
    throw new AuthError(400, 'validation_failed', 'Only bcrypt hashes are supported locally')
  }
  if (password) checkPassword(work, password)
  return {
    email: fields.text('email') === '' ? '' : readEmail(fields.text('email')),
    password: password || undefined,
    passwordHash,
    isConfirmed: fields.flag('email_confirm', false),
    userData: fields.object('user_metadata'),
    appData: fields.object('app_metadata'),
    role: fields.text('role'),
    bannedUntil: readBan(work),
  }
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** `24h`, `1h30m` or `none`; the time until which somebody is locked out, null for nobody. */
function readBan(work: Work): string | null | undefined {
  const text = work.fields.text('ban_duration')
  if (text === '') return undefined
  if (text === 'none') return null
  if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) {
    const message = `invalid format for ban duration: time: invalid duration "${text}"`
    throw new AuthError(400, 'validation_failed', message)
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)]
  const length = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0)
  // Longer than a Date can say is for ever.
  const until = new Date(Math.min(work.now.getTime() + length, 8.64e15))
  return length === 0 ? null : until.getUTCFullYear() > 9999 ? '9999-12-31T00:00:00Z' : until.toISOString()
}

/** The account that a path names. */
export async function namedUser(work: Work, id: string): Promise<User> {
  if (!/^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(id)) {
    throw new AuthError(404, 'validation_failed', 'user_id must be an UUID')
  }
  const user = await findUserById(work.sql, id)
  if (!user) throw new AuthError(404, 'user_not_found', 'User not found')
  return user
}
