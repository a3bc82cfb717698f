import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../../../context'
import type { Adaptation, ModelInfo, ModelPort } from '../../../integrations/models/port'
import type { Payer } from '../../credits/internal/month-spend'
import { BudgetSpent } from './budget-spent'
import { beginCall, type Claim, type KeptCall, type Reuse } from './call-store'
import type { TellLive } from './live-usage'

/**
 * How soon a call that must wait for the others looks again: less and less often, because an answer can take minutes.
 */
const WAIT_MS = { first: 150, most: 1_500 }

export type MeterOptions = {
  runId: string
  stage: string
  /** The execution of the stage that asks. */
  attempt: () => string
  /** Calls of one stage that go on side by side are counted apart: which of them asks first is a matter of chance. */
  lane?: string
  port: ModelPort
  info: ModelInfo
  payer: Payer
  budgetMicros: number
  reuse: Reuse | null
  /** Told while an answer is on its way, by the call's name, with what it comes to so far; estimates. */
  onWriting?: (call: string, ...so: Parameters<TellLive>) => void
  /** Told when the server asks to wait for so many milliseconds. */
  onRest?: (ms: number) => void
  /** Told in what way the model was asked otherwise than usual. */
  onAdapted?: (adaptation: Adaptation) => void
}

/**
 * Waits until the call may be made.
 * @returns what it has answered already, or the claim with which to end it
 * @throws BudgetSpent · RunEnded
 */
export async function admitCall(
  ctx: Ctx,
  options: MeterOptions,
  asked: { key: string; request: { model: string; signal: AbortSignal }; estimateMicros: bigint },
): Promise<{ known: KeptCall } | { known: null; claim: Claim }> {
  const { key, request, estimateMicros } = asked
  const { runId, stage, lane, payer, reuse } = options
  const budgetMicros = BigInt(options.budgetMicros)
  const { model } = request
  const made = { runId, key, stage, attempt: options.attempt(), lane, model, payer }
  const call = { ...made, reuse, estimateMicros, budgetMicros }
  let now = ctx.clock.now()
  let begun = await beginCall(ctx.db, { ...call, now })
  for (let wait = WAIT_MS.first; begun === 'wait'; wait = Math.min(wait * 1.5, WAIT_MS.most)) {
    await sleep(wait, undefined, { signal: request.signal })
    now = ctx.clock.now()
    begun = await beginCall(ctx.db, { ...call, now })
  }
  if (begun === 'call') return { known: null, claim: { ...made, began: now } }
  if ('answer' in begun) return { known: begun }
  throw new BudgetSpent(begun.spent, options.budgetMicros)
}
