import type { Db, DbTx, Json } from '../../core/db/db'
import { transaction } from '../../core/db/db'
import { MINUTE } from '../../core/time'
import type { Usage } from '../../integrations/models/port'

/** Rows of calls to models: what they may cost, what they answered, what they did cost. */

/** A run that is tried again: what it has heard in these stages counts as heard. */
export type Reuse = { runId: string; stages: string[] }

export type BeginCall = {
  runId: string
  reuse: Reuse | null
  key: string
  stage: string
  model: string
  estimateMicros: bigint
  budgetMicros: bigint
  now: Date
}
/** A kept answer with what this run paid for it; `isReused`: nothing, it was paid for by the run that this one tries again. */
export type KeptCall = { answer: unknown; costMicros: bigint; isReused: boolean }
export type BegunCall = KeptCall | 'call' | 'wait' | 'over-budget'

/** No call lasts so long; one that seems to was left behind by a crash. */
const FORGOTTEN_MS = 30 * MINUTE

/**
 * Looks the call up and, if it has no answer yet, admits it. Under the lock of the run's row, so that of parallel calls no two
 * count on the same remainder: a call starts if it fits whole, or while nothing else is under way and the budget is not used up;
 * otherwise it waits for the others. A run therefore exceeds its budget by one answer at most.
 */
export const beginCall = (db: Db, call: BeginCall): Promise<BegunCall> =>
  transaction(db, async (tx) => {
    const { runId, key, now } = call
    const [run] = await tx.$queryRaw<Array<{ spent: bigint }>>`select "costMicros" as spent from run where id = ${runId} for update`
    if (run === undefined) throw new Error(`run ${runId} does not exist`)
    const known = await tx.modelCall.findUnique({ where: { runId_key: { runId, key } } })
    if (known !== null && known.finishedAt !== null) {
      // A call that was taken over is written down without an estimate: nothing was set aside for it.
      return { answer: known.answer, costMicros: known.costMicros, isReused: call.reuse !== null && known.estimateMicros === 0n }
    }
    const heard = call.reuse === null ? null : await tx.modelCall.findUnique({ where: { runId_key: { runId: call.reuse.runId, key } } })
    if (heard !== null && heard.finishedAt !== null && heard.answer !== null) {
      const { stage, model, answer, finishedAt } = heard
      await tx.modelCall.create({
        data: { runId, key, stage, model, answer, finishedAt, estimateMicros: 0n, createdAt: now },
        select: { key: true },
      })
      return { answer, costMicros: 0n, isReused: true }
    }
    const { _sum } = await tx.modelCall.aggregate({
      where: { runId, finishedAt: null, key: { not: key }, createdAt: { gt: new Date(now.getTime() - FORGOTTEN_MS) } },
      _sum: { estimateMicros: true },
    })
    const underWay = _sum.estimateMicros ?? 0n
    if (run.spent >= call.budgetMicros) return 'over-budget'
    if (underWay > 0n && run.spent + underWay + call.estimateMicros > call.budgetMicros) return 'wait'
    const row = { stage: call.stage, model: call.model, estimateMicros: call.estimateMicros, createdAt: now }
    await tx.modelCall.upsert({ where: { runId_key: { runId, key } }, create: { runId, key, ...row }, update: row, select: { key: true } })
    return 'call'
  })

/** Keeps the answer and its price; the run's totals follow in the same transaction. */
export const finishCall = (
  db: Db,
  call: { runId: string; key: string; answer: Json; usage: Usage; costMicros: bigint; now: Date },
): Promise<void> =>
  transaction(db, async (tx) => {
    const { runId, key, answer, costMicros, now } = call
    const { count } = await tx.modelCall.updateMany({
      where: { runId, key, finishedAt: null },
      data: { answer, costMicros, finishedAt: now },
    })
    if (count === 1) await addToRun(tx, runId, call.usage, costMicros)
  })

/** A call that failed: what its attempts cost is kept, its place in the budget is free again. */
export const failCall = (db: Db, call: { runId: string; key: string; usage: Usage | null; costMicros: bigint }): Promise<void> =>
  transaction(db, async (tx) => {
    await tx.modelCall.deleteMany({ where: { runId: call.runId, key: call.key, finishedAt: null } })
    if (call.usage !== null) await addToRun(tx, call.runId, call.usage, call.costMicros)
  })

const addToRun = async (tx: DbTx, runId: string, usage: Usage, costMicros: bigint): Promise<void> =>
  void (await tx.$executeRaw`
    update run set "costMicros" = "costMicros" + ${costMicros},
      usage = jsonb_build_object(
        'inputTokens', coalesce((usage->>'inputTokens')::bigint, 0) + ${usage.inputTokens},
        'outputTokens', coalesce((usage->>'outputTokens')::bigint, 0) + ${usage.outputTokens})
    where id = ${runId}`)

/** Takes the calls of these stages off the bill: a mending that mended nothing is not charged. */
export const unchargeStages = (db: Db, runId: string, stages: string[]): Promise<void> =>
  transaction(db, async (tx) => {
    const calls = await tx.modelCall.findMany({
      where: { runId, stage: { in: stages }, isCharged: true },
      select: { key: true, costMicros: true },
    })
    const total = calls.reduce((sum, call) => sum + call.costMicros, 0n)
    await tx.modelCall.updateMany({ where: { runId, key: { in: calls.map((call) => call.key) } }, data: { isCharged: false } })
    await tx.$executeRaw`update run set "costMicros" = "costMicros" - ${total} where id = ${runId}`
  })
