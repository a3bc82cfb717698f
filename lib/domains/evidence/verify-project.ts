import type { Runtime } from '../../app-runtime/open-runtime'
import { AppError } from '../../core/errors'
import { type Manifest, manifestHash, manifestOf } from '../spec/manifest'
import { CHECKS } from './verify/all-checks'
import type { ChromiumOptions } from './behaviour/chromium/chromium'
import { shareChromium } from './behaviour/chromium/share-chromium'
import type { Check, CheckOutcome, CheckTools } from './check'
import type { AskResult, CheckName, CheckResult, Report } from './contract'
import { loadProject } from './load-project'
import { recordAccess } from './pgtap/record-access'
import { reportOf } from './report/make-report'
import { outOfScope } from './plain-site'
import { shareDatabase } from './scratch/build-database'
import type { Prestarted } from './preview/prestarted'
import { shareApplication } from './preview/share-application'
import { onceEach } from './verify/once-each'
import { type Ran, runOrRecall } from './verify/run-check'
import type { VerifyCache } from './verify/verify-cache'

export type VerifyOptions = {
  /** Only these checks run; the others are `not_run`, so the result is `incomplete`. */
  only?: readonly CheckName[]
  /** Also `next build`, and the controls of what is proven of the asks. */
  full?: boolean
  signal?: AbortSignal
  /** Opens (or reuses) the scratch cluster for `schema` and `access`; absent: they end in status `error`. */
  scratch?: CheckTools['scratch']
  /** Opens what `preview` runs on; absent: that check does not run. */
  previewRuntime?: () => Promise<Runtime>
  /** Where the application's process may wait already. */
  prestarted?: Prestarted
  /** Finds what scenarios are played in that need a browser; absent: there is none. */
  chromium?: ChromiumOptions['find']
  /** Wall clock of each process or session that a check starts; at most (and by default) 20 s, the build 120 s. */
  wallMs?: number
  /** Build without a sandbox where none can be made (`--trust`); the server never sets it. */
  trusted?: boolean
  cache?: VerifyCache
  onStart?: (check: CheckName) => void
  onCheck?: (result: CheckResult) => void
  /** Told of each ask once, as soon as its scenarios have run; again only where that was not the last word. */
  onAsk?: (result: AskResult) => void
}

const NO_RUNTIME = 'Nothing that previews run on is kept here.'

/** At most so many checks at once. Half of them wait for one process, so this is more than the machine has cores. */
const PARALLEL = 8

type Scope = {
  files: ReadonlyMap<string, Uint8Array>
  manifest: Manifest
  signal: AbortSignal
  options: VerifyOptions
  onAsk: (result: AskResult) => void
}

/**
 * Runs the checks on exactly these files and answers the report that is bound to their hash. A check that throws is
 * `error`: our fault, and the version is incomplete. One that was short of time, memory or a server is tried once more
 * when the others have ended, and is `unavailable` when it is short again. Apart from the timings the same files give
 * the same report.
 * @throws AppError only when `signal` is aborted, with its reason.
 */
export async function verifyProject(
  files: ReadonlyMap<string, Uint8Array>,
  options: VerifyOptions = {},
): Promise<Report> {
  const signal = options.signal ?? new AbortController().signal
  const scope: Scope = { files, manifest: manifestOf(files), signal, options, onAsk: onceEach(options.onAsk) }
  const project = loadProject(files)
  const outside = new Map(outOfScope(project))
  const isAskedFor = (check: CheckName): boolean =>
    options.only ? options.only.includes(check) : check !== 'build' || options.full === true
  if (options.previewRuntime === undefined && isAskedFor('preview') && !outside.has('preview'))
    outside.set('preview', NO_RUNTIME)
  const wanted = ({ name }: Check): boolean => !outside.has(name) && isAskedFor(name)

  for (const [check, reason] of outside)
    if (isAskedFor(check)) options.onCheck?.({ check, status: 'not_run', findings: [], outOfScope: reason })
  const outcomes = new Map<CheckName, Ran>()
  const short: Check[] = []
  const tell = ({ result, outcome }: Ran): void => {
    // What was taken over, or said without trying, was not told meanwhile.
    for (const ask of outcome?.asks ?? []) scope.onAsk(ask)
    options.onCheck?.(result)
  }
  await runChecks(scope, CHECKS.filter(wanted), PARALLEL, (check, ran) => {
    if (ran.outcome?.isShort === true) short.push(check)
    else tell(ran)
    outcomes.set(check.name, ran)
  })
  await runChecks(scope, short, 1, (check, ran) => {
    tell(ran)
    outcomes.set(check.name, ran)
  })
  return reportOf(manifestHash(scope.manifest), project, { outcomes, outside, isFull: options.full === true })
}

/** Runs these checks, so many at once, on a database of their own. */
async function runChecks(
  scope: Scope,
  checks: readonly Check[],
  parallel: number,
  ended: (check: Check, ran: Ran) => void,
): Promise<void> {
  if (checks.length === 0) return
  const { signal, options } = scope
  const project = loadProject(scope.files)
  const scratch = options.scratch ?? (() => Promise.reject(new AppError('internal', 'No scratch cluster was given.')))
  const database = shareDatabase(project, scratch, { signal })
  const application = shareApplication(project, checks, { ...options, scratch, signal })
  const chromium = shareChromium({ ...options, signal })
  const record = recordAccess()
  const tools: CheckTools = {
    signal,
    ...(options.wallMs !== undefined && { wallMs: options.wallMs }),
    ...(options.trusted === true && { trusted: true }),
    scratch,
    ...(application && { application }),
    ...(chromium && { chromium }),
    onAsk: scope.onAsk,
    ...(options.full === true && { controls: true }),
    scratchDatabase: async () => record.watch(await database.get()),
  }
  const recorded = async (check: Check): Promise<CheckOutcome> => {
    const done = await check.run(project, tools)
    return done.access === undefined ? done : { ...done, access: record.mark(done.access), setup: record.setup() }
  }
  const queue = [...checks]
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let check = queue.shift(); check !== undefined && !signal.aborted; check = queue.shift()) {
        const ran = await runOrRecall(
          { manifest: scope.manifest, signal, cache: options.cache, onStart: options.onStart },
          check,
          recorded,
        )
        if (!signal.aborted) ended(check, ran)
      }
    }),
  ).finally(() => Promise.all([database.close(), application?.close(), chromium?.close()]))
  if (signal.aborted)
    throw signal.reason instanceof Error ? signal.reason : new AppError('internal', 'The verification was cancelled.')
}
