import { DBOS, DBOSWorkflowConflictError } from '@dbos-inc/dbos-sdk'
import { type Fence, Superseded, withFence } from '../core/db/fence'
import { newId } from '../core/ids'
import { checkAttempt, takeAttempt } from './attempt'
import { isTransient } from '../core/db/transient'

/**
 * Runs as code: `defineRun` registers a durable workflow whose steps are checkpointed in Postgres. After a crash the
 * code runs again from the top, finished steps answer from their checkpoint, and only the interrupted one executes a
 * second time. Therefore nothing outside a step may read the clock, draw a random number or touch the world.
 */

export type StepContext = {
  /** Drawn anew each time the step executes: whatever an earlier execution said is superseded by it. */
  attempt: string
  /** Aborted when the run is cancelled; goes to every call that takes long. */
  signal: AbortSignal
}

export type RunScope = {
  runId: string
  /** One checkpointed unit of work. What it returns must be JSON and small: files travel by hash. */
  step<T>(name: string, work: (step: StepContext) => Promise<T>): Promise<T>
}

const never = new AbortController().signal

const scopeOf = (runId: string, fence: Fence): RunScope => ({
  runId,
  step: (name, work) =>
    DBOS.runStep(
      () =>
        underFence(fence, async () => {
          await checkAttempt()
          return work({ attempt: newId('attempt'), signal: DBOS.stepStatus?.cancelSignal ?? never })
        }),
      { name, retriesAllowed: true, maxAttempts: 6, intervalSeconds: 0.5, shouldRetry: isTransient },
    ),
})

/**
 * Runs a step under the fence of its workflow's execution. One that was superseded ends the way the engine's own do
 * when they find that they lost the workflow: nothing is written down, and the newer one's result counts.
 */
async function underFence<T>(fence: Fence, work: () => Promise<T>): Promise<T> {
  try {
    return await withFence(fence, work)
  } catch (error) {
    if (error instanceof Superseded) throw new DBOSWorkflowConflictError(fence.workflowId)
    throw error
  }
}

/** One execution of a workflow: it takes the number that its writes are made under, then it runs. */
async function execute<T>(runId: string, run: (scope: RunScope) => Promise<T>): Promise<T> {
  const workflowId = DBOS.workflowID!
  const attempt = await takeAttempt(workflowId, runId)
  if (attempt === null) throw new DBOSWorkflowConflictError(workflowId)
  return run(scopeOf(runId, { workflowId, attempt }))
}

/** Registers a kind of run. `kind` is its name for ever: runs that wait in the database are found by it. */
export function defineRun(kind: string, run: (scope: RunScope) => Promise<void>): void {
  DBOS.registerWorkflow((runId: string) => execute(runId, run), { name: kind })
}

export type Branch<I, O> = { start(scope: RunScope, name: string, input: I): Promise<{ result(): Promise<O> }> }

/**
 * Work that goes on beside other work of the same run: a child workflow `<run>:<name>`. Several steps under
 * `Promise.all` in one workflow would be checkpointed in an order that a second execution may not repeat; a child has
 * an order of its own.
 */
export function defineBranch<I, O>(kind: string, run: (scope: RunScope, input: I) => Promise<O>): Branch<I, O> {
  const workflow = DBOS.registerWorkflow((runId: string, input: I) => execute(runId, (scope) => run(scope, input)), {
    name: kind,
  })
  return {
    async start(scope, name, input) {
      const handle = await DBOS.startWorkflow(workflow, { workflowID: `${scope.runId}:${name}` })(scope.runId, input)
      return { result: () => handle.getResult() }
    },
  }
}

export type Schedule = {
  scheduleName: string
  workflowFn: (at: Date, context: unknown) => Promise<void>
  schedule: string
}

/** What was defined to run by the clock; the worker hands it to the engine. */
export const schedules: Schedule[] = []

/**
 * Registers a run that the clock starts, once for all workers of an installation. What was missed while none was there
 * is not made up for.
 * @param crontab minute, hour, day of the month, month, day of the week; UTC
 */
export function defineSchedule(kind: string, crontab: string, run: (scope: RunScope) => Promise<void>): void {
  const workflowFn = DBOS.registerWorkflow((_at: Date, _context: unknown) => execute(DBOS.workflowID!, run), {
    name: kind,
  })
  schedules.push({ scheduleName: kind, workflowFn, schedule: crontab })
}
