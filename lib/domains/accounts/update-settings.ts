import { transaction } from '../../core/db/db'
import { invalid } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { isModelError } from '../../integrations/models/port'
import type { UpdatedSettings, UpdateSettingsInput } from './contract'
import { toSettings } from './get-settings'
import { modelKeyFor } from './internal/model-access'
import { lockSettings, saveSettings } from './settings-store'

/**
 * Changes the caller's settings; what is left out stays, null clears. A key belongs to the base URL it was entered
 * with: when that changes and no key comes along, the stored one is dropped and `keyDropped` says so, because whoever
 * may change the address could otherwise have the key sent to a server of theirs.
 * @throws invalid_input an address that no model server may have · a key without an address
 */
export async function updateSettings(ctx: Ctx, who: Principal, input: UpdateSettingsInput): Promise<UpdatedSettings> {
  const { userId } = who
  const given = input.model ?? {}
  // Asks a name server, so it comes before the transaction.
  const checked = typeof given.baseUrl === 'string' ? await checkedBaseUrl(ctx, given.baseUrl) : given.baseUrl
  return transaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const before = await lockSettings(tx, userId, now)
    const baseUrl = checked === undefined ? before.modelBaseUrl : checked
    if (typeof given.apiKey === 'string' && baseUrl === null) throw invalid('model.apiKey', 'reason.modelKeyFor')
    const isMoved = baseUrl !== before.modelBaseUrl
    const key = given.apiKey === undefined && isMoved ? null : given.apiKey
    const after = {
      modelBaseUrl: baseUrl,
      modelDefault: given.defaultModel === undefined ? before.modelDefault : given.defaultModel,
      modelKeyLastFour: key === undefined ? before.modelKeyLastFour : lastFour(key),
      locale: input.locale === undefined ? before.locale : input.locale,
      preferences: {
        planFirst: input.preferences?.planFirst ?? before.preferences.planFirst,
        learn: input.preferences?.learn ?? before.preferences.learn,
      },
      monthlyBudgetMicros:
        input.budget?.monthlyMicros === undefined
          ? before.monthlyBudgetMicros
          : microsOrNull(input.budget.monthlyMicros),
    }
    const sealed =
      key === undefined || key === null || baseUrl === null ? key : ctx.cipher.seal(key, modelKeyFor(userId, baseUrl))
    await saveSettings(
      tx,
      userId,
      { ...after, ...(sealed === undefined ? {} : { modelKey: sealed as Uint8Array<ArrayBuffer> | null }) },
      now,
    )
    return {
      ...toSettings(after),
      keyDropped: before.modelKeyLastFour !== null && given.apiKey === undefined && isMoved,
    }
  })
}

const microsOrNull = (micros: number | null): bigint | null => (micros === null ? null : BigInt(micros))

const lastFour = (key: string | null): string | null => key && key.slice(-4)

async function checkedBaseUrl(ctx: Ctx, baseUrl: string): Promise<string> {
  try {
    return await ctx.models.checkBaseUrl(baseUrl)
  } catch (error) {
    if (isModelError(error)) throw invalid('model.baseUrl', error.told)
    throw error
  }
}
