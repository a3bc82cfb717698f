import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { markAllRevoked } from './store'

/**
 * Signs the caller out everywhere, also where they ask from: every token and cookie of theirs is refused from now on.
 */
export const revokeSessions = (ctx: Ctx, who: Principal): Promise<void> =>
  markAllRevoked(ctx.db, who.userId, ctx.clock.now())
