import type { Ask, Scenario } from '../../spec/asks.ts'
import type { ProjectUnderCheck } from '../check.ts'
import type { AskResult, Finding } from '../contract.ts'
import { type BrowserCode, readBrowserCode } from './browser-code.ts'
import { failureFinding, judge, settled } from './judge-asks.ts'
import { fileOfPages } from './page-files.ts'
import { type Played, playScenario, type Stage } from './run-scenario.ts'

export type RunOptions = {
  project: ProjectUnderCheck
  /** Runs `work` on a database that nobody has written to. */
  onStage(work: (stage: Stage) => Promise<Played>): Promise<Played>
  signal: AbortSignal
  /** When no further scenario is begun, by `performance.now()`. */
  until: number
}

export type AsksRun = {
  results: AskResult[]
  findings: Finding[]
  /** Time was over before the last one. */ isShort: boolean
}

const late = ({ steps }: Scenario): Played => ({
  result: {
    status: 'unproven',
    why: 'There was no time left for it.',
    steps: steps.map(() => ({ status: 'not_tried' })),
  },
})

/** Plays every scenario of every ask, one after the other; the same scenario of two asks once. */
export async function runAsks(asks: readonly Ask[], options: RunOptions): Promise<AsksRun> {
  const play = player(options)
  const fileOf = fileOfPages(options.project)
  const results: AskResult[] = []
  const findings: Finding[] = []
  let isShort = false
  for (const ask of asks) {
    const known = settled(ask)
    if (known !== null) {
      results.push(known)
      continue
    }
    const played: Played[] = []
    for (const scenario of ask.scenarios) {
      const isLate = performance.now() > options.until
      const one = isLate ? late(scenario) : await play(scenario)
      isShort ||= isLate
      played.push(one)
      const { failure } = one
      if (failure === undefined) continue
      const file = failure.pathname === null ? undefined : fileOf(failure.pathname)
      findings.push(failureFinding(ask, scenario, failure, file))
    }
    results.push(
      judge(
        ask,
        played.map(({ result }) => result),
      ),
    )
  }
  return { results, findings, isShort }
}

/** Plays a scenario, or tells what came of the same one before. */
export function player({ project, onStage, signal }: RunOptions): (scenario: Scenario) => Promise<Played> {
  const known = new Map<string, Played>()
  const fileOf = fileOfPages(project)
  const read = readBrowserCode(project)
  const codeAt = (pathname: string): BrowserCode => read(fileOf(pathname))
  return async (scenario) => {
    const key = JSON.stringify(scenario.steps)
    const before = known.get(key)
    if (before !== undefined) return before
    const played = await onStage((stage) => playScenario(scenario, { stage, spec: project.spec, signal, codeAt }))
    known.set(key, played)
    return played
  }
}
