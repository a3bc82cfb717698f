import type { Ctx } from '../../../context'
import { appendEvents } from '../store'

/** Tells whoever watches a run that the project has a version to look at while it goes on. */
export const tellVersion = (ctx: Ctx, runId: string, version: number): Promise<void> =>
  appendEvents(ctx.db, runId, [{ type: 'version', at: ctx.clock.now().getTime(), version }])
