import { errorText } from '../../../core/error-texts'
import type { Told, Words } from '../../../core/told'
import type { BudgetScope } from './call-store'

/**
 * The run, or its user's month, has spent what it may. The stage goes on with its built-in generator, which costs
 * nothing.
 */
export class BudgetSpent extends Error {
  readonly scope: BudgetScope
  readonly told: Words

  constructor(scope: BudgetScope, budgetMicros: number) {
    const budget = `$${(budgetMicros / 1_000_000).toFixed(budgetMicros % 10_000 === 0 ? 2 : 4)}`
    const told: Told = scope === 'run' ? { key: 'model.runBudget', values: { budget } } : { key: 'model.monthBudget' }
    super(errorText('en', told))
    this.told = told
    this.name = 'BudgetSpent'
    this.scope = scope
  }
}
