import { refusal } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import type { Run } from './contract'
import { endRun, findOwnedRun, presentRun } from './store'

/**
 * Stops a run now. The row ends first: from then on nothing more is said or delivered, even if the engine needs a
 * moment to reach a step that is under way. Cancelling twice answers `run_finished`.
 */
export async function cancelRun(ctx: Ctx, who: Principal, input: { id: string }): Promise<Run> {
  const run = await findOwnedRun(ctx.db, who, input.id)
  const ended = await endRun(
    ctx.db,
    run.id,
    { type: 'end', status: 'cancelled', version: null, evidence: null, error: null },
    null,
    ctx.clock.now(),
  )
  if (!ended) throw refusal('run_finished', 'detail.runEnded', { status: run.status })
  await ctx.engine.cancel(run.id, run.part ?? undefined)
  return presentRun(await findOwnedRun(ctx.db, who, input.id))
}
