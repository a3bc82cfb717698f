import { untried } from '../behaviour/judge-asks'
import { type AsksRun, runAsks } from '../behaviour/run-asks'
import type { Played, Stage } from '../behaviour/run-scenario'
import { faultsOfAsks } from '../behaviour/validate-asks'
import { BundleStopped } from '../bundler'
import { type Check, type CheckOutcome, finding, outcome, type ProjectUnderCheck } from '../check'
import { sandboxProblem } from '../compile/sandbox'
import type { Finding } from '../contract'
import type { SharedApplication } from '../preview/shared-application'
import { BEHAVIOUR_MS, boundsOf, until } from '../preview/bounds'

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
    const { application } = tools
    if (application === undefined) return notTried(project, 'Nothing that applications run on is kept here.')
    const problem = await sandboxProblem()
    if (problem !== null) return notTried(project, `Running it needs a sandbox, and none can be made here: ${problem}.`)
    const wallMs = Math.min(tools.wallMs ?? BEHAVIOUR_MS, BEHAVIOUR_MS)
    return application.use(async () => {
      const bounds = boundsOf(wallMs, tools.signal)
      try {
        return await until(bounds.signal, onApplication(project, application, { signal: bounds.signal, wallMs }))
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

type Bounds = { signal: AbortSignal; wallMs: number }

async function onApplication(
  project: ProjectUnderCheck,
  application: SharedApplication,
  { signal, wallMs }: Bounds,
): Promise<CheckOutcome> {
  const prepared = await application.prepare()
  if (prepared.is === 'no-database') return notTried(project, 'The migrations do not apply.')
  if (prepared.is === 'no-bundle') return notTried(project, 'The application cannot be bundled.')
  const abandon = (): void => application.abandon()
  signal.addEventListener('abort', abandon, { once: true })
  try {
    const lastBegin = performance.now() + wallMs * LAST_BEGIN
    const onStage = (work: (stage: Stage) => Promise<Played>): Promise<Played> => playOn(application, signal, work)
    return outcomeOf(await runAsks(project.spec.asks ?? [], { project, signal, until: lastBegin, onStage }))
  } finally {
    signal.removeEventListener('abort', abandon)
  }
}

async function playOn(
  application: SharedApplication,
  signal: AbortSignal,
  work: (stage: Stage) => Promise<Played>,
): Promise<Played> {
  signal.throwIfAborted()
  const stage = await application.stage()
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

const outcomeOf = ({ results, findings, isShort }: AsksRun): CheckOutcome =>
  outcome(findings, { asks: results, ...(isShort && { isShort: true }) })
