import type { Db, DbTx, Json } from '../../../core/db/db'
import { MINUTE } from '../../../core/time'
import type { Usage } from '../../../integrations/models/port'
import { addToMonth, lockMonth, type OpenMonth, type Payer } from '../../credits/internal/month-spend'
import { tellUsage } from '../../runs/internal/tell-usage'
import { bookkeeping } from './bookkeeping'
import { RunEnded } from './run-ended'
import { settleLate } from '../../credits/internal/settle-credit'

/** Rows of calls to models: what they may cost, what they answered, what they did cost. */

/** A run that is tried again: what it has heard in these stages counts as heard. */
export type Reuse = { runId: string; stages: string[] }

export type BeginCall = {
  runId: string
  reuse: Reuse | null
  key: string
  stage: string
  attempt: string
  lane: string | undefined
  model: string
  payer: Payer
  /** 0 for a model that costs nothing: no budget stands in its way. */
  estimateMicros: bigint
  budgetMicros: bigint
  now: Date
}
/** An answer that is known already: this run has paid for it, or the run that this one tries again has. */
export type KeptCall = { answer: unknown }
/** Which bound a call would go over: the run's own, or the one of its user's month. */
export type BudgetScope = 'run' | 'month'
export type BegunCall = KeptCall | 'call' | 'wait' | { spent: BudgetScope }

/** No call lasts so long; one that seems to was left behind by a crash. */
const FORGOTTEN_MS = 30 * MINUTE
/** How long a call of a run that was stopped may still be under way: its abort needs a moment. */
const ABORTING_MS = MINUTE

/**
 * Looks the call up and, if it has no answer yet, admits it. Under the lock of the run's row, so that of parallel calls
 * no two count on the same remainder: a call starts if it fits whole, or while nothing else is under way and the budget
 * is not used up; otherwise it waits for the others. A run therefore exceeds its budget by one answer at most. The same
 * holds for the month of its user, over all of their runs, under the lock of the month's row; always in this order,
 * run before month, so that no two wait for each other.
 */
export const beginCall = (db: Db, call: BeginCall): Promise<BegunCall> =>
  bookkeeping(db, async (tx) => {
    const { runId, key, now } = call
    const [run] = await tx.$queryRaw<Array<{ spent: bigint; ownerId: string; endedAt: Date | null }>>`
      select "costMicros" as spent, "ownerId", "endedAt" from run where id = ${runId} for update`
    if (run === undefined) throw new Error(`run ${runId} does not exist`)
    if (run.endedAt !== null) throw new RunEnded(runId)
    const known = await tx.modelCall.findUnique({ where: { runId_key: { runId, key } } })
    if (known !== null && known.finishedAt !== null) return { answer: known.answer }
    const heard =
      call.reuse === null
        ? null
        : await tx.modelCall.findUnique({ where: { runId_key: { runId: call.reuse.runId, key } } })
    if (heard !== null && heard.finishedAt !== null && heard.answer !== null) {
      const { stage, model, answer, finishedAt } = heard
      await tx.modelCall.create({
        data: { runId, key, stage, model, answer, finishedAt, estimateMicros: 0n, createdAt: now },
        select: { key: true },
      })
      const { attempt, lane } = call
      const { inputTokens, outputTokens } = (answer as { usage: Usage }).usage
      const used = { inputTokens, outputTokens, costMicros: 0n, isReused: true }
      await tellUsage(tx, runId, { stage, attempt, lane, call: nameOfCall({ key, began: now }), ...used }, now)
      return { answer }
    }
    const { _sum } = await tx.modelCall.aggregate({
      where: { runId, finishedAt: null, key: { not: key }, createdAt: { gt: new Date(now.getTime() - FORGOTTEN_MS) } },
      _sum: { estimateMicros: true },
    })
    const underWay = _sum.estimateMicros ?? 0n
    if (run.spent >= call.budgetMicros) return { spent: 'run' }
    if (underWay > 0n && run.spent + underWay + call.estimateMicros > call.budgetMicros) return 'wait'
    const month = call.estimateMicros === 0n ? null : await lockMonth(tx, run.ownerId, now)
    if (month !== null) {
      const inMonth = await underWayInMonth(tx, run.ownerId, month, call)
      if (month.spentMicros >= month.budgetMicros) return { spent: 'month' }
      if (inMonth > 0n && month.spentMicros + inMonth + call.estimateMicros > month.budgetMicros) return 'wait'
    }
    const { stage, model, payer, estimateMicros } = call
    const row = { stage, model, payer, estimateMicros, createdAt: now }
    await tx.modelCall.upsert({
      where: { runId_key: { runId, key } },
      create: { runId, key, ...row },
      update: row,
      select: { key: true },
    })
    return 'call'
  })

