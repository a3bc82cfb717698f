import { type Db, requireAttempt, sql, writeRaw } from '../../../core/db/db'
import { unaskedFence } from '../../../core/db/fence'
import type { Words } from '../../../core/told'
import { ModelError, type ModelErrorKind } from '../../../integrations/models/port'

/*
 * How a run gets on with its model server, over all of its stages and the calls that they make side by side. A server
 * that fails for good is asked no more: each further stage would wait, pay and be refused the same way.
 */

/** Nothing but the person can change these. */
const FOR_GOOD = new Set<ModelErrorKind>(['unauthorized', 'no-credit', 'refused-address', 'no-such-model'])
/** Passing once, but hardly twice in a row. What is wrong with one question or one answer does not count. */
const COUNTED = new Set<ModelErrorKind>(['refused-request', 'overloaded', 'timeout', 'unreachable', 'rate-limited'])
const MAX_FAILED_CALLS = 2
/** Attempts beyond the first, since the last answer, of all calls together: ten side by side may each stumble once. */
const MAX_RETRIES = 12
/** A server that wants to be left alone for longer is not there for this run. */
const LONGEST_REST_SECONDS = 60

const isForGood = ({ kind, retryAfter }: ModelError): boolean =>
  FOR_GOOD.has(kind) || (kind === 'rate-limited' && (retryAfter ?? 0) > LONGEST_REST_SECONDS)
/** A page or another protocol, in contrast to an answer of a model that is no use. */
const isNoServer = ({ kind, status }: ModelError): boolean => kind === 'bad-answer' && status !== null

/** What was stored: words by key, or the English sentence that earlier versions kept. */
function toldIn(detail: string | null): Words {
  if (!detail) return []
  return detail.startsWith('[') ? (JSON.parse(detail) as Words) : { key: 'model.words', values: { words: detail } }
}

/** Why the server is not asked any more in this run; null while it is. */
export async function troubleOf(db: Db, runId: string): Promise<ModelError | null> {
  const row = await db.modelTrouble.findUnique({ where: { runId }, select: { kind: true, detail: true } })
  return row === null || row.kind === null
    ? null
    : new ModelError(row.kind as ModelErrorKind, { about: toldIn(row.detail) })
}

/** A call failed, its attempts included. */
export async function noteFailure(db: Db, runId: string, error: ModelError): Promise<void> {
  const isOver = isForGood(error)
  if (!isOver && !COUNTED.has(error.kind) && !isNoServer(error)) return
  const { kind } = error
  const detail = JSON.stringify(error.about)
  // The reason of the first that ended it stays: others that were under way meanwhile may say something else.
  await writeRaw(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok)
    insert into model_trouble ("runId", "failedCalls", kind, detail)
    select ${runId}, 1, ${isOver ? kind : null}::text, ${isOver ? detail : null}::text where (select ok from held)
    on conflict ("runId") do update set
      "failedCalls" = model_trouble."failedCalls" + 1,
      kind = coalesce(model_trouble.kind,
        case when ${isOver} or model_trouble."failedCalls" + 1 >= ${MAX_FAILED_CALLS} then ${kind} end),
      detail = coalesce(model_trouble.detail,
        case when ${isOver} or model_trouble."failedCalls" + 1 >= ${MAX_FAILED_CALLS} then ${detail} end)
    returning "runId"`,
  )
}

/** Counts one more attempt of the run; false when it may not be made. */
export async function mayRetry(db: Db, runId: string): Promise<boolean> {
  const [row] = await writeRaw<Array<{ retries: number; kind: string | null }>>(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok)
    insert into model_trouble ("runId", retries) select ${runId}, 1 where (select ok from held)
    on conflict ("runId") do update set retries = model_trouble.retries + 1
    returning retries, kind`,
  )
  return row !== undefined && row.kind === null && row.retries <= MAX_RETRIES
}

/** The server answered: what was counted before is past. */
export const noteAnswer = async (db: Db, runId: string): Promise<void> =>
  void (await writeRaw(
    db,
    sql`
    with held as materialized (select ${requireAttempt(unaskedFence())} as ok)
    update model_trouble set "failedCalls" = 0, retries = 0
    where "runId" = ${runId} and kind is null and ("failedCalls" > 0 or retries > 0) and (select ok from held)
    returning "runId"`,
  ))
