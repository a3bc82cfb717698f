import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { markRevoked } from './store'

/** Ends the session of this request; every token and cookie of it is refused from now on. */
export async function logOut(ctx: Ctx, who: Principal): Promise<void> {
  if (who.sessionId !== null) await endSession(ctx, who.sessionId)
}

/** Ends a session by its id, for callers that hold the proof themselves (the browser's signed cookie). */
export const endSession = async (ctx: Ctx, sessionId: string): Promise<void> => {
  await markRevoked(ctx.db, sessionId, null, ctx.clock.now())
}
