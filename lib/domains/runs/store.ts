import {
  type Db,
  type DbLike,
  type DbTx,
  type Json,
  requireAttempt,
  sql,
  transaction,
  writeRaw,
} from '../../core/db/db'
import { unaskedFence } from '../../core/db/fence'
import { notFound } from '../../core/errors'
import type { Principal } from '../../http/principal'
import { settleCredit } from '../credits/internal/settle-credit'
import type { Run as RunView, RunStatus } from './contract'
import { RunEvent, type StoredRunEvent } from './events'

/** This domain's rows. `db` comes first; everything that can be done in one statement is. */

export type RunRow = NonNullable<Awaited<ReturnType<Db['run']['findUnique']>>>

const usageOf = (value: unknown): RunView['usage'] => {
  const usage = (value ?? {}) as Partial<RunView['usage']>
  return { inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0 }
}

/** Other kinds of runs have none. */
const modeOf = (input: unknown): RunView['mode'] => {
  const mode = (input as { mode?: unknown } | null)?.mode
  return mode === 'fullstack' || mode === 'site' || mode === 'simple' ? mode : null
}

/** Without a model there is nothing to spend on. */
function budgetOf(input: unknown): number | null {
  const { model = null, budgetMicros } = (input ?? {}) as { model?: unknown; budgetMicros?: unknown }
  return model !== null && typeof budgetMicros === 'number' ? budgetMicros : null
}

/** The row as the API shows it. Built-in generators cost nothing; a started cent of model calls is a cent. */
export const presentRun = (row: RunRow): RunView => ({
  id: row.id,
  kind: row.kind,
  status: row.status as RunStatus,
  stage: row.stage,
  percent: row.percent,
  projectId: row.projectId,
  baseVersion: row.baseVersion,
  mode: modeOf(row.input),
  usage: usageOf(row.usage),
  cost: { amount: Math.ceil(Number(row.costMicros) / 10_000), currency: 'USD' },
  costMicros: Number(row.costMicros),
  budgetMicros: budgetOf(row.input),
  retryOf: row.retryOf,
  result: row.result as Record<string, unknown> | null,
  error: row.error as RunView['error'],
  createdAt: row.createdAt.toISOString(),
  startedAt: row.startedAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
})

/** The caller's own run, or the same 404 as for one that does not exist. */
export async function findOwnedRun(db: DbLike, who: Principal, id: string): Promise<RunRow> {
  const row = await db.run.findFirst({ where: { id, ownerId: who.userId } })
  if (row === null) throw notFound('run')
  return row
}

/**
 * Appends events with the next sequence numbers and wakes the followers, in one statement. The row lock on the run
 * orders concurrent writers, so numbers have no gaps and no reader can see a later one first. Says nothing once the run
 * has ended.
 * @throws Superseded from an execution that another one has replaced: its late words would hide the newer one's
 */
export async function appendEvents(db: DbLike, runId: string, events: readonly RunEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = JSON.stringify(events.map(({ type, ...data }, index) => ({ n: index + 1, type, data })))
  await writeRaw(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok), bumped as (
      update run set "lastSeq" = "lastSeq" + ${events.length}
      where id = ${runId} and "endedAt" is null and (select ok from held) returning id, "lastSeq"
    ), added as (
      insert into run_event ("runId", seq, type, data, "createdAt")
      select bumped.id, bumped."lastSeq" - ${events.length} + e.n, e.type, e.data, now()
      from bumped, jsonb_to_recordset(${rows}::jsonb) as e(n int, type text, data jsonb)
    )
    select pg_notify('run_event', id)::text from bumped`,
  )
}

/** Events after `seq`, oldest first. */
export async function readEvents(db: DbLike, runId: string, seq: number, limit = 500): Promise<StoredRunEvent[]> {
  const rows = await db.runEvent.findMany({ where: { runId, seq: { gt: seq } }, orderBy: { seq: 'asc' }, take: limit })
  return rows.map((row) => ({ seq: row.seq, event: RunEvent.parse({ ...(row.data as object), type: row.type }) }))
}

/**
 * Ends a run that has not ended yet: state, last event and the bill in one transaction. False when somebody else ended
 * it before.
 */
export const endRun = (
  db: Db,
  runId: string,
  end: Extract<RunEvent, { type: 'end' }>,
  result: Json | null,
  now: Date,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    const { type, ...said } = end
    const data = { ...said, at: now.getTime() }
    const ended = await tx.$queryRaw<Array<{ cost: bigint }>>`
      with ended as (
        update run set status = ${end.status}, "endedAt" = ${now}, "lastSeq" = "lastSeq" + 1,
          percent = case when ${end.status} = 'completed' then 100 else percent end,
          result = ${result === null ? null : JSON.stringify(result)}::jsonb,
          error = ${end.error === null ? null : JSON.stringify(end.error)}::jsonb
        where id = ${runId} and "endedAt" is null returning id, "lastSeq", "costMicros"
      ), added as (
        insert into run_event ("runId", seq, type, data, "createdAt")
        select id, "lastSeq", ${type}, ${JSON.stringify(data)}::jsonb, ${now} from ended
      )
      select "costMicros" as cost, pg_notify('run_event', id)::text from ended`
    if (ended[0] === undefined) return false
    await settleCredit(tx, { runId, costMicros: ended[0].cost, now })
    return true
  })

/** Progress never goes back, whatever order the stages report in. */
export async function markStage(db: DbLike, runId: string, stage: string, percent: number, now: Date): Promise<void> {
  await writeRaw(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok)
    update run set stage = ${stage}, percent = greatest(percent, ${percent}), status = 'running',
      "startedAt" = coalesce("startedAt", ${now})
    where id = ${runId} and "endedAt" is null and (select ok from held) returning id`,
  )
}

