import type { CheckOutcome, ProjectUnderCheck } from '../check'
import { CHECK_NAMES } from '../constants'
import type { AccessTable, CheckName, CheckResult, Report, ReportStatus } from '../contract'
import { byCodeUnit } from '../paths'
import { askedIn } from '../asked'

/** What came of the checks, put together as the report that people and other programs read. Pure. */

export function reportOf(
  manifest: string,
  project: ProjectUnderCheck,
  ran: {
    outcomes: Map<CheckName, { result: CheckResult; outcome?: CheckOutcome }>
    outside: ReadonlyMap<CheckName, string>
    isFull: boolean
  },
): Report {
  const { outcomes, outside } = ran
  const checks = CHECK_NAMES.map((check): CheckResult => {
    const reason = outside.get(check)
    return (
      outcomes.get(check)?.result ?? {
        check,
        status: 'not_run',
        findings: [],
        ...(reason !== undefined && { outOfScope: reason }),
      }
    )
  })
  const tables = [...outcomes.values()].flatMap(({ outcome }): AccessTable[] => outcome?.access ?? [])
  const grantWorlds = [...new Set([...outcomes.values()].flatMap(({ outcome }) => outcome?.grantWorlds ?? []))]
  const setup = [...outcomes.values()].flatMap(({ outcome }) => outcome?.setup ?? [])
  const tried = new Map((outcomes.get('behaviour')?.outcome?.asks ?? []).map((one) => [one.id, one]))
  const tools = Object.assign({}, ...[...outcomes.values()].map(({ outcome }) => outcome?.tools ?? {})) as Record<
    string,
    string
  >
  const derived = [
    ...new Set([...project.derived, ...[...outcomes.values()].flatMap(({ outcome }) => outcome?.derived ?? [])]),
  ]
  return {
    report: 1,
    status: statusOf(checks, ran.isFull),
    manifest,
    ...(derived.length > 0 && { derived }),
    tools: Object.fromEntries(Object.entries(tools).sort(([a], [b]) => byCodeUnit(a, b))),
    checks,
    ...(tables.length > 0 && { access: tables }),
    ...(grantWorlds.length > 0 && { grantWorlds }),
    ...(setup.length > 0 && { setup }),
    ...askedIn(project.spec, tried),
  }
}

/**
 * verified: all but build passed, of those that apply; built: build passed too. Where there is nothing to build, the
 * full check of the files is all that building them could prove.
 */
function statusOf(checks: readonly CheckResult[], isFull: boolean): ReportStatus {
  const proven = checks.every(
    ({ check, status, outOfScope: outside }) => status === 'passed' || outside !== undefined || check === 'build',
  )
  if (!proven) return 'incomplete'
  const built = checks.find(({ check }) => check === 'build')
  if (built?.status === 'failed' || built?.status === 'error') return 'incomplete'
  return built?.status === 'passed' || (isFull && built?.outOfScope !== undefined) ? 'built' : 'verified'
}
