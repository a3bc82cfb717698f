import { sha256 } from '../../core/crypto'
import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import type { LoginInput, User } from './contract'
import { isPassword } from './password'
import { clearFailures, countFailure, findLock, findUserWithHash } from './store'

/** From where somebody signs in. */
export type SignInPlace = { ip: string; userAgent: string | null }

/**
 * Address and password → the account. Five failures of one (account, IP) pair lock it for 15 minutes, whether or not
 * the account exists. The lock is looked at again after the password was checked, in the order in which the guesses
 * were counted: a hundred guesses at once get no more tries than a hundred in a row. When the database does not answer,
 * nobody gets in.
 * @throws invalid_credentials · account_locked (with the seconds to wait)
 */
export async function checkCredentials(ctx: Ctx, input: LoginInput, place: SignInPlace): Promise<User> {
  const key = sha256(`${input.email}\n${place.ip}`)
  await refuseWhileLocked(ctx, key)
  const found = await findUserWithHash(ctx.db, input.email)
  const isRight = await isPassword(input.password, found?.passwordHash ?? null)
  if (!isRight || found === null) {
    await countFailure(ctx.db, key, ctx.clock.now())
    throw new AppError('invalid_credentials')
  }
  await clearFailures(ctx.db, key, ctx.clock.now())
  await refuseWhileLocked(ctx, key)
  return found.user
}

async function refuseWhileLocked(ctx: Ctx, key: string): Promise<void> {
  const now = ctx.clock.now()
  const until = await findLock(ctx.db, key, now)
  if (until === null) return
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1_000)
  throw new AppError('account_locked', `Too many failed attempts. Try again in ${Math.ceil(seconds / 60)} min.`, {
    retryAfter: seconds,
  })
}
