import { DBOS } from '@dbos-inc/dbos-sdk'
import { newId } from '../core/ids'

/**
 * Runs as code: `defineRun` registers a durable workflow whose steps are checkpointed in Postgres. After a crash the code runs
 * again from the top, finished steps answer from their checkpoint, and only the interrupted one executes a second time.
 * Therefore nothing outside a step may read the clock, draw a random number or touch the world.
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

/** Errors that say nothing about the work itself: the database went away for a moment, so the step is worth another try. */
const TRANSIENT =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|terminating connection|Connection terminated|the database system is (starting up|shutting down)|Can't reach database server|server closed the connection/i
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (TRANSIENT.test(`${at.message} ${String((at as { code?: unknown }).code ?? '')}`)) return true
  return false
}

const never = new AbortController().signal

const scopeOf = (runId: string): RunScope => ({
  runId,
  step: (name, work) =>
    DBOS.runStep(() => work({ attempt: newId('attempt'), signal: DBOS.stepStatus?.cancelSignal ?? never }), {
      name,
      retriesAllowed: true,
      maxAttempts: 6,
      intervalSeconds: 0.5,
      shouldRetry: isTransient,
    }),
})

/** Registers a kind of run. `kind` is its name for ever: runs that wait in the database are found by it. */
export function defineRun(kind: string, run: (scope: RunScope) => Promise<void>): void {
  DBOS.registerWorkflow((runId: string) => run(scopeOf(runId)), { name: kind })
}

export type Branch<I, O> = { start(scope: RunScope, name: string, input: I): Promise<{ result(): Promise<O> }> }

/**
 * Work that goes on beside other work of the same run: a child workflow `<run>:<name>`. Several steps under `Promise.all` in one
 * workflow would be checkpointed in an order that a second execution may not repeat; a child has an order of its own.
 */
export function defineBranch<I, O>(kind: string, run: (scope: RunScope, input: I) => Promise<O>): Branch<I, O> {
  const workflow = DBOS.registerWorkflow((runId: string, input: I) => run(scopeOf(runId), input), { name: kind })
  return {
    async start(scope, name, input) {
      const handle = await DBOS.startWorkflow(workflow, { workflowID: `${scope.runId}:${name}` })(scope.runId, input)
      return { result: () => handle.getResult() }
    },
  }
}
