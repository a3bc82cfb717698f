import type { DbTx } from '../../../core/db/db'
import { refusal } from '../../../core/errors'
import { monthlyGrant } from '../policy'
import { appendEntry, insertEntry, takeFromBalance } from '../store'

/** Gives somebody credit, once per key. */
export const grantCredit = (
  tx: DbTx,
  grant: { userId: string; amountMicros: number; key: string; now: Date },
): Promise<boolean> =>
  appendEntry(tx, {
    userId: grant.userId,
    kind: 'grant',
    amount: BigInt(grant.amountMicros),
    runId: null,
    key: grant.key,
    now: grant.now,
  })

/**
 * Sets credit aside for a run, in the transaction that writes the run's row: no run starts without its credit, and no
 * credit is held for a run that does not exist. This month's free credit is granted first.
 * @throws insufficient_credit
 */
export async function reserveCredit(
  tx: DbTx,
  reserve: { userId: string; runId: string; amountMicros: number; now: Date },
): Promise<void> {
  const { userId, runId, now } = reserve
  const amount = BigInt(reserve.amountMicros)
  await grantCredit(tx, { userId, now, ...monthlyGrant(now) })
  if (!(await takeFromBalance(tx, userId, amount))) {
    throw refusal('insufficient_credit', 'detail.credit')
  }
  await insertEntry(tx, { userId, kind: 'reserve', amount: -amount, runId, key: `${runId}:reserve`, now })
}
