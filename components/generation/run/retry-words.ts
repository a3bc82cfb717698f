import { BUILTIN_MODEL } from '@/lib/domains/accounts/constants'
import type { GenerationStage } from '@/lib/domains/generation/constants'
import type { RunView } from '@/lib/domains/runs/reduce'
import type { ListText, RunTexts } from './run-texts'
import { stagesOf } from './stage-words'

export type RetryChoice = { stage: GenerationStage; name: string; keeps: string }

const WRITERS: readonly GenerationStage[] = ['frontend', 'backend', 'database']

/**
 * The stages a run can be done again from, first the one that keeps least. Only what a model wrote can be kept: the
 * rest is free. Pure.
 */
export function retryChoices(view: RunView, t: RunTexts, list: ListText): RetryChoice[] {
  const stages = stagesOf(view)
  const has = (stage: GenerationStage): boolean => view.stages.some((one) => one.stage === stage)
  const nameOf = (stage: GenerationStage): string =>
    stage === 'architect' ? t('retry.thePlan') : t(`stages.${stage}.name`).toLowerCase()
  return stages.flatMap((stage): RetryChoice[] => {
    if (stage === 'context' || stage === 'deliver' || !has(stage)) return []
    if (stage === 'architect') return [{ stage, name: t('retry.plan'), keeps: t('retry.keepsNothing') }]
    // As the server takes them over: each stage stands on those before it, and the writers stand beside each other.
    const before = stages.slice(0, stages.indexOf(stage)).filter((one) => one !== 'context')
    const kept =
      stage === 'review' || stage === 'tests'
        ? before
        : WRITERS.includes(stage)
          ? ['architect' as const, ...WRITERS.filter((one) => one !== stage)]
          : []
    const keeps = kept.length === 0 ? t('retry.anew') : t('retry.keeps', { stages: list(kept.map(nameOf)) })
    return [{ stage, name: t(`stages.${stage}.name`), keeps }]
  })
}

/** Whether models had a part in a run; without them another try costs nothing and comes out the same. Pure. */
export const hasModel = (view: RunView): boolean =>
  Object.keys(view.usageOf).length > 0 ||
  view.stages.some(({ maker, fallback }) => (maker !== null && maker !== BUILTIN_MODEL) || fallback !== null)
