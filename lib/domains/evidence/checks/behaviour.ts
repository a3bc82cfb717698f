import { AppStopped } from '../../../app-runtime/open-app'
import { controlAsks } from '../behaviour/controls/control-asks'
import { CONTROLS_MS } from '../behaviour/controls/control-project'
import { untried } from '../behaviour/judge-asks'
import { type AsksRun, runAsks, type RunOptions } from '../behaviour/run-asks'
import type { Application } from '../behaviour/run-scenario'
import { openSite } from '../behaviour/static-site'
import { faultsOfAsks } from '../behaviour/validate-asks'
import { BundleStopped } from '../bundler'
import { type Check, type CheckOutcome, type CheckTools, finding, outcome, type ProjectUnderCheck } from '../check'
import { sandboxProblem } from '../compile/sandbox'
import type { Finding } from '../contract'
import type { SharedApplication } from '../preview/shared-application'
import { BEHAVIOUR_MS, boundsOf, BROWSER_MS, until } from '../preview/bounds'

/**
 * What was asked, used as people would use it: every scenario of every ask of `devora.json`, on the running application
 * and a database of its own. An ask fails when one of its scenarios does; one that could not be tried is unproven, and
 * that fails nothing.
 */

export const behaviour: Check = {
  name: 'behaviour',
  async run(project, tools) {
    const asks = project.spec.asks ?? []
    const faults = faultsOfAsks(project.spec)
    if (faults.length > 0) return outcome(faults, { asks: untried(asks, 'What it says of the prompt does not hold.') })
    if (asks.every(({ state }) => state !== 'planned'))
      return {
        status: 'not_run',
        findings: [],
        outOfScope: 'Nothing of what was asked is planned.',
        asks: untried(asks),
      }
    const wallMs = Math.min(tools.wallMs ?? BEHAVIOUR_MS, BEHAVIOUR_MS)
    const controlMs = tools.controls === true ? CONTROLS_MS : 0
    const { signal, onAsk, chromium } = tools
    const site = openSite(project)
    if (site !== null) return play(project, site, { signal, wallMs, controlMs, onAsk, chromium })
    const { application } = tools
    if (application === undefined) return notTried(project, 'Nothing that applications run on is kept here.')
    const problem = await sandboxProblem()
    if (problem !== null) return notTried(project, `Running it needs a sandbox, and none can be made here: ${problem}.`)
    return application.use(async () => {
      const bounds = boundsOf(wallMs + controlMs + (chromium === undefined ? 0 : BROWSER_MS), tools.signal)
      const began = performance.now()
      try {
        const work = onApplication(project, application, { signal: bounds.signal, wallMs, controlMs, onAsk, chromium })
        // Waiting for others who have the application is no work of this check.
        return { ...(await until(bounds.signal, work)), ms: performance.now() - began }
      } catch (error) {
        tools.signal.throwIfAborted()
        if (bounds.signal.aborted)
          return { ...notTried(project, 'The application did not answer in time.'), isShort: true }
        if (error instanceof BundleStopped) return { ...notTried(project, error.message), isShort: true }
        throw error
      } finally {
        bounds.end()
      }
    })
  },
}

const notTried = (project: ProjectUnderCheck, why: string): CheckOutcome => ({
  status: 'unavailable',
  findings: [remark(why)],
  asks: untried(project.spec.asks ?? [], why),
})

const remark = (message: string): Finding =>
  finding({ check: 'behaviour', rule: 'not-tried', severity: 'warning', owner: 'person', message })

/** Of the wall clock: when it is over, no further scenario begins. */
const LAST_BEGIN = 0.7

type Bounds = {
  signal: AbortSignal
  wallMs: number
  /** For the controls after that. */
  controlMs: number
  onAsk: CheckTools['onAsk']
  chromium: CheckTools['chromium']
}

async function onApplication(
  project: ProjectUnderCheck,
  application: SharedApplication,
  bounds: Bounds,
): Promise<CheckOutcome> {
  const prepared = await application.prepare()
  if (prepared.is === 'no-database') return notTried(project, 'The migrations do not apply.')
  if (prepared.is === 'no-bundle') return notTried(project, 'The application cannot be bundled.')
  const { signal } = bounds
  const abandon = (): void => application.abandon()
  signal.addEventListener('abort', abandon, { once: true })
  try {
    return await play(project, application, bounds)
  } catch (error) {
    // Why, `preview` says.
    if (error instanceof AppStopped && !signal.aborted) return notTried(project, 'The application does not start.')
    throw error
  } finally {
    signal.removeEventListener('abort', abandon)
  }
}

async function play(
  project: ProjectUnderCheck,
  application: Application,
  { signal, wallMs, controlMs, onAsk, chromium }: Bounds,
): Promise<CheckOutcome> {
  const asks = project.spec.asks ?? []
  const within = (ms: number): RunOptions => ({
    project,
    application,
    signal,
    until: performance.now() + ms * LAST_BEGIN,
    ...(chromium && { chromium }),
  })
  const run = await runAsks(asks, { ...within(wallMs), ...(onAsk && { onAsk }) })
  return outcomeOf(controlMs === 0 ? run : { ...run, results: await controlAsks(asks, run.results, within(controlMs)) })
}

const outcomeOf = ({ results, findings, isShort }: AsksRun): CheckOutcome =>
  outcome(findings, { asks: results, ...(isShort && { isShort: true }) })
