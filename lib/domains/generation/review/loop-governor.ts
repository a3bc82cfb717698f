import type { CheckName, CheckStatus, Finding, Report } from '../../evidence/contract'
import type { FileOwner } from '../../spec/ownership'
import { eligibleOwners } from './eligible-owners'

/**
 * When the review loop goes on, who writes next, and which version is delivered. Pure policy over what each version's
 * review found; the first attempt is the version that the writers made, each further one is what a round of repair
 * made of it.
 */

export const MAX_ITERATIONS = 2

export type ReviewAttempt = {
  /** Hash of exactly the files that were reviewed: the same files again are a loop. */
  manifest: string
  checks: readonly { check: CheckName; status: CheckStatus }[]
  /** Of the evidence and of the model reviewer. Only errors ask for another round. */
  findings: readonly Finding[]
}

export type StopReason =
  /** Nothing is left to repair. */
  | 'approved'
  | 'iterations'
  /** None of the last findings went away. */
  | 'no-progress'
  /** A finding that was gone is back, or the files are those of an earlier attempt. */
  | 'oscillation'
  /** The last round made it worse. */
  | 'regression'
  /** Nobody who can write owns a finding. */
  | 'nobody'
export type NextIteration = { stop: StopReason } | { owners: FileOwner[]; findings: Finding[] }

/** The order in which owners write: whoever others depend on first. */
const ORDER: readonly FileOwner[] = ['architect', 'database', 'backend', 'frontend', 'tests']
const REPAIRERS: readonly FileOwner[] = ['database', 'backend', 'frontend']

export const attemptOf = (
  report: Pick<Report, 'manifest' | 'checks'>,
  reviewFindings: readonly Finding[] = [],
): ReviewAttempt => ({
  manifest: report.manifest,
  // What does not apply to the project is neither passed nor owed.
  checks: report.checks.flatMap(({ check, status, outOfScope }) =>
    outOfScope === undefined ? [{ check, status }] : [],
  ),
  findings: [...report.checks.flatMap((check) => check.findings), ...reviewFindings],
})

const errorsOf = (attempt: ReviewAttempt): Finding[] =>
  attempt.findings.filter((finding) => finding.severity === 'error')
const printsOf = (attempt: ReviewAttempt): Set<string> =>
  new Set(errorsOf(attempt).map((finding) => finding.fingerprint))

/**
 * Smaller is better, compared from left to right: files that do not parse and checks that broke (both hide what else is
 * wrong), checks that did not pass, errors, warnings.
 */
export function badness(attempt: ReviewAttempt): readonly [number, number, number, number] {
  const errors = errorsOf(attempt)
  const hidden =
    errors.filter((finding) => finding.check === 'parse').length +
    attempt.checks.filter((check) => check.status === 'error').length
  const notPassed = attempt.checks.filter((check) => check.status !== 'passed').length
  return [hidden, notPassed, errors.length, attempt.findings.length - errors.length]
}

function compare(a: ReviewAttempt, b: ReviewAttempt): number {
  const [left, right] = [badness(a), badness(b)]
  const at = left.findIndex((value, index) => value !== right[index])
  return at === -1 ? 0 : left[at]! - right[at]!
}

/**
 * Index of the version to deliver: the best one, and of equals the earliest, which people have seen and nothing was
 * repaired away from.
 */
export function best(history: readonly ReviewAttempt[]): number {
  if (history.length === 0) throw new Error('There is no version to choose from.')
  return history.reduce((chosen, attempt, index) => (compare(attempt, history[chosen]!) < 0 ? index : chosen), 0)
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((one) => b.has(one))

/** Why the last attempt shows that a further one leads nowhere; null when it may. */
function deadEnd(history: readonly ReviewAttempt[]): StopReason | null {
  const last = history.at(-1)!
  const earlier = history.slice(0, -1)
  const before = earlier.at(-1)
  if (before === undefined) return null
  const now = printsOf(last)
  const then = printsOf(before)
  if (last.manifest === before.manifest) return 'no-progress'
  if (earlier.some((attempt) => attempt.manifest === last.manifest)) return 'oscillation'
  // Back after it had been gone: somebody undoes what somebody else repairs.
  const older = earlier.slice(0, -1).map(printsOf)
  if ([...now].some((print) => !then.has(print) && older.some((prints) => prints.has(print)))) return 'oscillation'
  if (older.some((prints) => sameSet(prints, now))) return 'oscillation'
  if ([...then].every((print) => now.has(print))) return compare(last, before) > 0 ? 'regression' : 'no-progress'
  return compare(last, before) > 0 ? 'regression' : null
}

/**
 * What follows the last attempt of `history`: a stop, or the owners that write once more, with their findings.
 * @param options.able who can write at all (the built-in architect, for one, would write the same again)
 */
export function nextIteration(
  history: readonly ReviewAttempt[],
  options: { maxIterations?: number; able?: readonly FileOwner[] } = {},
): NextIteration {
  const last = history.at(-1)
  if (last === undefined) throw new Error('There is no version to judge.')
  const errors = errorsOf(last)
  if (errors.length === 0) return { stop: 'approved' }
  if (history.length - 1 >= (options.maxIterations ?? MAX_ITERATIONS)) return { stop: 'iterations' }
  const stop = deadEnd(history)
  if (stop !== null) return { stop }
  const able = options.able ?? REPAIRERS
  const owned = errors.filter((finding) => eligibleOwners(finding).some((owner) => able.includes(owner)))
  if (owned.length === 0) return { stop: 'nobody' }
  const owners = ORDER.filter(
    (owner) => able.includes(owner) && owned.some((finding) => eligibleOwners(finding).includes(owner)),
  )
  return { owners, findings: owned }
}
