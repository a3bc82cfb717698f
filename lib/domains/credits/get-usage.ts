import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { monthlyBudgetOf } from '../accounts/internal/monthly-budget'
import type { MonthUsage } from './contract'
import { monthOf } from './policy'
import { findSpend } from './store'

/** What the caller's model calls cost this month, who paid, and the budget they have set. */
export async function getUsage(ctx: Ctx, who: Principal): Promise<MonthUsage> {
  const { month, from, until } = monthOf(ctx.clock.now())
  const [spend, budget] = await Promise.all([findSpend(ctx.db, who.userId, month), monthlyBudgetOf(ctx.db, who.userId)])
  const [ownMicros, installationMicros] = [Number(spend.ownMicros), Number(spend.installationMicros)]
  return {
    month,
    from: from.toISOString(),
    until: until.toISOString(),
    spentMicros: ownMicros + installationMicros,
    ownMicros,
    installationMicros,
    budgetMicros: budget === null ? null : Number(budget),
  }
}
