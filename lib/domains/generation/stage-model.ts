import type { Ctx } from '../../context'
import { isModelError, type ModelPort } from '../../integrations/models/port'
import { modelAccess } from '../accounts/model-access'
import type { StageRecorder } from '../runs/recorder'
import { BudgetSpent, meteredPort } from './metered-port'
import { MakerFailed } from './models/maker-failed'

/** Which maker a run uses; decided when it starts, so that a stage that runs again after a crash asks the same model. */
export type MakerChoice = {
  /** Null: the built-in makers. */
  model: string | null
  budgetMicros: number
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
  const access = await modelAccess(ctx, run.ownerId, run.model)
  if (access === null) return null
  const port = meteredPort(ctx, {
    runId: run.runId,
    stage,
    port: access.port,
    info: access.port.describeModel(access.model),
    budgetMicros: run.budgetMicros,
    onUsage: ({ inputTokens, outputTokens }) => recorder().say({ type: 'usage', inputTokens, outputTokens }),
  })
  return { port, model: access.model }
}

/** Why a stage goes on with its built-in maker; null when the error is not about the model: a cancel, or a fault of ours. */
export function reasonToFallBack(error: unknown): string | null {
  if (error instanceof BudgetSpent || error instanceof MakerFailed || isModelError(error)) return error.message
  return null
}
