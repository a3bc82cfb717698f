import type { DbTx } from '../../../core/db/db'
import { appendEvents } from '../store'

/** What a call came to, as the page is to hear it. */
export type ToldUsage = {
  stage: string
  /** The execution of the stage that it was made in. */
  attempt: string
  lane: string | undefined
  /** The call's own name: a place that is asked again is another call. */
  call: string
  inputTokens: number
  outputTokens: number
  costMicros: bigint
  isReused: boolean
}

/**
 * Tells the page what is on the bill, in the transaction that puts it there: whichever worker dies or freezes then, the
 * two say the same. Says nothing once the run has ended.
 */
export async function tellUsage(tx: DbTx, runId: string, told: ToldUsage, now: Date): Promise<void> {
  const { lane, costMicros, isReused, ...more } = told
  const own = { ...(lane !== undefined && { lane }), ...(isReused && { isReused }) }
  await appendEvents(tx, runId, [{ type: 'usage', at: now.getTime(), ...more, ...own, costMicros: Number(costMicros) }])
}
