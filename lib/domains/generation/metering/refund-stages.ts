import type { Db } from '../../../core/db/db'
import { bookkeeping } from './bookkeeping'
import { addToMonth, type Payer } from '../../credits/internal/month-spend'

/** Takes the calls of these stages off the bill: a repair that repaired nothing is not charged. */
export const refundStages = (db: Db, runId: string, stages: string[]): Promise<void> =>
  bookkeeping(db, async (tx) => {
    const calls = await tx.modelCall.findMany({
      where: { runId, stage: { in: stages }, isCharged: true },
      select: { key: true, costMicros: true, createdAt: true, payer: true },
      orderBy: { createdAt: 'asc' },
    })
    const total = calls.reduce((sum, call) => sum + call.costMicros, 0n)
    await tx.modelCall.updateMany({
      where: { runId, key: { in: calls.map((call) => call.key) } },
      data: { isCharged: false },
    })
    const [run] = await tx.$queryRaw<Array<{ ownerId: string }>>`
      update run set "costMicros" = "costMicros" - ${total} where id = ${runId} returning "ownerId"`
    for (const { costMicros, createdAt: at, payer } of run === undefined ? [] : calls)
      await addToMonth(tx, { userId: run!.ownerId, at, payer: payer as Payer, micros: -costMicros })
  })
