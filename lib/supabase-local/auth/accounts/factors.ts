import { AuthError } from '../auth-error.ts'
import type { Session } from '../sessions.ts'
import type { Factor, User } from './users.ts'
import type { Work } from '../work.ts'

export const isVerified = ({ status }: Factor): boolean => status === 'verified'
export const hasSecondFactor = (user: User): boolean => user.factors.some(isVerified)

/** A factor of this user. @throws AuthError */
export function requireFactor(user: User, id: string): Factor {
  const factor = user.factors.find((one) => one.id === id)
  if (!factor) throw new AuthError(404, 'mfa_factor_not_found', 'Factor not found')
  return factor
}

/** The secret never travels with the user; it is read where a code is compared. */
export async function secretOf(work: Work, factor: Factor): Promise<string> {
  const [row] = await work.sql<{ secret: string }>(`select secret from auth.mfa_factors where id = $1`, [factor.id])
  return row?.secret ?? ''
}

/** Who has a second factor uses it before they change how they sign in. */
export function requireSecondFactor(user: User, session: Session | null, message: string): void {
  if (hasSecondFactor(user) && session?.aal !== 'aal2') throw new AuthError(401, 'insufficient_aal', message)
}

/** Takes a factor away; sessions that were proven by it count as half as sure from now on. */
export async function removeFactor(work: Work, factor: Factor): Promise<void> {
  await work.sql(`delete from auth.mfa_factors where id = $1`, [factor.id])
  await work.sql(
    `with lowered as (
       update auth.sessions set aal = 'aal1', factor_id = null where factor_id = $1 returning id
     )
     delete from auth.mfa_amr_claims a using lowered
     where a.session_id = lowered.id and a.authentication_method = 'totp'`,
    [factor.id],
  )
}