/** What the calls of all runs of this person that are under way can cost at most, this one left out. */
async function underWayInMonth(tx: DbTx, ownerId: string, month: OpenMonth, call: BeginCall): Promise<bigint> {
  const { runId, key, now } = call
  const began = new Date(Math.max(month.from.getTime(), now.getTime() - FORGOTTEN_MS))
  const [row] = await tx.$queryRaw<Array<{ sum: bigint }>>`
    select coalesce(sum(c."estimateMicros"), 0)::bigint as sum from model_call c join run r on r.id = c."runId"
    where r."ownerId" = ${ownerId} and c."finishedAt" is null and c."createdAt" >= ${began}
      and not (c."runId" = ${runId} and c.key = ${key})
      and (r."endedAt" is null or r."endedAt" > ${new Date(now.getTime() - ABORTING_MS)})`
  return row?.sum ?? 0n
}

/**
 * Who began a call: the moment at which it was admitted. A worker that was frozen and is thought dead goes on when it
 * thaws, beside the one that took over; each may only end the call that it began itself.
 */
export type Claim = Pick<BeginCall, 'runId' | 'key' | 'stage' | 'attempt' | 'lane' | 'model' | 'payer'> & {
  began: Date
}

/** What a call is named by where it is told of; its place alone may be asked again after a failure. */
export const nameOfCall = ({ key, began }: Pick<Claim, 'key' | 'began'>): string =>
  `${key.slice(0, 16)}.${began.getTime()}`

/** Keeps the answer and its price; the totals of run and month, and what the page is told, follow with it. */
export const finishCall = (
  db: Db,
  claim: Claim,
  call: { answer: Json; usage: Usage; costMicros: bigint; now: Date },
): Promise<void> =>
  bookkeeping(db, async (tx) => {
    const { began, attempt: _attempt, lane: _lane, ...row } = claim
    const { answer, usage, costMicros, now } = call
    const kept = await tx.modelCall.updateMany({
      where: { runId: row.runId, key: row.key, finishedAt: null, createdAt: began },
      data: { answer, costMicros, finishedAt: now },
    })
    // The row can be gone: another execution of the stage dropped what it took for left behind. What was paid for is
    // kept all the same.
    const data = { ...row, estimateMicros: costMicros, answer, costMicros, createdAt: began, finishedAt: now }
    const { count } = kept.count === 1 ? kept : await tx.modelCall.createMany({ data, skipDuplicates: true })
    if (count === 1) await addToTotals(tx, { claim, usage, costMicros, now })
  })

/** A call that failed: what its attempts cost is kept, its place in the budget is free again. */
export const failCall = (
  db: Db,
  claim: Claim,
  call: { usage: Usage | null; costMicros: bigint; now: Date },
): Promise<void> =>
  bookkeeping(db, async (tx) => {
    const { runId, key, began } = claim
    const { usage, costMicros, now } = call
    const { count } = await tx.modelCall.deleteMany({ where: { runId, key, finishedAt: null, createdAt: began } })
    if (count === 1 && usage !== null) await addToTotals(tx, { claim, usage, costMicros, now })
  })

/** Whether one of these calls was answered in a run. */
export const hasHeard = async (db: Db, runId: string, keys: string[]): Promise<boolean> =>
  (await db.modelCall.count({ where: { runId, key: { in: keys }, finishedAt: { not: null } } })) > 0

/**
 * Drops the calls of a stage that nobody waits for any more: the stage begins anew, and they would stand in the way of
 * its own.
 */
export const forgetCalls = async (db: Db, runId: string, stage: string): Promise<void> =>
  void (await db.modelCall.deleteMany({ where: { runId, stage, finishedAt: null } }))

type Cost = { claim: Claim; usage: Usage; costMicros: bigint; now: Date }
async function addToTotals(tx: DbTx, { claim, usage, costMicros, now }: Cost): Promise<void> {
  const { runId, key, stage, attempt, lane, payer, began } = claim
  const [run] = await tx.$queryRaw<Array<{ ownerId: string; endedAt: Date | null }>>`
    update run set "costMicros" = "costMicros" + ${costMicros},
      usage = jsonb_build_object(
        'inputTokens', coalesce((usage->>'inputTokens')::bigint, 0) + ${usage.inputTokens},
        'outputTokens', coalesce((usage->>'outputTokens')::bigint, 0) + ${usage.outputTokens})
    where id = ${runId} returning "ownerId", "endedAt"`
  if (run === undefined) return
  await addToMonth(tx, { userId: run.ownerId, at: began, payer, micros: costMicros })
  const { inputTokens, outputTokens } = usage
  const told = { stage, attempt, lane, call: nameOfCall(claim), inputTokens, outputTokens, costMicros, isReused: false }
  await tellUsage(tx, runId, told, now)
  if (run.endedAt !== null) await settleLate(tx, { runId, key, costMicros, now })
}
