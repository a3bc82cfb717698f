import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import type { ModelChoice } from '@/lib/domains/accounts/contract'
import type { FoundView, RunView, StageView } from '@/lib/domains/runs/reduce'
import type { RunTexts } from './run-texts'
import { isStage } from './stage-words'

export type StageUsage = {
  stage: string
  name: string
  generator: string
  tokens: { inputTokens: number; outputTokens: number } | null
  /** As it was billed, or for a run from before that was told, from the model's price; null when that is not known. */
  micros: number | null
  /** An answer is on its way: both numbers still grow. */
  isLive: boolean
  /** Taken over from the run that this one tries again. */
  isReused: boolean
}

/** Stages that only some runs have. */
const MORE_STAGES = ['pages', 'asks', 'confirm', 'summary'] as const

/** `frontend (fix 1)` → `Front end, fix 1`. */
export function stageName(stage: string, t: RunTexts): string {
  const [, base = stage, more] = /^(\S+?)(?:\s*\((.+)\))?$/.exec(stage) ?? []
  const rare = MORE_STAGES.find((one) => one === base)
  const name = isStage(base) ? t(`stages.${base}.name`) : rare === undefined ? base : t(`rareStages.${rare}`)
  // `tests, fix 2`: the round of a repair, and whether it is of the tests.
  const said = more
    ?.replace(/^tests\b/, t('ofTests'))
    .replace(/\bfix (\d+)$/, (_, round: string) => t('repair', { round }))
  return said === undefined ? name : `${name}, ${said}`
}

/**
 * What a stage of the card led to: rounds that repaired what a review found (`frontend (fix 1)`), and those of the
 * tests (`review (tests)`).
 */
export const repairStages = (view: RunView, under: 'review' | 'tests'): StageView[] =>
  view.stages.filter(
    ({ stage }) => /^\w+ \(.+\)$/.test(stage) && /^(?:tests |review \(tests)/.test(stage) === (under === 'tests'),
  )

/** A model by its id, the built-in generator by its name. */
export const generatorText = (generator: string, t: RunTexts): string =>
  generator === BUILTIN_MODEL ? t('builtin') : generator

/** What each stage that has a generator used, in the order in which they began. Pure. */
export function stageUsages(view: RunView, models: readonly ModelChoice[], t: RunTexts): StageUsage[] {
  return view.stages.flatMap(({ stage, maker }) => {
    const tokens = view.usageOf[stage] ?? null
    if (maker === null && tokens === null) return []
    const price = models.find(({ id }) => id === maker)?.price
    const priced =
      tokens === null
        ? 0
        : price === undefined
          ? null
          : Math.ceil(
              (tokens.inputTokens * price.inputMicrosPerMillion + tokens.outputTokens * price.outputMicrosPerMillion) /
                1_000_000,
            )
    const { isLive = false, isReused = false } = tokens ?? {}
    const line = {
      stage,
      name: stageName(stage, t),
      generator: maker === null ? (isLive ? t('writing') : '–') : generatorText(maker, t),
      tokens,
      isLive,
      isReused,
    }
    return [{ ...line, micros: isReused ? 0 : (tokens?.costMicros ?? priced) }]
  })
}

/** What a run has cost: while it goes what its calls come to, afterwards what was billed. Pure. */
export function costOfRun(
  view: RunView,
  billed: number | null,
): { micros: number; isEstimate: boolean; forgiven: number } {
  const counted = view.usage.costMicros
  if (view.end === null) {
    const isEstimate = Object.values(view.usageOf).some(({ isLive }) => isLive)
    return { micros: Math.max(counted, billed ?? 0), isEstimate, forgiven: 0 }
  }
  const micros = billed ?? counted
  // An answer that was still on its way when the run ended was never counted to its end.
  const isWhole = Object.values(view.usageOf).every(({ isLive }) => !isLive)
  return { micros, isEstimate: false, forgiven: isWhole && billed !== null ? Math.max(0, counted - billed) : 0 }
}

const MOST_SHOWN = 3

/** Findings of the checks as they are, errors first. Pure. */
export function shownFindings(view: RunView): { shown: Array<FoundView & { key: string }>; more: number } {
  const all = view.checks.flatMap(({ check, found }) =>
    found.map((one) => ({ ...one, key: `${check}:${one.fingerprint}:${one.line ?? ''}` })),
  )
  const sorted = [
    ...all.filter(({ severity }) => severity === 'error'),
    ...all.filter(({ severity }) => severity !== 'error'),
  ]
  const count = view.checks.reduce((sum, { findings }) => sum + findings, 0)
  const shown = sorted.slice(0, MOST_SHOWN)
  return { shown, more: Math.max(0, count - shown.length) }
}

/**
 * Which generator wrote a file as it stands, when the followed run did; '' for the built-in one, null for a file that
 * is older, or that a person changed. Pure.
 */
export function generatorOf(view: RunView, file: { path: string; sha256: string }): string | null {
  const written = view.files.find(({ path, sha256 }) => path === file.path && sha256 === file.sha256)
  // The files at the root follow from the plan, whoever made that.
  if (['architect', 'pages', 'asks'].includes(written?.stage ?? '')) return ''
  const maker = view.stages.find(({ stage }) => stage === written?.stage)?.maker ?? null
  return maker === BUILTIN_MODEL ? '' : maker
}
