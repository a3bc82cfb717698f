import { CHECK_NAMES } from '@/lib/domains/evidence/constants'
import type { CheckName, Finding } from '@/lib/domains/evidence/contract'
import type { CheckView } from '@/lib/domains/runs/reduce'
import { LIVE_STATUSES, type LiveStatus } from './check-words'

export type LiveCheck = {
  name: CheckName
  status: LiveStatus
  ms: number | null
  /** When it ran on these very files, where its result is from then. */
  checkedAt: string | null
  findings: Finding[]
  count: number
}

const isStatus = (status: string): status is LiveStatus => LIVE_STATUSES.some((one) => one === status)

/**
 * Every check a run has, begun or not, in the order of the report: the list stands from the start, so nothing moves.
 * `build` only when asked for. Pure.
 */
export function liveChecks(checks: readonly CheckView[]): LiveCheck[] {
  return CHECK_NAMES.flatMap((name) => {
    const found = checks.find((check) => check.check === name)
    if (found === undefined)
      return name === 'build'
        ? []
        : [{ name, status: 'waiting' as const, ms: null, checkedAt: null, findings: [], count: 0 }]
    const findings = found.found.map((one) => ({ ...one, check: name }))
    // A run leaves out only what does not apply to the project.
    const status: LiveStatus =
      found.status === 'not_run' ? 'outside' : isStatus(found.status) ? found.status : 'running'
    return [{ name, status, ms: found.ms, checkedAt: found.checkedAt ?? null, findings, count: found.findings }]
  })
}
