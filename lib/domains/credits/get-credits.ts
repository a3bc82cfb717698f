import { transaction } from '../../core/db/db'
import { invalid } from '../../core/errors'
import { isId } from '../../core/ids'
import { fromCursor, page, type Page } from '../../http/page'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import type { CreditEntry } from './contract'
import { monthlyGrant } from './policy'
import { grantCredit } from './internal/reserve-credit'
import { findBalance, selectEntries } from './store'

/**
 * The caller's balance and entries, newest first. Looking grants this month's free credit, so nobody sees an empty
 * account.
 */
export async function getCredits(
  ctx: Ctx,
  who: Principal,
  input: { limit: number; cursor?: string | undefined },
): Promise<Page<CreditEntry> & { balanceMicros: number }> {
  const before = fromCursor(input.cursor)
  if (before !== null && !isId('credit', before)) throw invalid('cursor', 'reason.cursor')
  const now = ctx.clock.now()
  await transaction(ctx.db, (tx) => grantCredit(tx, { userId: who.userId, now, ...monthlyGrant(now) }))
  const rows = await selectEntries(ctx.db, who.userId, before, input.limit + 1)
  return { ...page(rows, input.limit, (row) => row.id), balanceMicros: Number(await findBalance(ctx.db, who.userId)) }
}
