import { hostname } from 'node:os'
import { readFileSync, readlinkSync } from 'node:fs'
import { DBOS } from '@dbos-inc/dbos-sdk'
import { type Db, type DbLike, withoutFrozenLocks } from '../core/db/db'
import { newId } from '../core/ids'
import type { Log } from '../core/log'
import { SECOND } from '../core/time'
import { keepAttemptsIn, raiseAttempts } from './attempt'
import { schedules } from './define'
import { dbosLogger } from './dbos-logger'
import { BRANCH_QUEUE, ENGINE_NAME, ENGINE_SCHEMA, ENGINE_VERSION, RUN_QUEUE } from './engine'

export type WorkerOptions = {
  databaseUrl: string
  db: Db
  log: Log
  /** Runs this process executes at a time. */
  concurrency: number
  /** Called with every beat, for the business's own sweeping (runs whose enqueue never happened). */
  onBeat?: () => Promise<void>
  /**
   * Others hold this worker for dead and have taken its runs over. It must end at once: two that work at one run only
   * disturb each other.
   */
  onLost: () => void
}
export type Worker = { id: string; stop(): Promise<void> }

const BEAT_MS = 2 * SECOND
/** Five missed beats. A worker of this very machine whose process is gone is found dead at once. */
const DEAD_MS = 10 * SECOND
/** The longest that taking over may last. */
const REAP_MS = 20 * SECOND
/** Runs of one owner that execute at a time; the others' go first. */
const PER_OWNER = 3

/** Launches the engine and executes runs until `stop`. Runs must have been defined before. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const id = newId('worker')
  const log = options.log.child({ workerId: id })
  const { db } = options
  keepAttemptsIn(db)
  const host = thisHost()
  // Before the engine takes any work: what somebody works at who has no heartbeat is taken away from them.
  // By the database's clock: those of two machines may differ by more than a beat.
  await db.$executeRaw`
    insert into worker_heartbeat (id, host, pid, "startedAt", "beatAt")
    values (${id}, ${host}, ${process.pid}, now(), now())`
  let beatAt = performance.now()
  let isPatientUntil = 0
  let isStopped = false
  const beat = async (): Promise<void> => {
    const count = await db.$executeRaw`update worker_heartbeat set "beatAt" = now() where id = ${id}`
    if (isStopped) return
    if (count === 0) {
      log.error('taken for dead and replaced; ending')
      isStopped = true
      return options.onLost()
    }
    const now = performance.now()
    // Who could not beat for long, because the database was away or the process frozen, cannot tell who else could not.
    if (now - beatAt > DEAD_MS) isPatientUntil = now + DEAD_MS
    beatAt = now
  }
  const look = async (): Promise<void> => {
    await reapDead(db, { host, isPatient: performance.now() < isPatientUntil }, log)
    await options.onBeat?.()
  }
  // Apart: whoever looks after others for long must not fall silent meanwhile, or it is taken for dead itself.
  const loops = [every(BEAT_MS, beat, log)]
  try {
    await launchEngine(id, options, log)
    await look()
  } catch (error) {
    await Promise.all(loops.map((end) => end()))
    throw error
  }
  loops.push(every(BEAT_MS, look, log))
  log.info({ concurrency: options.concurrency }, 'worker started')
  return {
    id,
    async stop() {
      isStopped = true
      await Promise.all(loops.map((end) => end()))
      await DBOS.shutdown({ workflowCompletionTimeoutMS: 10 * SECOND })
      await db.workerHeartbeat.updateMany({ where: { id }, data: { beatAt: new Date(0) } })
    },
  }
}

async function launchEngine(id: string, options: WorkerOptions, log: Log): Promise<void> {
  DBOS.setConfig({
    name: ENGINE_NAME,
    systemDatabaseUrl: withoutFrozenLocks(options.databaseUrl),
    systemDatabaseSchemaName: ENGINE_SCHEMA,
    applicationVersion: ENGINE_VERSION,
    executorID: id,
    logger: dbosLogger(log),
    systemDatabasePoolSize: 12,
  })
  await DBOS.launch()
  await DBOS.registerQueue(RUN_QUEUE, {
    workerConcurrency: options.concurrency,
    partitionConcurrency: PER_OWNER,
    minPollingIntervalMs: 20,
    onConflict: 'always_update',
  })
  await DBOS.registerQueue(BRANCH_QUEUE, { minPollingIntervalMs: 100, onConflict: 'always_update' })
  // What the clock starts belongs to nobody, so it waits beside the branches.
  await DBOS.applySchedules(schedules.map((one) => ({ ...one, queueName: BRANCH_QUEUE })))
}

/** Does `work` again and again, never twice at once. @returns ends that, and resolves when the last one is done */
function every(ms: number, work: () => Promise<void>, log: Log): () => Promise<void> {
  let isBusy = false
  let last: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    last = work()
      .catch((error: unknown) => log.warn({ err: error }, 'heartbeat failed'))
      .finally(() => (isBusy = false))
  }, ms)
  return () => {
    clearInterval(timer)
    return last
  }
}

