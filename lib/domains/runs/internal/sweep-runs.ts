import { MINUTE, SECOND } from '../../../core/time'
import type { Ctx } from '../../../context'
import { enqueueRun } from './create-run'
import { endRun, isStillGoing, selectForgotten, selectLongRunning } from '../store'

/** A row this old without an enqueue belongs to a web process that died between the two. */
const FORGOTTEN_MS = 3 * SECOND
/** A run that has been going this long is compared with what the engine knows of it. */
const DOUBTFUL_MS = 1 * MINUTE

/**
 * Starts runs whose enqueue never happened and ends rows whose workflow has ended without them. Called with every
 * worker's heartbeat.
 */
export async function sweepRuns(ctx: Ctx): Promise<void> {
  const now = ctx.clock.now().getTime()
  const forgotten = await selectForgotten(ctx.db, new Date(now - FORGOTTEN_MS))
  for (const run of forgotten) await enqueueRun(ctx, run)

  const doubtful = await selectLongRunning(ctx.db, new Date(now - DOUBTFUL_MS))
  for (const run of doubtful) {
    const state = await ctx.engine.state(run.id, run.part ?? undefined)
    if (state === 'active') continue
    // Its first part may have ended just now because it waits for its user, or because the next part has been let go.
    if (!(await isStillGoing(ctx.db, run))) continue
    const status = state === 'cancelled' ? 'cancelled' : 'failed'
    const error = { code: 'interrupted', message: 'The run stopped without a result. Start it again.' }
    await endRun(ctx.db, run.id, { type: 'end', status, version: null, evidence: null, error }, null, ctx.clock.now())
  }
}
