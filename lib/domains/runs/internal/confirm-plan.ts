import { type Json, transaction } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { enqueueSoon } from './create-run'
import { newId } from '../../../core/ids'
import { beginning } from '../events'
import { appendEvents, confirmRun, markStage, parkRun } from '../store'

/** The name of the waiting among a run's stages. */
export const CONFIRM = 'confirm'

const PERCENT = 15

/**
 * Parks a run with its plan, and tells its page, in one piece: whoever hears that it waits finds the plan. It holds no
 * worker while it waits. False when it has ended meanwhile, or was confirmed already.
 * @param attempt the execution of the run's own step
 */
export const waitForPlan = (ctx: Ctx, runId: string, plan: Json, attempt: string): Promise<boolean> =>
  transaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    await markStage(tx, runId, CONFIRM, PERCENT, now)
    if (!(await parkRun(tx, runId, plan))) return false
    await appendEvents(tx, runId, beginning({ stage: CONFIRM, attempt, at: now.getTime() }, 'running'))
    return true
  })

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
  return appendEvents(ctx.db, runId, beginning({ stage: CONFIRM, attempt: newId('attempt') }, 'done'))
}
