import type { Ctx } from '../../../context'
import type { RunScope } from '../../../engine/define'
import type { Finding } from '../../evidence/contract'
import type { Verifier } from '../../evidence/verifier'
import { attemptOf, type ReviewAttempt } from '../review/loop-governor'
import { withLater, repairUntilBest, type Round } from '../review/repair-loop'
import type { WrittenFile } from '../writing/file-sink'
import { deliverAndEnd, endUnchanged } from './delivery/end'
import type { Plan, RunContext } from './plan'
import { type Reviewed, reviewFiles } from './review'
import { planTakenOver, SITE, writeSiteFiles } from './site'
import { ASKS, stageOf } from './stage-name'
import type { Repair } from './write'

/** The loop governor knows the writers of an application; the one writer of a site stands in for the front end. */
const OWNER = 'frontend'

/**
 * Mode `site`, after the plan: one writer, review, at most two rounds of repair by a model, and the best round
 * delivered. Where the built-in generator takes the writing over, what was asked is said anew with what shows it.
 */
export async function buildSite(
  parts: { ctx: Ctx; verifier: Verifier },
  scope: RunScope,
  context: RunContext,
  meant: Plan,
): Promise<void> {
  const { ctx, verifier } = parts
  const { runId } = scope
  const write = ({ spec }: Plan, round: number, repair: Repair | null): Promise<WrittenFile[]> =>
    scope.step(stageOf(SITE, round), (step) => writeSiteFiles(ctx, runId, { spec, context, repair }, step))
  const files = await write(meant, 0, null)
  const takenOver =
    context.model === null
      ? null
      : await scope.step(ASKS, (step) => planTakenOver(ctx, runId, { context, plan: meant }, step))
  const plan = takenOver ?? meant
  const review = async (written: WrittenFile[], round: number): Promise<Round> => {
    const reviewed = await scope.step(stageOf('review', round), (step) =>
      reviewFiles(ctx, verifier, { runId, context, spec: plan.spec, written, round }, step),
    )
    return { written, reviewed, stages: [stageOf(SITE, round), stageOf('review', round)] }
  }

  const written = [...plan.files, ...files]
  if (await endUnchanged(ctx, scope, { context, plan, written })) return
  const first = await review(written, 0)
  const { reviewed } = await repairUntilBest(ctx.db, scope, first, {
    refundStep: 'uncharge',
    able: context.model === null ? [] : [OWNER],
    judge,
    repair: async (task) => review(withLater(task.written, await write(plan, task.round, task)), task.round),
  })
  await deliverAndEnd(parts, scope, { context, plan, reviewed, scaffoldVersion: null })
}

function judge({ report, remarks }: Reviewed): ReviewAttempt {
  const made = attemptOf(report, remarks)
  return {
    ...made,
    findings: made.findings.map((one): Finding => (one.file === 'devora.json' ? one : { ...one, owner: OWNER })),
  }
}
