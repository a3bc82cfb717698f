import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { invalid } from '../../core/errors'
import { BUILTIN_MODEL } from '../accounts/constants'
import { type ModelAccess, modelAccess } from '../accounts/internal/model-access'
import { refuseSpentMonth } from '../credits/internal/month-spend'

/**
 * Refused rather than handed to the built-in generators: who named a model, or set one, would not expect another
 * generator's work.
 * @throws budget_spent
 */
export async function refuseWithoutBudget(ctx: Ctx, who: Principal, access: ModelAccess | null): Promise<void> {
  if (access === null) return
  const { price } = access.port.describeModel(access.model)
  const isFree = price.inputMicrosPerMillion === 0 && price.outputMicrosPerMillion === 0
  if (!isFree) await refuseSpentMonth(ctx.db, who.userId, ctx.clock.now())
}

/** The model of a run: the one that was asked for, the caller's default, or null for the built-in generators. */
export async function chooseModel(ctx: Ctx, who: Principal, model: string | undefined): Promise<ModelAccess | null> {
  const access = await modelAccess(ctx, who.userId, model)
  if (access === null && model !== undefined && model !== BUILTIN_MODEL) throw invalid('model', 'reason.noSuchModel')
  return access
}
