/** CPU time of this process, all threads of it. */
export function cpuMs(work: () => unknown): number {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1_000
}

const YARDSTICK = 'a b, '.repeat(20_000)
/** What reading it needs on a core that has nothing else to do: an ordinary one, on which the limits were set. */
const YARDSTICK_MS = 95

/**
 * How much slower this machine is just now than the one for which limits are set, at least 1: a core that is shared
 * needs more seconds of CPU for the same work, twice as many where two threads are one core.
 */
export function slowness(): number {
  const ms = cpuMs(() => Array.from({ length: 10 }, () => [...YARDSTICK.matchAll(/\b[a-z]+\b/g)]))
  return Math.max(1, ms / YARDSTICK_MS)
}
