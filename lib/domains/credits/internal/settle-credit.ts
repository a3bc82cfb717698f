import type { DbTx } from '../../../core/db/db'
import { appendEntry, findReserved } from '../store'

/**
 * Ends a run's reservation: what was set aside comes back, what was spent goes. Both are written once, however often
 * this is called. A run overspends by one answer at most (it is asked before each call); that answer is charged, so a
 * balance can fall a little below zero.
 */
export async function settleCredit(tx: DbTx, settle: { runId: string; costMicros: bigint; now: Date }): Promise<void> {
  const reserved = await findReserved(tx, settle.runId)
  if (reserved === null) return
  const { runId, now } = settle
  const entry = { userId: reserved.userId, runId, now }
  await appendEntry(tx, { ...entry, kind: 'release', amount: reserved.amount, key: `${runId}:release` })
  await appendEntry(tx, { ...entry, kind: 'settle', amount: -settle.costMicros, key: `${runId}:settle` })
}

/**
 * An answer that was under way when its run was stopped: its price follows the settlement, so that run and ledger say
 * the same.
 */
export async function settleLate(
  tx: DbTx,
  late: { runId: string; key: string; costMicros: bigint; now: Date },
): Promise<void> {
  const { runId, key, costMicros, now } = late
  const reserved = costMicros === 0n ? null : await findReserved(tx, runId)
  if (reserved === null) return
  await appendEntry(tx, {
    userId: reserved.userId,
    runId,
    now,
    kind: 'settle',
    amount: -costMicros,
    key: `${runId}:settle:${key}`,
  })
}
