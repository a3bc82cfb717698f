import { DBOS, DBOSClient } from '@dbos-inc/dbos-sdk'
import pg from 'pg'
import type { Log } from '../core/log'
import { dbosLogger } from './dbos-logger'

/**
 * What a process that starts and stops runs needs of the engine. The web process has only this; it executes nothing.
 */
export type Engine = {
  /** Enqueues the run. Calling it twice with one id is harmless: the second call finds the first. */
  start(input: {
    runId: string
    kind: string
    ownerId: string
    /** A later part of the same run: `<runId>:<part>`. */ part?: string
  }): Promise<void>
  /** Stops the run and everything it started; a step under way is told through its signal. */
  cancel(runId: string, part?: string): Promise<void>
  /** What the engine knows of the run or of a part of it, or null when it was never enqueued. */
  state(runId: string, part?: string): Promise<'active' | 'succeeded' | 'failed' | 'cancelled' | null>
  /** Deletes what the engine keeps of workflows that ended before. @returns how many, `most` at most */
  forget(endedBefore: Date, most: number): Promise<number>
  close(): Promise<void>
}

/** Tables of the engine live in their own schema of the same database: one backup holds both. */
export const ENGINE_SCHEMA = 'dbos'
export const ENGINE_NAME = 'devora'
/** Runs wait here, fairly per owner. */
export const RUN_QUEUE = 'runs'
/**
 * Branches start inside their run; only after a crash do they pass through this queue, which has no bound a waiting run
 * could fill.
 */
export const BRANCH_QUEUE = 'branches'
/**
 * Set on purpose, not computed from the code: a deploy continues the runs of the version before it. Raise it together
 * with a
 * `DBOS.patch` only when the order of steps in a run changes.
 */
export const ENGINE_VERSION = '1'

const workflowOf = (runId: string, part?: string): string => (part === undefined ? runId : `${runId}:${part}`)

const STATES: Record<string, 'active' | 'succeeded' | 'failed' | 'cancelled'> = {
  PENDING: 'active',
  ENQUEUED: 'active',
  DELAYED: 'active',
  SUCCESS: 'succeeded',
  ERROR: 'failed',
  MAX_RECOVERY_ATTEMPTS_EXCEEDED: 'failed',
  CANCELLED: 'cancelled',
}

/** States that a workflow does not leave. */
const ENDED = ['SUCCESS', 'ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED'] as const

async function takeLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtext('devora-engine-migration')) as taken`,
  )
  return rows[0]?.taken === true
}

/**
 * Creates or updates the engine's tables. Web and worker start at the same moment, so an advisory lock lets one of them
 * do it.
 */
async function migrateEngine(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Asked again and again instead of waited for: the migration builds indexes concurrently, and that would wait for a
    // waiting statement.
    while (!(await takeLock(client))) await new Promise((resolve) => setTimeout(resolve, 50))
    // Only the beginning is made here; a newer SDK brings its tables up to date when a worker launches.
    const { rows } = await client.query<{ exists: boolean }>(
      `select to_regclass('${ENGINE_SCHEMA}.workflow_status') is not null as exists`,
    )
    if (rows[0]?.exists === true) return
    await DBOS.migrate(databaseUrl, { schemaName: ENGINE_SCHEMA })
  } finally {
    await client.end()
  }
}

/** @param databaseUrl the database in which the engine keeps its schema */
export async function connectEngine(databaseUrl: string, log: Log): Promise<Engine> {
  await migrateEngine(databaseUrl)
  const client = await DBOSClient.create({
    systemDatabaseUrl: databaseUrl,
    systemDatabaseSchemaName: ENGINE_SCHEMA,
    systemDatabasePoolSize: 5,
    applicationName: ENGINE_NAME,
    logger: dbosLogger(log),
  })
  return {
    async start({ runId, kind, ownerId, part }) {
      await client.enqueue(
        {
          workflowName: kind,
          queueName: RUN_QUEUE,
          workflowID: workflowOf(runId, part),
          queuePartitionKey: ownerId,
          appVersion: ENGINE_VERSION,
        },
        runId,
      )
    },
    async cancel(runId, part) {
      await client.cancelWorkflow(workflowOf(runId, part), { cancelChildren: true })
    },
    async state(runId, part) {
      const status = await client.retrieveWorkflow(workflowOf(runId, part)).getStatus()
      return status === null ? null : (STATES[status.status] ?? 'active')
    },
    async forget(endedBefore, most) {
      const ended = await client.listWorkflows({
        status: [...ENDED],
        completedBefore: endedBefore.toISOString(),
        limit: most,
        loadInput: false,
        loadOutput: false,
      })
      await client.deleteWorkflows(ended.map((workflow) => workflow.workflowID))
      return ended.length
    },
    close: () => client.destroy(),
  }
}
