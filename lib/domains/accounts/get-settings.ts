import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Settings } from './contract'
import { findSettings, type SettingsRow } from './settings-store'

/** What the caller has set. Of a key only the last four characters. */
export const getSettings = async (ctx: Ctx, who: Principal): Promise<Settings> =>
  toSettings(await findSettings(ctx.db, who.userId))

export const toSettings = (row: SettingsRow): Settings => ({
  model: {
    baseUrl: row.modelBaseUrl,
    defaultModel: row.modelDefault,
    key: row.modelKeyLastFour === null ? null : { lastFour: row.modelKeyLastFour },
  },
  locale: row.locale,
  preferences: row.preferences,
  budget: { monthlyMicros: row.monthlyBudgetMicros === null ? null : Number(row.monthlyBudgetMicros) },
})
