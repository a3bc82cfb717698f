import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import { isModelError, type ModelPort } from '../../integrations/models/port'
import { modelAccess } from '../accounts/model-access'
import type { StageRecorder } from '../runs/recorder'
import type { Reuse } from './call-store'
import { BudgetSpent } from './admit-call'
import { meteredPort } from './metered-port'
import { MakerFailed } from './models/maker-failed'

/** Which maker a run uses; decided when it starts, so that a stage that runs again after a crash asks the same model. */
export type MakerChoice = {
  /** Null: the built-in makers. */
  model: string | null
  budgetMicros: number
  /** The run that this one tries again, and whose answers it takes over. */
  reuse: Reuse | null
}

export type StageModel = { port: ModelPort; model: string }

/** The model of one stage, metered; null when the run uses the built-in makers, or its model is gone meanwhile. */
export async function openStageModel(
  ctx: Ctx,
  run: { runId: string; ownerId: string } & MakerChoice,
  stage: string,
  recorder: () => StageRecorder,
): Promise<StageModel | null> {
  if (run.model === null) return null
  // A key that cannot be read any more, or an address that is refused by now: as good as no model, and no reason to fail a run.
  const access = await modelAccess(ctx, run.ownerId, run.model).catch((error: unknown) => {
    if (!(error instanceof AppError) && !isModelError(error)) throw error
    ctx.log.warn({ runId: run.runId, stage, reason: error.message }, 'the model of this run cannot be used; the built-in maker goes on')
    return null
  })
  if (access === null) return null
  const port = meteredPort(ctx, {
    runId: run.runId,
    stage,
    port: access.port,
    info: access.port.describeModel(access.model),
    payer: access.payer,
    budgetMicros: run.budgetMicros,
    reuse: run.reuse?.stages.includes(stage) ? run.reuse : null,
    onUsage: ({ inputTokens, outputTokens }) => recorder().say({ type: 'usage', inputTokens, outputTokens }),
    onSpent: (scope) => recorder().say({ type: 'budget', scope }),
  })
  return { port, model: access.model }
}

/** Why a stage goes on with its built-in maker; null when the error is not about the model: a cancel, or a fault of ours. */
export function reasonToFallBack(error: unknown): string | null {
  if (error instanceof BudgetSpent || error instanceof MakerFailed || isModelError(error)) return error.message
  return null
}
