import {
  ANSWER_STAGES,
  GENERATION_STAGES,
  type GenerationStage,
  SITE_STAGES,
  TESTED_STAGES,
} from '@/lib/domains/generation/contract'
import type { RunView } from '@/lib/domains/runs/reduce'

export const STAGE_TEXT: Record<GenerationStage, { name: string; does: string }> = {
  context: { name: 'Context', does: 'Gathers what matters for this prompt' },
  architect: { name: 'Architect', does: 'Plans entities, pages and access' },
  frontend: { name: 'Front end', does: 'Pages and components' },
  backend: { name: 'Back end', does: 'Routes, actions and queries' },
  database: { name: 'Database', does: 'Tables, policies and seed rows' },
  site: { name: 'Site', does: 'Pages, styles and script' },
  answer: { name: 'Answer', does: 'One call, one answer' },
  review: { name: 'Review', does: 'Runs the checks on exactly these files' },
  tests: { name: 'Tests', does: 'Tests of the reviewed files, checked with them' },
  deliver: { name: 'Deliver', does: 'Stores the version and its report' },
}

export type RunMode = 'fullstack' | 'site' | 'simple'

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
export function progressOf(view: RunView, mode?: RunMode): { done: number; all: number; now: string } {
  const stages = stagesOf(view, mode)
  const isOf = (name: string): name is GenerationStage => (stages as readonly string[]).includes(name)
  const done = view.stages.filter((stage) => stage.status !== 'running' && isOf(stage.stage)).length
  const running = view.stages
    .filter((stage) => stage.status === 'running')
    .flatMap((stage) => (isOf(stage.stage) ? [STAGE_TEXT[stage.stage].name] : []))
  return { done, all: stages.length, now: running.join(', ') }
}

export const isStage = (name: string): name is GenerationStage => Object.hasOwn(STAGE_TEXT, name)
