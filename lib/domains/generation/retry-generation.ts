import { transaction } from '../../core/db/db'
import { AppError, invalid } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { getProject } from '../projects/get-project'
import { enqueueSoon, insertRun, refuseSecondRun } from '../runs/create-run'
import { getRun } from '../runs/get-run'
import { readRun } from '../runs/read-run'
import { ANSWER_STAGES, GENERATION_STAGES, SITE_STAGES } from './contract'
import { GENERATION, type GenerationInput } from './start-generation'

/**
 * Runs the same prompt again on the project as it is now. The stages before `fromStage` are the built-in makers' and cost
 * nothing, so they are made again rather than taken over; the answer is the same.
 * @throws not_found · invalid_input unknown stage · conflict the run is still going, or another one changes the project
 */
export async function retryGeneration(
  ctx: Ctx,
  who: Principal,
  input: { id: string; fromStage?: string | undefined },
): Promise<{ runId: string; retryOf: string }> {
  const stages = [...new Set<string>([...GENERATION_STAGES, ...SITE_STAGES, ...ANSWER_STAGES])]
  if (input.fromStage !== undefined && !stages.includes(input.fromStage)) throw invalid('fromStage', `one of ${stages.join(', ')}`)
  const run = await getRun(ctx, who, { id: input.id })
  if (run.endedAt === null) throw new AppError('conflict', 'This run is still going. Stop it first, or wait for it.')
  if (run.kind !== GENERATION || run.projectId === null) throw new AppError('conflict', 'A run of this kind cannot be retried.')
  const project = await getProject(ctx, who, run.projectId)
  const old = (await readRun(ctx, run.id)).input as GenerationInput
  const runId = await transaction(ctx.db, async (tx) => {
    await refuseSecondRun(tx, project.id, GENERATION)
    const next: GenerationInput = { ...old, isNew: old.isNew && project.currentVersion === 0, planFirst: false }
    return insertRun(
      tx,
      { ownerId: who.userId, kind: GENERATION, projectId: project.id, baseVersion: project.currentVersion, input: next, retryOf: run.id },
      ctx.clock.now(),
    )
  })
  await enqueueSoon(ctx, { id: runId, kind: GENERATION, ownerId: who.userId })
  return { runId, retryOf: run.id }
}
