import { DBOS } from '@dbos-inc/dbos-sdk'
import { newId } from '../core/ids'

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

/**
 * Errors that say nothing about the work itself: the database went away for a moment, so the step is worth another try.
 */
const TRANSIENT = new RegExp(
  [
    // The connection: by the socket, by pg, and by Prisma (https://www.prisma.io/docs/orm/reference/error-reference).
    'ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|Connection terminated|Connection ended|server closed the connection|server has closed the connection',
    "Can't reach database server|terminating connection|ConnectionClosed|\\bP100[128]\\b|\\bP1017\\b|\\b08(?:000|001|003|006)\\b",
    // The server: starting, stopping or recovering after a crash
    // (https://www.postgresql.org/docs/18/errcodes-appendix.html).
    'the database system is (?:starting up|shutting down|in recovery mode|not yet accepting connections)|\\b57P0[1-5]\\b',
    // The transaction: it waited too long for a busy or frozen other one, or was the victim of a deadlock; nothing of
    // it was written.
    '\\bP2024\\b|\\bP2028\\b|\\bP2034\\b|\\b40(?:001|P01)\\b|\\b25P0[34]\\b|idle-in-transaction timeout',
  ].join('|'),
  'i',
)
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
 * Work that goes on beside other work of the same run: a child workflow `<run>:<name>`. Several steps under
 * `Promise.all` in one workflow would be checkpointed in an order that a second execution may not repeat; a child has
 * an order of its own.
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
