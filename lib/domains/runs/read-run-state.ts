import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { initialState, reduceRun, type RunState } from './reduce'
import { findOwnedRun, readEvents } from './store'

/** A run as far as it has come; whoever follows it goes on after event `seq`. */
export type RunPicture = { runId: string; state: RunState; seq: number }

/**
 * What a run has said so far, reduced: a page that is drawn on the server shows it at once, and the stream adds only
 * what comes later.
 * @throws not_found
 */
export async function readRunState(ctx: Ctx, who: Principal, input: { id: string }): Promise<RunPicture> {
  const run = await findOwnedRun(ctx.db, who, input.id)
  let state = initialState
  let seq = 0
  for (;;) {
    const events = await readEvents(ctx.db, run.id, seq)
    if (events.length === 0) return { runId: run.id, state, seq }
    for (const { event } of events) state = reduceRun(state, event)
    seq = events.at(-1)?.seq ?? seq
  }
}
