import type { Ctx } from '../../context'
import type { StageRecorder } from './recorder'
import { selectUsageTold } from './store'

/**
 * For a stage that begins anew without asking again, as the architect does with a confirmed plan: what its calls cost
 * stays on the page.
 */
export async function tellUsageAgain(ctx: Ctx, runId: string, recorder: StageRecorder): Promise<void> {
  for (const event of await selectUsageTold(ctx.db, runId, recorder.stage, recorder.attempt)) {
    if (event.type !== 'usage') continue
    const { stage: _stage, attempt: _attempt, at: _at, ...said } = event
    recorder.say(said)
  }
}
