import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { User } from './contract'
import { findUser } from './store'

/** The account that asks. @throws unauthenticated when it was deleted a moment ago */
export async function currentUser(ctx: Ctx, who: Principal): Promise<User> {
  const user = await findUser(ctx.db, who.userId)
  if (user === null) throw new AppError('unauthenticated')
  return user
}
