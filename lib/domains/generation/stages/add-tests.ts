import type { Ctx } from '../../../context'
import type { RunScope } from '../../../engine/define'
import type { Verifier } from '../../evidence/verifier'
import { attemptOf } from '../review/loop-governor'
import { withLater, repairUntilBest, type Round } from '../review/repair-loop'
import type { WrittenFile } from '../writing/file-sink'
import type { Plan, RunContext } from './plan'
import { type Reviewed, reviewFiles } from './review'
import { TESTS } from './stage-name'
import { writeTestFiles } from './tests'
import type { Repair } from './write'

const hasFaults = ({ reviewed }: Round): boolean =>
  attemptOf(reviewed.report, reviewed.remarks).findings.some((one) => one.severity === 'error' && one.owner === TESTS)

/**
 * The stage `tests`, after the review: tests of the files that were approved, then the evidence anew over files and
 * tests together, because a report is bound to exactly what is delivered. Only the tester repairs here, at most twice;
 * if faults stay in what a model wrote, the built-in tester writes the tests instead, and the best of all is delivered.
 */
export async function addTests(
  { ctx, verifier }: { ctx: Ctx; verifier: Verifier },
  scope: RunScope,
  context: RunContext,
  approved: { plan: Plan; written: WrittenFile[]; reviewed: Reviewed },
): Promise<Reviewed> {
  const { runId } = scope
  const { spec } = approved.plan
  const { remarks } = approved.reviewed
  /** `more` tells this round from the first one, in the names of its stages. */
  const round = async (
    more: string | null,
    before: WrittenFile[],
    repair: Repair | null,
    maker: 'model' | 'builtin',
  ): Promise<Round> => {
    const stage = more === null ? TESTS : `${TESTS} (${more})`
    const tests = await scope.step(stage, (step) =>
      writeTestFiles(ctx, runId, stage, { spec, context, reviewed: approved.reviewed, repair, maker }, step),
    )
    const written = withLater(before, tests)
    const review = `review (${[TESTS, ...(more === null ? [] : [more])].join(', ')})`
    const reviewed = await scope.step(review, (step) =>
      // What a model said of the application stands; asking it again about the same files would only cost.
      reviewFiles(ctx, verifier, { runId, context, spec, written, round: 0, again: { stage: review, remarks } }, step),
    )
    return { written, reviewed, stages: [stage] }
  }

  const isModel = context.model !== null
  const best = await repairUntilBest(ctx.db, scope, await round(null, approved.written, null, 'model'), {
    refundStep: `uncharge (${TESTS})`,
    able: isModel ? [TESTS] : [],
    repair: (task) => round(`fix ${task.round}`, task.written, task, 'model'),
    startOver: async (soFar) =>
      isModel && hasFaults(soFar) ? round('built-in', approved.written, null, 'builtin') : null,
  })
  return best.reviewed
}
