import type { BudgetScope } from './call-store'

/**
 * The run, or its user's month, has spent what it may. The stage goes on with its built-in generator, which costs
 * nothing.
 */
export class BudgetSpent extends Error {
  readonly scope: BudgetScope

  constructor(scope: BudgetScope, budgetMicros: number) {
    super(
      scope === 'run'
        ? `The budget of this run, $${(budgetMicros / 1_000_000).toFixed(budgetMicros % 10_000 === 0 ? 2 : 4)}, is spent.`
        : 'Your budget for this month is spent.',
    )
    this.name = 'BudgetSpent'
    this.scope = scope
  }
}
