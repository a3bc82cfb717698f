import { AppError } from '../../core/errors'
import { manifestHash, manifestOf } from '../spec/manifest'
import { CHECKS } from './all-checks'
import type { Check, CheckOutcome, CheckTools } from './check'
import type { CheckName, CheckResult, Finding, Report } from './contract'
import { loadProject } from './load-project'
import { sortFindings } from './order-findings'
import { recordAccess } from './pgtap/record-access'
import { reportOf } from './make-report'
import { outOfScope } from './plain-site'
import { shareDatabase } from './scratch/build-database'
import { cacheKey, type VerifyCache } from './verify-cache'

export type VerifyOptions = {
  /** Only these checks run; the others are `not_run`, so the result is `incomplete`. */
  only?: readonly CheckName[]
  /** Also `next build`. */
  full?: boolean
  signal?: AbortSignal
  /** Opens (or reuses) the scratch cluster for `schema` and `access`; absent: they end in status `error`. */
  scratch?: CheckTools['scratch']
  /** Wall clock of each process that a check starts; at most (and by default) 20 s, the build 120 s. */
  wallMs?: number
  /** Build without a jail where none can be made (`--trust`); the server never sets it. */
  trusted?: boolean
  cache?: VerifyCache
  onStart?: (check: CheckName) => void
  onCheck?: (result: CheckResult) => void
}

/** At most so many checks at once. Half of them wait for one process, so this is more than the machine has cores. */
const PARALLEL = 8

/**
 * Runs the checks on exactly these files and answers the report that is bound to their hash. A check that throws is
 * `error`: our fault, and the version is incomplete. Apart from the timings the same files give the same report.
 * @throws AppError only when `signal` is aborted, with its reason.
 */
export async function verifyProject(
  files: ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
): Promise<Report> {
  const signal = options.signal ?? new AbortController().signal
  const manifest = manifestOf(files)
  const project = loadProject(files)
  const scratch = options.scratch ?? (() => Promise.reject(new AppError('internal', 'No scratch cluster was given.')))
  const database = shareDatabase(project, scratch, { signal })
  const record = recordAccess()
  const tools: CheckTools = {
    signal,
    ...(options.wallMs !== undefined && { wallMs: options.wallMs }),
    ...(options.trusted === true && { trusted: true }),
    scratch,
    scratchDatabase: async () => record.watch(await database.get()),
  }
  const outside = outOfScope(project)
  const wanted = (check: Check): boolean =>
    !outside.has(check.name) &&
    (options.only ? options.only.includes(check.name) : check.name !== 'build' || options.full === true)

  const outcomes = new Map<CheckName, { result: CheckResult; outcome?: CheckOutcome }>()
  const runOne = async (check: Check): Promise<void> => {
    const started = performance.now()
    options.onStart?.(check.name)
    const key = options.cache ? cacheKey(check, manifest) : ''
    const kept = options.cache?.get(key)
    let done = kept?.outcome
    const cached = kept !== undefined
    let result: CheckResult
    try {
      done ??= await check.run(project, tools)
      if (!cached && done.access !== undefined)
        done = { ...done, access: record.mark(done.access), setup: record.setup() }
      if (signal.aborted) return
      // What could not be tried here may be possible the next time.
      if (done.status !== 'unavailable')
        options.cache?.set(key, kept ?? { outcome: done, checkedAt: new Date().toISOString() })
      result = { check: check.name, status: done.status, findings: sortFindings(done.findings) }
    } catch (error) {
      if (signal.aborted) return
      result = { check: check.name, status: 'error', findings: [faultOfOurs(check.name, error)] }
    }
    result = {
      ...result,
      ms: Math.round(cached ? 0 : (done?.ms ?? performance.now() - started)),
      ...(kept !== undefined && { checkedAt: kept.checkedAt }),
    }
    outcomes.set(check.name, { result, ...(done !== undefined && { outcome: done }) })
    options.onCheck?.(result)
  }
  for (const [check, reason] of outside)
    if (check !== 'build' || options.full === true)
      options.onCheck?.({ check, status: 'not_run', findings: [], outOfScope: reason })
  const queue = CHECKS.filter(wanted)
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let check = queue.shift(); check !== undefined && !signal.aborted; check = queue.shift()) await runOne(check)
    }),
  ).finally(database.close)
  if (signal.aborted)
    throw signal.reason instanceof Error ? signal.reason : new AppError('internal', 'The verification was cancelled.')
  return reportOf(manifestHash(manifest), project, { outcomes, outside, isFull: options.full === true })
}

/** What broke on our side, without paths or stack: the report is public. */
function faultOfOurs(check: CheckName, error: unknown): Finding {
  const detail = error instanceof Error ? error.message.replace(/(?:\/[\w.@-]+){2,}/g, '…').slice(0, 300) : 'unknown'
  const message = `The check could not be carried out: ${detail}`
  return {
    check,
    rule: 'check-error',
    severity: 'error',
    message,
    fingerprint: `check-error-${check}`,
    owner: 'person',
  }
}
