import { isSite } from '../../../app-runtime/build-site.ts'
import type { Ask } from '../../spec/asks.ts'
import type { Scenario } from '../../spec/scenario.ts'
import type { ProjectUnderCheck } from '../check.ts'
import type { AskResult, Finding } from '../contract.ts'
import { type BrowserCode, readBrowserCode } from './browser-code.ts'
import { type Chromium, NO_BROWSER } from './chromium/chromium.ts'
import { failureFinding, judge, settled } from './judge-asks.ts'
import { fileOfPages } from './page-files.ts'
import type { StageOptions } from '../preview/shared-application.ts'
import { type Application, type LastPage, type Played, playScenario, type Stage } from './run-scenario.ts'
import { siteCode, siteFile } from './static-site.ts'

export type RunOptions = {
  project: ProjectUnderCheck
  application: Application
  signal: AbortSignal
  /** When no further scenario is begun, by `performance.now()`. */
  until: number
  /** What scenarios are played in that need a browser; absent: there is none. */
  chromium?: Chromium
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
      // What is played in a browser has a clock of its own.
      const isLate = performance.now() - (options.chromium?.spentMs ?? 0) > options.until
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
export type Otherwise = {
  stage?: StageOptions
  change?: (stage: Stage) => Stage
  /** What failed without a browser has failed, as where something is to be missed. */
  isSure?: boolean
  /** Is shown where each play ended. */
  onEnd?: (last: LastPage) => void
}

/**
 * Plays a scenario on a database of its own, or tells what came of the same one before. What only client code decides
 * is played once more in a browser, where there is one, and counts as it goes there.
 * @throws NotAltered
 */
export function player(
  { project, application, signal, chromium }: Omit<RunOptions, 'until' | 'onAsk'>,
  { stage: options, change = (stage) => stage, isSure = false, onEnd }: Otherwise = {},
): (scenario: Scenario) => Promise<Played> {
  const known = new Map<string, Played>()
  const codeAt = codeOf(project)
  const playOn = async (scenario: Scenario, browser?: Chromium): Promise<Played> => {
    signal.throwIfAborted()
    const stage = await application.stage(options)
    try {
      return await playScenario(scenario, {
        stage: change(stage),
        spec: project.spec,
        signal,
        codeAt,
        ...(browser && { chromium: browser }),
        ...(onEnd && { onEnd }),
      })
    } finally {
      // Nobody asks for anything any more when the database goes.
      await browser?.leave()
      await stage.close()
    }
  }
  return async (scenario) => {
    const key = JSON.stringify(scenario.steps)
    const before = known.get(key)
    if (before !== undefined) return before
    const first = await playOn(scenario)
    const isOpen = first.needsBrowser === true || (first.mayNeedBrowser === true && !isSure)
    const played = isOpen ? await inBrowser(first, chromium, (browser) => playOn(scenario, browser)) : first
    known.set(key, played)
    return played
  }
}

/** What comes of it in a browser; where there is none, or no time for it, what came of it without. */
async function inBrowser(
  first: Played,
  chromium: Chromium | undefined,
  play: (browser: Chromium) => Promise<Played>,
): Promise<Played> {
  const { result, needsBrowser } = first
  const problem = chromium === undefined ? NO_BROWSER : await chromium.problem()
  if (chromium !== undefined && problem === null) return chromium.play(() => play(chromium))
  return needsBrowser !== true
    ? first
    : { ...first, result: { ...result, why: `${result.why ?? ''} ${problem ?? NO_BROWSER}`.trim() } }
}

const isPlain = ({ files }: ProjectUnderCheck): boolean => isSite(files.keys())

const filesOf = (project: ProjectUnderCheck): ((pathname: string) => string | undefined) =>
  isPlain(project) ? siteFile(project) : fileOfPages(project)

function codeOf(project: ProjectUnderCheck): (pathname: string) => BrowserCode {
  if (isPlain(project)) return siteCode(project)
  const [fileOf, read] = [fileOfPages(project), readBrowserCode(project)]
  return (pathname) => read(fileOf(pathname))
}
