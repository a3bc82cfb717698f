import type { RunningApp } from '../../../app-runtime/open-app.ts'
import type { Ask } from '../../spec/asks.ts'
import type { Scenario } from '../../spec/scenario.ts'
import { finding, type ProjectUnderCheck } from '../check.ts'
import type { Finding } from '../contract.ts'
import type { SharedApplication } from '../preview/shared-application.ts'
import { wordsOf } from './judge-asks.ts'
import { player } from './run-asks.ts'
import type { Played } from './run-scenario.ts'

export type NextStartOptions = {
  application: SharedApplication
  /** What `next build` made of the same files, running. */
  app: RunningApp
  signal: AbortSignal
  /** When no further scenario is begun, by `performance.now()`. */
  until: number
}

/** Asks of which a scenario can be played. */
export const playable = ({ spec }: Pick<ProjectUnderCheck, 'spec'>): Ask[] =>
  (spec.asks ?? []).filter(({ state, scenarios }) => state === 'planned' && scenarios.length > 0)

/**
 * Plays each scenario on what `next build` made as well as on the runtime of previews, on which it was proven: where
 * one passes and the other fails is a finding. What neither can tell, or both fail, says nothing of the build.
 */
export async function differencesOnNextStart(
  project: ProjectUnderCheck,
  { application, app, signal, until }: NextStartOptions,
): Promise<Finding[]> {
  const onBuilt = player({ project, application, signal }, { stage: { app } })
  const onPreview = player({ project, application, signal })
  const differences: Finding[] = []
  for (const ask of playable(project))
    for (const scenario of ask.scenarios) {
      if (performance.now() > until) break
      const built = await onBuilt(scenario)
      if (built.result.status === 'unproven') continue
      const previewed = await onPreview(scenario)
      const { status } = previewed.result
      if (status === 'unproven' || status === built.result.status) continue
      differences.push(differenceFinding(ask, scenario, { built, previewed }))
    }
  return differences
}

/** Where the runs of one scenario differ, for whoever repairs it. */
function differenceFinding(
  ask: Ask,
  scenario: Scenario,
  { built, previewed }: { built: Played; previewed: Played },
): Finding {
  const which = `“${wordsOf(ask)}” (${ask.id}): “${scenario.title}”`
  const { failure } = built
  const said =
    failure === undefined
      ? `passes on next start and fails in the preview. ${previewed.failure?.seen ?? ''}`
      : `passes in the preview and fails on next start, at step ${failure.at + 1} of ${scenario.steps.length}. ${failure.seen}`
  return finding({
    check: 'build',
    rule: 'differs-on-next-start',
    message: `${which} ${said}`.trim(),
    hint: 'The same files must do the same wherever they run: look for code that asks where it is.',
  })
}
