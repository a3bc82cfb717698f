import {
  ANSWER_STAGES,
  GENERATION_STAGES,
  type GenerationStage,
  SITE_STAGES,
  TESTED_STAGES,
} from '@/lib/domains/generation/constants'
import type { RunView } from '@/lib/domains/runs/reduce'

export type RunMode = 'fullstack' | 'site' | 'simple'

const ALL_STAGES: readonly string[] = [...TESTED_STAGES, ...SITE_STAGES, ...ANSWER_STAGES]
export const isStage = (name: string): name is GenerationStage => ALL_STAGES.includes(name)

/** The stages of this run, in order. What the run itself has begun says more than what was asked for. Pure. */
export function stagesOf(view: RunView, mode: RunMode = 'fullstack'): readonly GenerationStage[] {
  const stages = plannedStages(view, mode)
  // A run that changed nothing ends without a review: what it skipped is not waiting for anything.
  return isUnchanged(view) ? stages.filter((name) => view.stages.some(({ stage }) => stage === name)) : stages
}

/** Whether a run has ended well without a new version: there was nothing to change, or only a question. Pure. */
const isUnchanged = ({ end }: RunView): boolean => end?.status === 'completed' && end.version === null

function plannedStages(view: RunView, mode: RunMode): readonly GenerationStage[] {
  const has = (name: GenerationStage): boolean => view.stages.some(({ stage }) => stage === name)
  if (has('answer')) return ANSWER_STAGES
  if (has('site')) return SITE_STAGES
  const app = view.hasTests ? TESTED_STAGES : GENERATION_STAGES
  if (has('frontend')) return app
  return mode === 'simple' ? ANSWER_STAGES : mode === 'site' ? SITE_STAGES : app
}

/** Real progress: stages that have ended, of those there are; a review that found faults has ended too. Pure. */
export function progressOf(view: RunView, mode?: RunMode): { done: number; all: number; now: GenerationStage[] } {
  const stages = stagesOf(view, mode)
  const isOf = (name: string): name is GenerationStage => (stages as readonly string[]).includes(name)
  const done = view.stages.filter((stage) => stage.status !== 'running' && isOf(stage.stage)).length
  const now = view.stages.flatMap(({ stage, status }) => (status === 'running' && isOf(stage) ? [stage] : []))
  return { done, all: stages.length, now }
}
