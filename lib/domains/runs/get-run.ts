import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import type { Run } from './contract'
import { findOwnedRun, presentRun } from './store'

/** One run of the caller's. */
export const getRun = async (ctx: Ctx, who: Principal, input: { id: string }): Promise<Run> =>
  presentRun(await findOwnedRun(ctx.db, who, input.id))
