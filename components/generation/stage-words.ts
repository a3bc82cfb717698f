import { GENERATION_STAGES, type GenerationStage } from '@/lib/domains/generation/contract'
import type { RunView } from '@/lib/domains/runs/reduce'

export const STAGE_TEXT: Record<GenerationStage, { name: string; does: string }> = {
  context: { name: 'Context', does: 'Gathers what matters for this prompt' },
  architect: { name: 'Architect', does: 'Plans entities, pages and access' },
  frontend: { name: 'Front end', does: 'Pages and components' },
  backend: { name: 'Back end', does: 'Routes, actions and queries' },
  database: { name: 'Database', does: 'Tables, policies and seed rows' },
  review: { name: 'Review', does: 'Runs the checks on exactly these files' },
  deliver: { name: 'Deliver', does: 'Stores the version and its report' },
}

/** Real progress: stages that have ended, of those there are; a review that found faults has ended too. Pure. */
export function progressOf(view: RunView): { done: number; all: number; now: string } {
  const done = view.stages.filter((stage) => stage.status !== 'running' && isStage(stage.stage)).length
  const running = view.stages
    .filter((stage) => stage.status === 'running')
    .flatMap((stage) => (isStage(stage.stage) ? [STAGE_TEXT[stage.stage].name] : []))
  return { done, all: GENERATION_STAGES.length, now: running.join(', ') }
}

export const isStage = (name: string): name is GenerationStage => (GENERATION_STAGES as readonly string[]).includes(name)
