import { isSite } from '../../../app-runtime/build-site.ts'
import type { Ask, Scenario } from '../../spec/asks.ts'
import type { ProjectUnderCheck } from '../check.ts'
import type { AskResult, Finding } from '../contract.ts'
import { type BrowserCode, readBrowserCode } from './browser-code.ts'
import { failureFinding, judge, settled } from './judge-asks.ts'
import { fileOfPages } from './page-files.ts'
import type { StageOptions } from '../preview/shared-application.ts'
import { type Application, type Played, playScenario, type Stage } from './run-scenario.ts'
import { siteCode, siteFile } from './static-site.ts'

export type RunOptions = {
  project: ProjectUnderCheck
  application: Application
  signal: AbortSignal
  /** When no further scenario is begun, by `performance.now()`. */
  until: number
  /** Is told what came of an ask before the next one is begun. */
  onAsk?: (result: AskResult) => void
}

export type AsksRun = {
  results: AskResult[]
  findings: Finding[]
  /** Time was over before the last one. */
  isShort: boolean
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
  const fileOf = filesOf(options.project)
  const results: AskResult[] = []
  const findings: Finding[] = []
  let isShort = false
  const tell = (result: AskResult): void => {
    results.push(result)
    options.onAsk?.(result)
  }
  for (const ask of asks) {
    const known = settled(ask)
    if (known !== null) {
      tell(known)
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
    tell(
      judge(
        ask,
        played.map(({ result }) => result),
      ),
    )
  }
  return { results, findings, isShort }
}

/** A stage that is not as the project has it. */
export type Otherwise = { stage?: StageOptions; change?: (stage: Stage) => Stage }

/**
 * Plays a scenario on a database of its own, or tells what came of the same one before.
 * @throws NotAltered
 */
export function player(
  { project, application, signal }: Omit<RunOptions, 'until' | 'onAsk'>,
  { stage: options, change = (stage) => stage }: Otherwise = {},
): (scenario: Scenario) => Promise<Played> {
  const known = new Map<string, Played>()
  const codeAt = codeOf(project)
  return async (scenario) => {
    const key = JSON.stringify(scenario.steps)
    const before = known.get(key)
    if (before !== undefined) return before
    signal.throwIfAborted()
    const stage = await application.stage(options)
    try {
      const played = await playScenario(scenario, { stage: change(stage), spec: project.spec, signal, codeAt })
      known.set(key, played)
      return played
    } finally {
      await stage.close()
    }
  }
}

const isPlain = ({ files }: ProjectUnderCheck): boolean => isSite(files.keys())

const filesOf = (project: ProjectUnderCheck): ((pathname: string) => string | undefined) =>
  isPlain(project) ? siteFile(project) : fileOfPages(project)

export function codeOf(project: ProjectUnderCheck): (pathname: string) => BrowserCode {
  if (isPlain(project)) return siteCode(project)
  const [fileOf, read] = [fileOfPages(project), readBrowserCode(project)]
  return (pathname) => read(fileOf(pathname))
}
