import type { Ctx } from '../../../context'
import { findFileEvent, findRunInput, selectAttribution, type RunRow } from '../store'

/**
 * The row of a run for the worker that executes it (internal).
 * @throws when it is gone: there is nobody left to run it for
 */
export async function readRun(ctx: Ctx, id: string): Promise<RunRow> {
  const run = await findRunInput(ctx.db, id)
  if (run === null) throw new Error(`run ${id} does not exist`)
  return run
}

/** Where the newest bytes of a file are that the run has written; null when it has not. */
export const fileOfRun = (ctx: Ctx, runId: string, path: string): Promise<{ sha256: string; size: number } | null> =>
  findFileEvent(ctx.db, runId, path)

/** Who made each stage that is done, by what was told last. */
export const attributionOfRun = async (ctx: Ctx, runId: string): Promise<Map<string, string>> =>
  new Map((await selectAttribution(ctx.db, runId)).map(({ stage, maker }) => [stage, maker]))
