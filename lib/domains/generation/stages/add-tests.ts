import type { Ctx } from '../../../context'
import type { RunScope } from '../../../engine/define'
import type { Verifier } from '../../evidence/verifier'
import { unchargeStages } from '../metering/uncharge-stages'
import type { WrittenFile } from '../writing/file-sink'
import { attemptOf, best, nextIteration, type ReviewAttempt } from '../review/loop-governor'
import { TESTS } from './stage-name'
import type { Plan, RunContext } from './plan'
import { type Reviewed, reviewFiles } from './review'
import { writeTestFiles } from './tests'
import type { Mending } from './write'

type Round = { written: WrittenFile[]; reviewed: Reviewed; stage: string }

const attempt = ({ reviewed }: Round): ReviewAttempt => attemptOf(reviewed.report, reviewed.remarks)
const hasFaults = (round: Round): boolean =>
  attempt(round).findings.some((one) => one.severity === 'error' && one.owner === TESTS)

/**
 * The stage `tests`, after the review: tests of the files that were approved, then the evidence anew over files and
 * tests together, because a report is bound to exactly what is delivered. Only the tester mends here, at most twice; if
 * faults stay in what a model wrote, the built-in tester writes the tests instead, and the best of all is delivered.
 */
export async function addTests(
  parts: { ctx: Ctx; verifier: Verifier },
  scope: RunScope,
  context: RunContext,
  approved: { plan: Plan; written: WrittenFile[]; reviewed: Reviewed },
): Promise<Reviewed> {
  const { ctx, verifier } = parts
  const { runId } = scope
  const { spec } = approved.plan
  const write = (stage: string, mending: Mending | null, maker: 'model' | 'builtin'): Promise<WrittenFile[]> =>
    scope.step(stage, (step) =>
      writeTestFiles(ctx, runId, stage, { spec, context, reviewed: approved.reviewed, mending, maker }, step),
    )
  const review = (stage: string, written: WrittenFile[]): Promise<Reviewed> => {
    // What a model said of the application stands; asking it again about the same files would only cost.
    const again = { stage, remarks: approved.reviewed.remarks }
    return scope.step(stage, (step) =>
      reviewFiles(ctx, verifier, { runId, context, spec, written, round: 0, again }, step),
    )
  }
  const round = async (
    more: string | null,
    before: WrittenFile[],
    mending: Mending | null,
    maker: 'model' | 'builtin',
  ): Promise<Round> => {
    const stage = more === null ? TESTS : `${TESTS} (${more})`
    const tests = await write(stage, mending, maker)
    const written = [...new Map([...before, ...tests].map((file) => [file.path, file])).values()]
    const reviewed = await review(`review (${[TESTS, ...(more === null ? [] : [more])].join(', ')})`, written)
    return { written, reviewed, stage }
  }

  const isModel = context.model !== null
  const rounds = [await round(null, approved.written, null, 'model')]
  for (;;) {
    const next = nextIteration(rounds.map(attempt), { able: isModel ? [TESTS] : [] })
    if ('stop' in next) break
    const { written } = rounds.at(-1)!
    rounds.push(
      await round(`fix ${rounds.length}`, written, { round: rounds.length, findings: next.findings, written }, 'model'),
    )
  }
  const isReplaced = isModel && hasFaults(rounds[best(rounds.map(attempt))]!)
  if (isReplaced) rounds.push(await round('built-in', approved.written, null, 'builtin'))
  const chosen = best(rounds.map(attempt))
  // A round of mending is paid for when its files, or files made of them, are delivered.
  const isLast = isReplaced && chosen === rounds.length - 1
  const wasted = rounds.filter((_, index) => index > 0 && (isLast || index > chosen)).map(({ stage }) => stage)
  if (wasted.length > 0) await scope.step(`uncharge (${TESTS})`, () => unchargeStages(ctx.db, runId, wasted))
  return rounds[chosen]!.reviewed
}