/** Names the pid space this process lives in: a pid of another container or an earlier boot says nothing here. */
function thisHost(): string {
  try {
    return `${hostname()} ${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}

type Us = { host: string; isPatient: boolean }

async function findDead(db: Db, us: Us): Promise<string[]> {
  const workers = await db.$queryRaw<Array<{ id: string; host: string; pid: number; silentMs: number }>>`
    select id, host, pid, (extract(epoch from now() - "beatAt") * 1000)::float as "silentMs" from worker_heartbeat`
  return workers
    .filter(
      (worker) => (!us.isPatient && worker.silentMs > DEAD_MS) || (worker.host === us.host && !isAlive(worker.pid)),
    )
    .map((worker) => worker.id)
}

type Orphan = { workflowID: string; queuePartitionKey: string | null }

/**
 * What these workers were at, and whatever somebody is at who has no heartbeat at all: a worker that was frozen and
 * replaced can still take new work off the queue before it notices, and then nobody would know it by name.
 */
const findOrphans = (db: DbLike, dead: readonly string[]): Promise<Orphan[]> => db.$queryRaw`
  select workflow_uuid as "workflowID", queue_partition_key as "queuePartitionKey" from dbos.workflow_status w
  where status = 'PENDING' and (executor_id = any(${dead})
    or not exists (select 1 from worker_heartbeat h where h.id = w.executor_id))`

/**
 * Resumes what belonged to workers that are gone. One reaper at a time (advisory lock), so that no run is resumed
 * twice. First their numbers are raised, so that one that was only frozen is refused from here on; then the engine
 * hands the work out again; at last their heartbeats go, so that a reaper that dies in between leaves it all to the
 * next. Nothing is locked meanwhile but the reaping: the engine, which has connections of its own, would wait for us.
 */
async function reapDead(db: Db, us: Us, log: Log): Promise<void> {
  const dead = await findDead(db, us)
  if (dead.length === 0 && (await findOrphans(db, dead)).length === 0) return
  await db.$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<
        Array<{ taken: boolean }>
      >`select pg_try_advisory_xact_lock(hashtext('devora-reaper')) as taken`
      if (lock?.taken !== true) return
      // A write that the frozen worker has begun holds what is taken from it, as long as a frozen transaction may last.
      await tx.$queryRaw`select set_config('idle_in_transaction_session_timeout', ${`${REAP_MS}ms`}, true)`
      const orphans = await findOrphans(tx, dead)
      await raiseAttempts(
        db,
        orphans.map((workflow) => workflow.workflowID),
      )
      await resume(orphans)
      await db.workerHeartbeat.deleteMany({ where: { id: { in: dead } } })
      log.warn(
        { dead, resumed: orphans.map((workflow) => workflow.workflowID) },
        'took over from workers that are gone',
      )
    },
    { timeout: REAP_MS },
  )
}

/**
 * The queue is always named: without it a resumed workflow lands on the engine's internal one. Runs wait per owner;
 * whatever has no owner (branches, what the clock started) would wait for ever among them.
 */
async function resume(orphans: readonly Orphan[]): Promise<void> {
  for (const queueName of [RUN_QUEUE, BRANCH_QUEUE]) {
    const ids = orphans
      .filter((workflow) => (typeof workflow.queuePartitionKey === 'string') === (queueName === RUN_QUEUE))
      .map((workflow) => workflow.workflowID)
    if (ids.length > 0) await DBOS.resumeWorkflows(ids, { queueName })
  }
}
