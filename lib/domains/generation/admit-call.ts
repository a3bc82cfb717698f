import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../../context'
import type { ModelInfo, ModelPort, Usage } from '../../integrations/models/port'
import type { Payer } from '../credits/month-spend'
import { beginCall, type BudgetScope, type Reuse } from './call-store'

/** How soon a call that must wait for the others looks again: less and less often, because an answer can take minutes. */
const WAIT_MS = { first: 150, most: 1_500 }

/** The run, or its maker's month, has spent what it may. The stage goes on with its built-in maker, which costs nothing. */
export class BudgetSpent extends Error {
  constructor(scope: BudgetScope) {
    super(scope === 'run' ? 'The budget of this run is spent.' : 'The budget of this month is spent.')
    this.name = 'BudgetSpent'
  }
}

export type MeterOptions = {
  runId: string
  stage: string
  port: ModelPort
  info: ModelInfo
  payer: Payer
  budgetMicros: number
  reuse: Reuse | null
  /** Told after each answer, also a replayed one: the page adds up what the stage used. */
  onUsage?: (usage: Usage) => void
  /** Told when a call is not made because a budget is spent. */
  onSpent?: (scope: BudgetScope) => void
}

/** Waits until the call may be made. @returns what it has answered already, or null @throws BudgetSpent */
export async function admitCall(
  ctx: Ctx,
  options: MeterOptions,
  asked: { key: string; request: { model: string; signal: AbortSignal }; estimateMicros: bigint },
): Promise<{ key: string; known: unknown }> {
  const { key, request, estimateMicros } = asked
  const { runId, stage, payer, reuse } = options
  const budgetMicros = BigInt(options.budgetMicros)
  const call = { runId, reuse, key, stage, model: request.model, payer, estimateMicros, budgetMicros, now: ctx.clock.now() }
  let begun = await beginCall(ctx.db, call)
  for (let wait = WAIT_MS.first; begun === 'wait'; wait = Math.min(wait * 1.5, WAIT_MS.most)) {
    await sleep(wait, undefined, { signal: request.signal })
    begun = await beginCall(ctx.db, { ...call, now: ctx.clock.now() })
  }
  if (begun === 'call') return { key, known: null }
  if ('answer' in begun) return { key, known: begun.answer }
  options.onSpent?.(begun.spent)
  throw new BudgetSpent(begun.spent)
}
