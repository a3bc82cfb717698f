import { errorText } from '../../../core/error-texts'
import type { Words } from '../../../core/told'
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

/** Why a run could not deliver. */
export type RunFailure = { code: string; told: Words }

/** Ends a run that could not deliver. What is told is read by the person who started it. */
export function failRun(ctx: Ctx, runId: string, { code, told }: RunFailure): Promise<boolean> {
  const error = { code, message: errorText('en', told), told: [told].flat() }
  const end = { type: 'end', status: 'failed', version: null, evidence: null, error } as const
  return endRun(ctx.db, runId, end, null, ctx.clock.now())
}
