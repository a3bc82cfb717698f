import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { SessionInfo } from './contract'
import { selectSessions } from './store'

/** Where the caller is signed in, last seen first, at most 100 places. */
export async function listSessions(ctx: Ctx, who: Principal): Promise<{ items: SessionInfo[]; nextCursor: null }> {
  const sessions = await selectSessions(ctx.db, who.userId, ctx.clock.now())
  return { items: sessions.map((session) => ({ ...session, current: session.id === who.sessionId })), nextCursor: null }
}
