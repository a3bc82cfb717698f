import { CompilerStopped } from '../compile/tsc-process'
import { type CheckOutcome, finding } from '../check'
import type { CheckName } from '../contract'
import { ServerLost } from '../scratch/session'

/**
 * What is short on our side is no fault of the project: a check that ran out of time or memory, whose process was
 * killed, or whose database was away is `unavailable`. It is tried once more and never remembered.
 */

/** Of the system: no connection, no memory, no handles, no room. */
const SYSTEM = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOMEM|EAGAIN|EMFILE|ENFILE|ENOSPC)$/
/** Of Postgres: connection exceptions, insufficient resources, shut down or starting. */
const POSTGRES = /^(?:08\w{3}|53\w{3}|57P0\w)$/
/** Of `pg`, whose own errors have no code. */
const CONNECTION = /^(?:Connection terminated|timeout (?:exceeded when trying to connect|expired))/

/** Whether what a check threw says only that something was missing on our side. */
export function isShortage(error: unknown): boolean {
  if (error instanceof ServerLost) return true
  if (error instanceof CompilerStopped) return error.reason !== 'crash'
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return (typeof code === 'string' && (SYSTEM.test(code) || POSTGRES.test(code))) || CONNECTION.test(error.message)
}

/** A check that could not be tried; `said` stands in the report, so it names no path of this machine. */
export const unavailable = (check: CheckName, said: string): CheckOutcome => ({
  status: 'unavailable',
  isShort: true,
  findings: [
    finding({
      check,
      rule: 'not-tried',
      severity: 'warning',
      owner: 'person',
      message: `This could not be tried: ${said}`,
      hint: 'It says nothing about the project. Check the version again when the machine has less to do.',
    }),
  ],
})

/** Rules by which reports of before this distinction called a shortage an error. */
const OLD_RULES = new Set(['too-complex', 'migration-timeout', 'migration-out-of-memory', 'check-error'])
const OLD_WORDS = /the time for this project (?:is|was) over|stopped: over its bound/

/** Whether an outcome may answer for the same files later: only one that nothing was missing for. */
export const isLasting = ({ status, isShort, findings }: CheckOutcome): boolean =>
  status !== 'unavailable' &&
  isShort !== true &&
  !findings.some(({ rule, message }) => OLD_RULES.has(rule ?? '') || OLD_WORDS.test(message))
