import type { GuardedSession } from '../../scratch/database.ts'
import { isServerLost, ServerLost } from '../../scratch/session.ts'

/**
 * The same session with a wall clock over all its scripts: a trigger that sleeps is paid for once, not once per row.
 * Throws `ServerLost` when the server broke under it, so that this is never taken for a row that cannot be made.
 */
export function budgeted(session: GuardedSession, ms: number): GuardedSession & { isOver(): boolean } {
  const until = performance.now() + ms
  let isStopped = false
  return {
    ...session,
    /** Whether a script was stopped or refused for it: what came of the others is then not all there is. */
    isOver: () => isStopped,
    async run(text, bounds) {
      const left = until - performance.now()
      const over = { code: '57014', message: 'the time for this project is over', fatal: true }
      if (left <= 0) isStopped = true
      if (isStopped) return { results: [], error: over, overrun: 'time' }
      const outcome = await session.run(text, { ...bounds, ms: Math.min(left, bounds?.ms ?? left) })
      isStopped = outcome.overrun !== null
      if (outcome.error && !outcome.overrun && isServerLost(outcome.error)) throw new ServerLost(outcome.error.message)
      return outcome
    },
  }
}
