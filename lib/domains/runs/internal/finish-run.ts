import type { Json } from '../../../core/db/db'
import type { Ctx } from '../../../context'
import { endRun } from '../store'

/**
 * Ends a run with what it delivered; a run that only answered a question delivers no version and so has no evidence.
 * Repeated, or after a cancel, it changes nothing.
 */
export const completeRun = (
  ctx: Ctx,
  runId: string,
  done: { version: number; evidence: string; result: Json } | { version: null; evidence: null; result: Json },
): Promise<boolean> =>
  endRun(
    ctx.db,
    runId,
    { type: 'end', status: 'completed', version: done.version, evidence: done.evidence, error: null },
    done.result,
    ctx.clock.now(),
  )

/** Ends a run that could not deliver. `message` is read by the person who started it. */
export const failRun = (ctx: Ctx, runId: string, error: { code: string; message: string }): Promise<boolean> =>
  endRun(ctx.db, runId, { type: 'end', status: 'failed', version: null, evidence: null, error }, null, ctx.clock.now())
