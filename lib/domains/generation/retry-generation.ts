import { type Json, transaction } from '../../core/db/db'
import { invalid, refusal } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { modelAccess } from '../accounts/internal/model-access'
import { reserveCredit } from '../credits/internal/reserve-credit'
import { getProject } from '../projects/get-project'
import { enqueueSoon, insertRun, refuseSecondRun } from '../runs/internal/create-run'
import { getRun } from '../runs/get-run'
import { readRun } from '../runs/internal/read-run'
import { WRITERS } from './agents/agent'
import { ANSWER_STAGES, SITE_STAGES, TESTED_STAGES } from './constants'
import { MAX_ITERATIONS } from './review/loop-governor'
import { ASKS, PAGES, stageOf, TESTS } from './stages/stage-name'
import { refuseWithoutBudget } from './choose-model'
import { BUILD, GENERATION, type GenerationInput } from './start-generation'

const ARCHITECT = ['architect', PAGES, ASKS]
/** Stages of the modes in which one generator does it all. */
const SINGLE = ['site', 'answer']
const ROUNDS = Array.from({ length: MAX_ITERATIONS }, (_, index) => index + 1)
const REVIEWS = [
  'review',
  ...ROUNDS.flatMap((round) => [...WRITERS, 'site', 'review'].map((name) => stageOf(name, round))),
]

/**
 * The stages whose answers from models are taken over when a run is tried again from `fromStage`; by default all there
 * are.
 */
export function stagesBefore(fromStage: string | undefined): string[] {
  const reviewed = [...ARCHITECT, ...SINGLE, ...WRITERS, ...REVIEWS]
  if (fromStage === TESTS) return reviewed
  if (fromStage === undefined || fromStage === 'deliver')
    return [...reviewed, TESTS, ...ROUNDS.map((round) => stageOf(TESTS, round))]
  if (fromStage === 'context' || fromStage === 'architect' || SINGLE.includes(fromStage)) return []
  if (fromStage === 'review') return [...ARCHITECT, ...SINGLE, ...WRITERS]
  return [...ARCHITECT, ...WRITERS.filter((name) => name !== fromStage)]
}

/**
 * Runs the same prompt again on the project as it is now. What models have answered in the stages before `fromStage` is
 * taken over and not paid again; the built-in generators' stages are made anew, which costs nothing and comes out the
 * same. Without
 * `fromStage` a run that did not end well goes on from all that it had heard, and one that did is made anew.
 * @throws not_found · invalid_input unknown stage · budget_spent · conflict the run is still going, or another one
 * changes the project
 */
export async function retryGeneration(
  ctx: Ctx,
  who: Principal,
  input: { id: string; fromStage?: string | undefined },
): Promise<{ runId: string; retryOf: string }> {
  const known = [...new Set<string>([...TESTED_STAGES, ...SITE_STAGES, ...ANSWER_STAGES])]
  if (input.fromStage !== undefined && !known.includes(input.fromStage))
    throw invalid('fromStage', { key: 'reason.oneOf', values: { list: known.join(', ') } })
  const fromStage = input.fromStage
  const run = await getRun(ctx, who, { id: input.id })
  if (run.endedAt === null) throw refusal('conflict', 'detail.runGoing')
  if (run.kind !== GENERATION || run.projectId === null) throw refusal('conflict', 'detail.runKind')
  const project = await getProject(ctx, who, run.projectId)
  const row = await readRun(ctx, run.id)
  const old = row.input as GenerationInput
  const access = old.model === null ? null : await modelAccess(ctx, who.userId, old.model)
  await refuseWithoutBudget(ctx, who, access)
  const stages = run.status === 'completed' && fromStage === undefined ? [] : stagesBefore(fromStage)
  // A plan that its user confirmed, and maybe changed by hand, is kept whenever the architect's answers are.
  const confirmed =
    row.part === BUILD && row.plan !== null && stages.includes('architect')
      ? { part: BUILD, plan: row.plan as Json }
      : {}
  const now = ctx.clock.now()
  const runId = await transaction(ctx.db, async (tx) => {
    await refuseSecondRun(tx, project.id, GENERATION)
    const next: GenerationInput = {
      ...old,
      isNew: old.isNew && project.currentVersion === 0,
      planFirst: false,
      reuse: { runId: run.id, stages },
    }
    const begun = {
      ownerId: who.userId,
      kind: GENERATION,
      projectId: project.id,
      baseVersion: project.currentVersion,
      input: next,
      retryOf: run.id,
      ...confirmed,
    }
    const id = await insertRun(tx, begun, now)
    if (access?.payer === 'installation')
      await reserveCredit(tx, { userId: who.userId, runId: id, amountMicros: old.budgetMicros, now })
    return id
  })
  void enqueueSoon(ctx, {
    id: runId,
    kind: GENERATION,
    ownerId: who.userId,
    ...('part' in confirmed && { part: confirmed.part }),
  })
  return { runId, retryOf: run.id }
}
