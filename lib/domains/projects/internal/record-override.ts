import type { Ctx } from '../../../context'
import { updateOverride } from '../store'

/** Writes the user's reason for using an unverified version beside it (internal: the caller has checked ownership). */
export const recordOverride = (ctx: Ctx, input: { projectId: string; number: number; reason: string }): Promise<void> =>
  updateOverride(ctx.db, { ...input, now: ctx.clock.now() })
