import type { Json } from '../../core/db/db'
import type { Ctx } from '../../context'
import { enqueueSoon } from './create-run'
import { confirmRun, parkRun } from './store'

/** Parks a run with its plan (internal: the run's own step). It holds no worker while it waits. */
export const waitForPlan = (ctx: Ctx, runId: string, plan: Json): Promise<boolean> => parkRun(ctx.db, runId, plan)

/** Lets a waiting run go on (internal: the caller has checked ownership). False when it does not wait. */
export async function confirmPlan(
  ctx: Ctx,
  run: { id: string; kind: string; ownerId: string; part: string; plan?: Json },
): Promise<boolean> {
  const isConfirmed = await confirmRun(ctx.db, run.id, run)
  if (isConfirmed) await enqueueSoon(ctx, run)
  return isConfirmed
}
