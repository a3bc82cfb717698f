import { BUILTIN_MODEL } from '@/lib/domains/accounts/contract'
import type { GenerationStage } from '@/lib/domains/generation/contract'
import type { RunView } from '@/lib/domains/runs/reduce'
import { STAGE_TEXT, stagesOf } from './stage-words'

export type RetryChoice = { stage: GenerationStage; name: string; keeps: string }

const WRITERS: readonly GenerationStage[] = ['frontend', 'backend', 'database']
const names = (stages: readonly GenerationStage[]): string => {
  const all = stages.map((stage) => (stage === 'architect' ? 'the plan' : STAGE_TEXT[stage].name.toLowerCase()))
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

/**
 * The stages a run can be done again from, first the one that keeps least. Only what a model wrote can be kept: the
 * rest is free. Pure.
 */
export function retryChoices(view: RunView): RetryChoice[] {
  const stages = stagesOf(view)
  const has = (stage: GenerationStage): boolean => view.stages.some((one) => one.stage === stage)
  return stages.flatMap((stage): RetryChoice[] => {
    if (stage === 'context' || stage === 'deliver' || !has(stage)) return []
    if (stage === 'architect') return [{ stage, name: 'The plan', keeps: 'Keeps nothing, all is made anew' }]
    // As the server takes them over: each stage stands on those before it, and the writers stand beside each other.
    const before = stages.slice(0, stages.indexOf(stage)).filter((one) => one !== 'context')
    const kept =
      stage === 'review' || stage === 'tests'
        ? before
        : WRITERS.includes(stage)
          ? ['architect' as const, ...WRITERS.filter((one) => one !== stage)]
          : []
    return [{ stage, name: STAGE_TEXT[stage].name, keeps: kept.length === 0 ? 'Made anew' : `Keeps ${names(kept)}` }]
  })
}

/** Whether models had a part in a run; without them another try costs nothing and comes out the same. Pure. */
export const hasModel = (view: RunView): boolean =>
  Object.keys(view.usageOf).length > 0 ||
  view.stages.some(({ maker, fallback }) => (maker !== null && maker !== BUILTIN_MODEL) || fallback !== null)
