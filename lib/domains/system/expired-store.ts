import type { DbLike } from '../../core/db/db'
import { KNOWN_PLACE_MS } from '../accounts/known-place'

/**
 * What has expired, deleted in one statement a batch. Each takes the moment before which it must have ended, and how
 * many rows it may take; fewer answered than asked for means that nothing is left.
 */
type Batch = (db: DbLike, before: Date, most: number) => Promise<number>

export const deleteRateWindows: Batch = (db, before, most) => db.$executeRaw`
  delete from rate_window where (key, "windowStart") in
    (select key, "windowStart" from rate_window where "expiresAt" < ${before} limit ${most})`

export const deleteIdempotencyRecords: Batch = (db, before, most) => db.$executeRaw`
  delete from idempotency_record where (principal, route, key) in
    (select principal, route, key from idempotency_record where "createdAt" < ${before} limit ${most})`

/** A place from which somebody has signed in stays known for its time. */
export const deleteLoginFailures: Batch = (db, before, most) => db.$executeRaw`
  delete from login_failure where "updatedAt" < ${before} and key in
    (select key from login_failure
      where "updatedAt" < ${before} and ("lockedUntil" is null or "lockedUntil" < ${before})
      and ("signedInAt" is null or "signedInAt" < ${new Date(before.getTime() - KNOWN_PLACE_MS)}) limit ${most})`

export const deleteModelCapabilities: Batch = (db, before, most) => db.$executeRaw`
  delete from model_capability where "expiresAt" < ${before} and key in
    (select key from model_capability where "expiresAt" < ${before} limit ${most})`

export const deleteSessions: Batch = (db, before, most) => db.$executeRaw`
  delete from session where id in
    (select id from session where "expiresAt" < ${before} or "revokedAt" < ${before} limit ${most})`

export const deleteShareLinks: Batch = (db, before, most) => db.$executeRaw`
  delete from share_link where id in (select id from share_link where "expiresAt" < ${before} limit ${most})`

/**
 * With its versions, messages and runs. The condition stands twice: one may be brought back while this waits for it.
 */
export const deleteProjects: Batch = (db, before, most) => db.$executeRaw`
  delete from project where "deletedAt" < ${before} and id in
    (select id from project where "deletedAt" < ${before} order by "deletedAt" limit ${most})`

/**
 * What superseded attempts of ended runs said; the newest of each stage, and the end, stay, what was billed, and that
 * there were earlier ones: the first one says which stage began when. Numbers of events get gaps by it, which no reader
 * minds: it asks for what comes after a number.
 * @returns how many runs were looked at
 */
export async function deleteSupersededEvents(
  db: DbLike,
  before: Date,
  most: number,
  now: Date,
): Promise<{ runs: number; events: number }> {
  const [counts] = await db.$queryRaw<[{ runs: bigint; events: bigint }]>`
    with done as (
      select id from run where "sweptAt" is null and "endedAt" < ${before}
      order by "endedAt" limit ${most} for update skip locked
    ), newest as (
      select distinct on (e."runId", e.data->>'stage')
        e."runId", e.data->>'stage' as stage, e.data->>'attempt' as attempt
      from run_event e join done on done.id = e."runId" where e.type = 'attempt'
      order by e."runId", e.data->>'stage', e.seq desc
    ), gone as (
      delete from run_event e using newest n
      where e."runId" = n."runId" and e.data->>'stage' = n.stage
        and e.data->>'attempt' <> n.attempt and e.type <> 'attempt'
        and not (e.type = 'usage' and e.data ? 'call')
      returning 1
    ), marked as (
      update run set "sweptAt" = ${now} from done where run.id = done.id returning 1
    )
    select (select count(*) from marked) as runs, (select count(*) from gone) as events`
  return { runs: Number(counts.runs), events: Number(counts.events) }
}

/** Fencing tokens of runs that have ended or are gone; a late writer finds none, and is refused. */
export const deleteAttempts: Batch = (db, before, most) => db.$executeRaw`
  delete from workflow_attempt where "workflowId" in (
    select a."workflowId" from workflow_attempt a left join run r on r.id = a."runId"
    where a."takenAt" < ${before} and (r.id is null or r."endedAt" < ${before}) limit ${most}
  )`

/** Blobs that runs name outside of their events: what was attached, and the files of a plan. */
export async function selectNamedByRuns(db: DbLike): Promise<string[]> {
  const rows = await db.$queryRaw<Array<{ sha256: string }>>`
    select distinct jsonb_path_query(input, '$.attachments[*].sha256') #>> '{}' as sha256 from run
    union select distinct jsonb_path_query(plan, '$.files[*].sha256') #>> '{}' from run where plan is not null`
  return rows.map(({ sha256 }) => sha256)
}

/** The next hashes after `cursor`, whatever names them. */
export async function selectOldBlobs(db: DbLike, before: Date, cursor: string, most: number): Promise<string[]> {
  const rows = await db.fileBlob.findMany({
    where: { sha256: { gt: cursor }, usedAt: { lt: before } },
    orderBy: { sha256: 'asc' },
    take: most,
    select: { sha256: true },
  })
  return rows.map(({ sha256 }) => sha256)
}

/**
 * Deletes those of the given blobs that nobody names. Whoever is about to name one has stored it first, which marks it
 * as used under the lock of its row: the delete waits for that, looks at the row again, and leaves it.
 */
export const deleteUnnamedBlobs = (
  db: DbLike,
  hashes: readonly string[],
  before: Date,
  named: readonly string[],
): Promise<number> => db.$executeRaw`
  delete from file_blob b where b.sha256 = any(${hashes}) and b."usedAt" < ${before} and not b.sha256 = any(${named})
    and not exists (select 1 from project_version v where jsonb_path_query_array(v.manifest, '$.*.sha256') ? b.sha256)
    and not exists (select 1 from project_version v where jsonb_path_query_array(v.generated, '$.**.sha256') ? b.sha256)
    and not exists (select 1 from run_event e where e.type = 'file' and e.data->>'sha256' = b.sha256)`
