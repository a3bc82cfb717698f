import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { markRevoked } from './store'

/** Signs one of the caller's places out. @throws not_found missing, foreign or over already */
export async function revokeSession(ctx: Ctx, who: Principal, id: string): Promise<void> {
  if (!(await markRevoked(ctx.db, id, who.userId, ctx.clock.now()))) throw notFound('session')
}
