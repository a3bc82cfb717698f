import { setTimeout as sleep } from 'node:timers/promises'
import { currentOwnerXid } from '@dbos-inc/dbos-sdk/internal/context'
import { type Db, requireAttempt, sql, writeRaw } from '../core/db/db'
import { currentFence } from '../core/db/fence'
import { isTransient } from '../core/db/transient'

/**
 * Which execution of a workflow counts. The engine knows by itself who owns a workflow and refuses the checkpoints of
 * everybody else; what a step writes elsewhere needs a number to be refused by.
 */

let ledger: Db | null = null

/** Where the numbers are kept; told once by the worker, before anything executes. */
export const keepAttemptsIn = (db: Db): void => void (ledger = db)

const ledgerOf = (): Db => {
  if (ledger === null) throw new Error('a workflow runs in a process that started no worker')
  return ledger
}

const TRIES = 6

/**
 * Takes the next number for an execution that begins. Only whoever owns the workflow by the engine's own word may: a
 * worker that froze between taking it off the queue and beginning would otherwise fence out the one that replaced it.
 * @returns the number; null when somebody else owns the workflow by now
 */
export async function takeAttempt(workflowId: string, runId: string): Promise<number | null> {
  const owner = currentOwnerXid(workflowId) ?? null
  for (let pause = 500, tries = 1; ; pause *= 2, tries++) {
    try {
      const rows = await ledgerOf().$queryRaw<Array<{ attempt: number }>>`
        insert into workflow_attempt ("workflowId", "runId", attempt, "takenAt")
        select workflow_uuid, ${runId}, 1, now() from dbos.workflow_status
        where workflow_uuid = ${workflowId} and owner_xid = ${owner} for share
        on conflict ("workflowId") do update set attempt = workflow_attempt.attempt + 1, "takenAt" = now()
        returning attempt`
      return rows[0]?.attempt ?? null
    } catch (error) {
      if (!isTransient(error) || tries === TRIES) throw error
      await sleep(pause)
    }
  }
}

/** Before a step does anything. @throws Superseded */
export const checkAttempt = (): Promise<unknown> => writeRaw(ledgerOf(), sql`select ${requireAttempt(currentFence())}`)

/** Takes workflows away from executions that are thought gone: what they still write is refused from here on. */
export const raiseAttempts = (db: Db, workflowIds: readonly string[]): Promise<number> =>
  db.$executeRaw`update workflow_attempt set attempt = attempt + 1 where "workflowId" = any(${workflowIds})`
