import type { DbLike, DbTx } from '../../../core/db/db'
import { AppError } from '../../../core/errors'
import { monthlyBudgetOf } from '../../accounts/internal/monthly-budget'
import { dollars, monthOf } from '../policy'
import { addToSpend, findSpend, lockSpend } from '../store'

/**
 * What somebody's model calls cost in a calendar month (UTC), and the bound they have set for it. Internal: for their
 * own runs.
 */

export type Payer = 'maker' | 'installation'
export type OpenMonth = { spentMicros: bigint; budgetMicros: bigint; from: Date }

/**
 * The month of `now`, locked until the transaction ends, so that of one person's calls that are to begin at the same
 * moment each sees what the one before it took. Null without a budget: then nothing is to be asked, and parallel runs
 * do not wait for each other.
 */
export async function lockMonth(tx: DbTx, userId: string, now: Date): Promise<OpenMonth | null> {
  const budgetMicros = await monthlyBudgetOf(tx, userId)
  if (budgetMicros === null) return null
  const { month, from } = monthOf(now)
  return { spentMicros: await lockSpend(tx, userId, month), budgetMicros, from }
}

/**
 * Counts the cost of a call in the month in which it began, which is the one that was asked whether it may; negative
 * gives back.
 */
export const addToMonth = (
  tx: DbTx,
  spend: { userId: string; at: Date; payer: Payer; micros: bigint },
): Promise<void> =>
  spend.micros === 0n ? Promise.resolve() : addToSpend(tx, { ...spend, month: monthOf(spend.at).month })

/** Before a run that asks a priced model begins. @throws budget_spent with what can be done about it */
export async function refuseSpentMonth(db: DbLike, userId: string, now: Date): Promise<void> {
  const budget = await monthlyBudgetOf(db, userId)
  if (budget === null) return
  const { month, until } = monthOf(now)
  const { ownMicros, installationMicros } = await findSpend(db, userId, month)
  if (ownMicros + installationMicros < budget) return
  const next = until.toLocaleDateString('en', { day: 'numeric', month: 'long', timeZone: 'UTC' })
  throw new AppError(
    'budget_spent',
    `Your budget of ${dollars(budget)} for this month is spent. Raise it in the settings, choose the built-in generators, which cost nothing, or wait until ${next}.`,
  )
}
