import type { DbLike } from '../../../core/db/db'
import { findSettings } from '../settings-store'

/**
 * The most that somebody's model calls may cost in a calendar month, micro-USD; null: no bound (internal: runs of that
 * person ask).
 */
export const monthlyBudgetOf = async (db: DbLike, userId: string): Promise<bigint | null> =>
  (await findSettings(db, userId)).monthlyBudgetMicros
