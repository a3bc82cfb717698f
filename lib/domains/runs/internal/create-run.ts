import type { DbLike, DbTx, Json } from '../../../core/db/db'
import { refusal } from '../../../core/errors'
import { newId } from '../../../core/ids'
import type { Ctx } from '../../../context'
import { QUOTAS } from '../../projects/quotas'
import { lockOwner } from '../../projects/internal/require-room'
import { countUnderWay, createRunRow, hasActiveRun, lockProject, markEnqueued } from '../store'

/** When to look again whether a run has ended. */
const RETRY_SECONDS = 30

export type EnqueuedRun = { id: string; kind: string; ownerId: string; part?: string | null }
/** For a run that begins after its plan: the plan, and the part that builds it. */
export type NewPart = { part?: string; plan?: Json }
export type NewRun = {
  ownerId: string
  kind: string
  projectId?: string
  baseVersion?: number
  input: Json
  retryOf?: string
} & NewPart

/**
 * Writes the row of a run. Takes `db` so that it can share a transaction with whatever the run belongs to; in one, of
 * two starts at once each sees the other.
 * @throws too_many_runs
 */
export async function insertRun(db: DbLike, run: NewRun, now: Date): Promise<string> {
  await lockOwner(db, run.ownerId)
  if ((await countUnderWay(db, run.ownerId)) >= QUOTAS.runsUnderWay)
    throw refusal('too_many_runs', 'detail.tooManyRuns', { limit: QUOTAS.runsUnderWay }, { retryAfter: RETRY_SECONDS })
  const id = newId('run', now.getTime())
  await createRunRow(db, {
    id,
    ownerId: run.ownerId,
    kind: run.kind,
    input: run.input,
    projectId: run.projectId ?? null,
    baseVersion: run.baseVersion ?? null,
    retryOf: run.retryOf ?? null,
    ...(run.part === undefined ? {} : { part: run.part }),
    ...(run.plan === undefined ? {} : { plan: run.plan }),
    createdAt: now,
  })
  return id
}

/**
 * Hands a run whose row is written to the engine. A crash in between is repaired by `sweepRuns`, so the caller may
 * answer 202 as soon as the row stands.
 */
export async function enqueueRun(ctx: Ctx, run: EnqueuedRun): Promise<void> {
  const { id, kind, ownerId, part } = run
  // Parts are kinds of their own: `generation` goes on as `generation.build`.
  await ctx.engine.start({
    runId: id,
    ownerId,
    ...(part === null || part === undefined ? { kind } : { kind: `${kind}.${part}`, part }),
  })
  await markEnqueued(ctx.db, run.id, ctx.clock.now())
}

/** As `enqueueRun`, for requests: if the engine cannot be reached now, a worker's sweep does it a few seconds later. */
export async function enqueueSoon(ctx: Ctx, run: EnqueuedRun): Promise<void> {
  try {
    await enqueueRun(ctx, run)
  } catch (error) {
    ctx.log.warn({ err: error, runId: run.id }, 'enqueue failed; the sweep will do it')
  }
}

/**
 * One run of a kind changes a project at a time. Locks the project's row first, so that of two requests at the same
 * moment one waits and then finds the other's run.
 * @throws conflict
 */
export async function refuseSecondRun(tx: DbTx, projectId: string, kind: string): Promise<void> {
  await lockProject(tx, projectId)
  if (await hasActiveRun(tx, projectId, kind)) throw refusal('conflict', 'detail.projectBusy')
}
