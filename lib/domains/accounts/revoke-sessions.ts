import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { markAllRevoked } from './store'

/**
 * Signs the caller out everywhere: every token and cookie of theirs is refused from now on.
 * @param keep `current`: the session that asks stays; otherwise it ends as well
 */
export const revokeSessions = (ctx: Ctx, who: Principal, { keep }: { keep?: 'current' | undefined }): Promise<void> =>
  markAllRevoked(ctx.db, who.userId, keep === 'current' ? who.sessionId : null, ctx.clock.now())
