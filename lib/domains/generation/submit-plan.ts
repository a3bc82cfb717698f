import type { Json } from '../../core/db/db'
import { invalid, refusal } from '../../core/errors'
import type { Principal } from '../../http/principal'
import type { Ctx } from '../../context'
import { learnFromPlan } from '../memory/internal/learn-from-change'
import type { Run } from '../runs/contract'
import { confirmPlan } from '../runs/internal/confirm-plan'
import { getRun } from '../runs/get-run'
import { readRun } from '../runs/internal/read-run'
import { AppSpec } from '../spec/contract'
import { faultsSince } from '../spec/edit/faults'
import { BUILD } from './start-generation'

/**
 * Confirms the plan of a waiting run, as it is, as edited, or with answers to its questions, and lets it go on.
 * What was wrong with the plan before is not held against an edit of it.
 * @throws not_found · invalid_input a plan that cannot be built, named by its place · conflict the run is not waiting
 */
export async function submitPlan(
  ctx: Ctx,
  who: Principal,
  input: { id: string; spec?: AppSpec | undefined; answers?: readonly Answer[] | undefined },
): Promise<Run> {
  const run = await getRun(ctx, who, { id: input.id })
  // As Devora made it; confirming puts the edited one in its place.
  const { plan } = await readRun(ctx, run.id)
  const before = AppSpec.safeParse(plan)
  const { answers = [] } = input
  const answered = before.success && answers.length > 0 ? withAnswers(input.spec ?? before.data, answers) : input.spec
  const [fault] = input.spec === undefined ? [] : faultsSince(before.success ? before.data : null, input.spec)
  if (fault !== undefined) throw invalid(['spec', ...fault.path].join('.'), fault.told)
  const isConfirmed = await confirmPlan(ctx, {
    id: run.id,
    kind: run.kind,
    ownerId: who.userId,
    part: BUILD,
    ...(answered === undefined ? {} : { plan: answered as Json }),
  })
  if (!isConfirmed) throw refusal('conflict', run.endedAt === null ? 'detail.planConfirmed' : 'detail.planEnded')
  if (input.spec !== undefined) await learnFromEdit(ctx, who, run, { before: plan, after: input.spec })
  return getRun(ctx, who, { id: run.id })
}

type Answer = { id: string; says: string }

/** The plan with what was answered to its questions; an answer to none of them is no answer. */
function withAnswers(spec: AppSpec, answers: readonly Answer[]): AppSpec {
  const said = new Map(answers.map(({ id, says }) => [id, says]))
  const questions = spec.questions?.map((one) => (said.has(one.id) ? { ...one, said: said.get(one.id)! } : one))
  return questions === undefined ? spec : { ...spec, questions }
}

/** What the edits tell about their author. The run goes on whatever becomes of it. */
async function learnFromEdit(
  ctx: Ctx,
  who: Principal,
  run: Run,
  edit: { before: unknown; after: AppSpec },
): Promise<void> {
  const before = AppSpec.safeParse(edit.before)
  if (!before.success || run.projectId === null) return
  try {
    const change = { ownerId: who.userId, projectId: run.projectId, runId: run.id }
    await learnFromPlan(ctx, { ...change, before: before.data, after: edit.after })
  } catch (error) {
    ctx.log.warn({ err: error, runId: run.id }, 'nothing was learned from the edited plan')
  }
}
