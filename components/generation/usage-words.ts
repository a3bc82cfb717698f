import { BUILTIN_MODEL, type ModelChoice } from '@/lib/domains/accounts/contract'
import type { RunView, StageView } from '@/lib/domains/runs/reduce'
import { isStage, STAGE_TEXT } from './stage-words'

export type StageUsage = {
  stage: string
  name: string
  maker: string
  tokens: { inputTokens: number; outputTokens: number } | null
  /** From the model's price; null when that is not known. */
  micros: number | null
}

/** Stages that only some runs have. */
const MORE_STAGES: Record<string, string> = { pages: 'Pages', confirm: 'Your plan', summary: 'Summary' }

/** `frontend (fix 1)` → `Front end, fix 1`. */
export function stageName(stage: string): string {
  const [, base = stage, more] = /^(\S+?)(?:\s*\((.+)\))?$/.exec(stage) ?? []
  const name = isStage(base) ? STAGE_TEXT[base].name : (MORE_STAGES[base] ?? base)
  return more === undefined ? name : `${name}, ${more}`
}

/** What a stage of the card led to: rounds that mended what a review found (`frontend (fix 1)`), and those of the tests (`review (tests)`). */
export const mendingStages = (view: RunView, under: 'review' | 'tests'): StageView[] =>
  view.stages.filter(({ stage }) => /^\w+ \(.+\)$/.test(stage) && /^(?:tests |review \(tests)/.test(stage) === (under === 'tests'))

export const makerText = (maker: string): string => (maker === BUILTIN_MODEL ? 'built-in' : maker)

/** What each stage that has a maker used, in the order in which they began. Pure. */
export function stageUsages(view: RunView, models: readonly ModelChoice[]): StageUsage[] {
  return view.stages.flatMap(({ stage, maker }) => {
    const tokens = view.usageOf[stage] ?? null
    if (maker === null && tokens === null) return []
    const price = models.find(({ id }) => id === maker)?.price
    const micros = tokens === null ? 0 : price === undefined ? null : Math.ceil((tokens.inputTokens * price.inputMicrosPerMillion + tokens.outputTokens * price.outputMicrosPerMillion) / 1_000_000) // prettier-ignore
    return [{ stage, name: stageName(stage), maker: maker === null ? 'writing' : makerText(maker), tokens, micros }]
  })
}
