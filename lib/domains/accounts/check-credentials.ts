import { holderOf } from '../../core/addresses'
import { sha256 } from '../../core/crypto'
import { AppError, refusal } from '../../core/errors'
import { InTurn } from '../../core/in-turn'
import type { Ctx } from '../../context'
import type { LoginInput, User } from './contract'
import { isPassword } from './passwords/password'
import { ACCOUNT_TRIES, PLACE_TRIES } from './policy'
import { findUserWithHash } from './store'
import { keepSuccess, takeTry } from './passwords/try-store'

/** From where somebody signs in. */
export type SignInPlace = { ip: string; userAgent: string | null }

/**
 * Two right passwords at the same moment would count as two tries that are still being looked at; one after the other,
 * neither does. Between processes the count alone decides, in the attacker's disfavour.
 */
const turns = new InTurn()

/**
 * Address and password → the account. A try is counted before the password is looked at, and while a lock is on none
 * is: whoever guesses in parallel, or guesses right too late, learns nothing. Five wrong ones lock one account from one
 * network for 15 minutes, twenty the account from everywhere for an hour, except from networks it was signed in to from
 * lately; whether or not the account exists. When the database does not answer, nobody gets in.
 * @throws invalid_credentials · account_locked (with the seconds to wait)
 */
export const checkCredentials = (ctx: Ctx, input: LoginInput, place: SignInPlace): Promise<User> =>
  turns.run(input.email, () => check(ctx, input, place))

async function check(ctx: Ctx, input: LoginInput, { ip }: SignInPlace): Promise<User> {
  const keys = { place: sha256(`${input.email}\n${holderOf(ip)}`), account: sha256(`account\n${input.email}`) }
  const now = ctx.clock.now()
  const here = await takeTry(ctx.db, keys.place, PLACE_TRIES, now)
  refuseUntil(here.lockedUntil, now)
  const everywhere = await takeTry(ctx.db, keys.account, ACCOUNT_TRIES, now)
  if (!here.isKnown) refuseUntil(everywhere.lockedUntil, now)
  const found = await findUserWithHash(ctx.db, input.email)
  const isRight = await isPassword(input.password, found?.passwordHash ?? null)
  if (!isRight || found === null) throw new AppError('invalid_credentials')
  await keepSuccess(ctx.db, keys, ctx.clock.now())
  return found.user
}

function refuseUntil(until: Date | null, now: Date): void {
  if (until === null) return
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1_000)
  throw refusal('account_locked', 'detail.locked', { minutes: Math.ceil(seconds / 60) }, { retryAfter: seconds })
}
