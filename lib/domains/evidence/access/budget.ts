import type { GuardedSession } from '../scratch/database.ts'

/** The same session with a wall clock over all its scripts: a trigger that sleeps is paid for once, not once per row. */
export function budgeted(session: GuardedSession, ms: number): GuardedSession {
  const until = performance.now() + ms
  return {
    ...session,
    run(text, bounds) {
      const left = until - performance.now()
      if (left > 0) return session.run(text, { ...bounds, ms: Math.min(left, bounds?.ms ?? left) })
      return Promise.resolve({
        results: [],
        error: { code: '57014', message: 'the time for this project is over', fatal: true },
        overrun: 'time' as const,
      })
    },
  }
}
