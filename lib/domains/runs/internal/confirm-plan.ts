import type { Json } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { enqueueSoon } from './create-run'
import { newId } from '../../../core/ids'
import { appendEvents, confirmRun, parkRun } from '../store'

/** The name of the waiting among a run's stages. */
export const CONFIRM = 'confirm'

/** Parks a run with its plan (internal: the run's own step). It holds no worker while it waits. */
export const waitForPlan = (ctx: Ctx, runId: string, plan: Json): Promise<boolean> => parkRun(ctx.db, runId, plan)

/** Lets a waiting run go on (internal: the caller has checked ownership). False when it does not wait. */
export async function confirmPlan(
  ctx: Ctx,
  run: { id: string; kind: string; ownerId: string; part: string; plan?: Json },
): Promise<boolean> {
  const isConfirmed = await confirmRun(ctx.db, run.id, run)
  if (!isConfirmed) return false
  // At once and not when a worker has time: whoever has the plan open elsewhere sees that it is no longer theirs to
  // confirm.
  await sayConfirmed(ctx, run.id)
  await enqueueSoon(ctx, run)
  return true
}

/**
 * Tells the page that the waiting is over. Said twice it says the same: in one piece, so that nobody sees it waiting in
 * between.
 */
export function sayConfirmed(ctx: Ctx, runId: string): Promise<void> {
  const said = { stage: CONFIRM, attempt: newId('attempt') } as const
  return appendEvents(ctx.db, runId, [
    { type: 'attempt', ...said },
    { type: 'stage', ...said, status: 'done' },
  ])
}
