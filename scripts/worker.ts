import { flushCompileCache } from 'node:module'
import { runWorker } from '../lib/worker'

/**
 * `npm run worker`: the worker as a process of its own. Ends on SIGTERM and SIGINT with its work handed back; whoever
 * started it starts it again.
 */
const running = await runWorker(() => process.exit(1))
// The start script listens, when there is one: who was ready is started again at once (scripts/launch/processes.mjs).
process.send?.('devora: ready')
// Kept by now, since a worker may be killed at any time: the next one starts with what this one compiled.
flushCompileCache()
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        running.ctx.log.error({ err: error }, 'worker did not stop cleanly')
        process.exit(1)
      },
    )
  })
}