export type NewRunRow = {
  id: string
  ownerId: string
  kind: string
  input: Json
  projectId: string | null
  baseVersion: number | null
  retryOf: string | null
  part?: string
  plan?: Json
  createdAt: Date
}
export const createRunRow = async (db: DbLike, data: NewRunRow): Promise<void> =>
  void (await db.run.create({ data, select: { id: true } }))

export const markEnqueued = async (db: DbLike, id: string, now: Date): Promise<void> =>
  void (await db.run.updateMany({ where: { id, enqueuedAt: null }, data: { enqueuedAt: now } }))

export const lockProject = async (tx: DbTx, projectId: string): Promise<void> =>
  void (await tx.$queryRaw`select 1 from project where id = ${projectId} for update`)

/** Runs of one person that have not ended. */
export const countUnderWay = (db: DbLike, ownerId: string): Promise<number> =>
  db.run.count({ where: { ownerId, endedAt: null } })

export const hasActiveRun = async (db: DbLike, projectId: string, kind: string): Promise<boolean> =>
  (await db.run.count({ where: { projectId, kind, endedAt: null } })) > 0

/** True when the run has ended and a reader at `seq` has seen everything. */
export const isReadToEnd = async (db: DbLike, id: string, seq: number): Promise<boolean> =>
  (await db.run.count({ where: { id, endedAt: { not: null }, lastSeq: { lte: seq } } })) > 0

export async function selectRuns(
  db: DbLike,
  filter: {
    ownerId: string
    projectId?: string | undefined
    status?: RunStatus | undefined
    before: string | null
    take: number
  },
): Promise<RunRow[]> {
  const { ownerId, projectId, status, before, take } = filter
  return db.run.findMany({
    where: {
      ownerId,
      ...(projectId === undefined ? {} : { projectId }),
      ...(status === undefined ? {} : { status }),
      ...(before === null ? {} : { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take,
  })
}

/** Runs whose enqueue never happened. */
export const selectForgotten = (
  db: DbLike,
  createdBefore: Date,
): Promise<Array<{ id: string; kind: string; ownerId: string; part: string | null }>> =>
  db.run.findMany({
    where: { status: 'queued', enqueuedAt: null, createdAt: { lt: createdBefore } },
    select: { id: true, kind: true, ownerId: true, part: true },
    take: 100,
  })

/** Runs that have been going for long, oldest first. */
export const selectLongRunning = (
  db: DbLike,
  enqueuedBefore: Date,
): Promise<Array<{ id: string; part: string | null }>> =>
  db.run.findMany({
    where: { endedAt: null, status: { not: 'waiting' }, enqueuedAt: { lt: enqueuedBefore } },
    select: { id: true, part: true },
    orderBy: { id: 'asc' },
    take: 100,
  })

/** Whether the run is where `selectLongRunning` saw it: in this part, neither waiting nor ended. */
export const isStillGoing = async (db: DbLike, { id, part }: { id: string; part: string | null }): Promise<boolean> =>
  (await db.run.count({ where: { id, part, endedAt: null, status: { not: 'waiting' } } })) === 1

/** What the run was asked for; null once the row is gone (its project was erased). */
export async function findRunInput(db: DbLike, id: string): Promise<RunRow | null> {
  return db.run.findUnique({ where: { id } })
}

/** The newest file event of a path. */
export async function findFileEvent(
  db: DbLike,
  runId: string,
  path: string,
): Promise<{ sha256: string; size: number } | null> {
  const row = await db.runEvent.findFirst({
    where: { runId, type: 'file', data: { path: ['path'], equals: path } },
    orderBy: { seq: 'desc' },
    select: { data: true },
  })
  return row === null ? null : (row.data as { sha256: string; size: number })
}

/**
 * Parks a run until its user confirms the plan. False when it has ended meanwhile, or was confirmed already: a worker
 * that died between parking it and noting that it did makes the step run again, which must not put its plan in the
 * place of the confirmed one.
 */
export const parkRun = async (db: DbLike, id: string, plan: Json): Promise<boolean> =>
  (await db.run.updateMany({ where: { id, endedAt: null, part: null }, data: { status: 'waiting', plan } })).count === 1

/**
 * Lets a parked run go on as a further part. Once: of two confirmations at the same moment one finds nothing to
 * confirm.
 */
export const confirmRun = async (db: DbLike, id: string, next: { part: string; plan?: Json }): Promise<boolean> =>
  (
    await db.run.updateMany({
      where: { id, status: 'waiting' },
      data: {
        status: 'queued',
        part: next.part,
        enqueuedAt: null,
        ...(next.plan === undefined ? {} : { plan: next.plan }),
      },
    })
  ).count === 1

/** The user that each stage ended with. */
export const selectAttribution = (db: DbLike, runId: string): Promise<Array<{ stage: string; maker: string }>> =>
  db.$queryRaw`
    select distinct on (data->>'stage') data->>'stage' as stage, data->>'maker' as maker from run_event
    where "runId" = ${runId} and type = 'stage' and data->>'status' = 'done' and data->>'maker' is not null
    order by data->>'stage', seq desc`
