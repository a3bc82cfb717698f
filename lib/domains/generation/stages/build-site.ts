import type { Ctx } from '../../../context'
import type { RunScope } from '../../../engine/define'
import type { Finding } from '../../evidence/contract'
import type { Verifier } from '../../evidence/verifier'
import { unchargeStages } from '../metering/uncharge-stages'
import type { WrittenFile } from '../writing/file-sink'
import { attemptOf, best, nextIteration, type ReviewAttempt } from '../review/loop-governor'
import { deliverVersion } from './deliver'
import { endRun, endUnchanged } from './end'
import type { Plan, RunContext } from './plan'
import { type Reviewed, reviewFiles } from './review'
import { SITE, writeSiteFiles } from './site'
import { stageOf } from './stage-name'
import { type Mending } from './write'

type Round = { written: WrittenFile[]; reviewed: Reviewed; stages: string[] }
/** The loop governor knows the writers of an application; the one writer of a site stands in for the front end. */
const OWNER = 'frontend'

/**
 * Mode `site`, after the plan: one writer, review, at most two rounds of mending by a model, and the best round
 * delivered.
 */
export async function buildSite(
  parts: { ctx: Ctx; verifier: Verifier },
  scope: RunScope,
  context: RunContext,
  plan: Plan,
): Promise<void> {
  const { ctx, verifier } = parts
  const { runId } = scope
  const write = (round: number, mending: Mending | null): Promise<WrittenFile[]> =>
    scope.step(stageOf(SITE, round), (step) => writeSiteFiles(ctx, runId, { spec: plan.spec, context, mending }, step))
  const review = (written: WrittenFile[], round: number): Promise<Reviewed> =>
    scope.step(stageOf('review', round), (step) =>
      reviewFiles(ctx, verifier, { runId, context, spec: plan.spec, written, round }, step),
    )

  const first = [...plan.files, ...(await write(0, null))]
  if (await endUnchanged(ctx, scope, { context, plan, written: first })) return
  const rounds: Round[] = [{ written: first, reviewed: await review(first, 0), stages: [] }]
  for (;;) {
    // The built-in maker would write the same again; only a model can mend.
    const next = nextIteration(
      rounds.map(({ reviewed }) => attempt(reviewed)),
      { able: context.model === null ? [] : [OWNER] },
    )
    if ('stop' in next) break
    const round = rounds.length
    const { written } = rounds.at(-1)!
    const mended = await write(round, { round, findings: next.findings, written })
    const files = [...new Map([...written, ...mended].map((file) => [file.path, file])).values()]
    rounds.push({
      written: files,
      reviewed: await review(files, round),
      stages: [stageOf(SITE, round), stageOf('review', round)],
    })
  }
  const chosen = best(rounds.map(({ reviewed }) => attempt(reviewed)))
  const wasted = rounds.slice(chosen + 1).flatMap(({ stages }) => stages)
  if (wasted.length > 0) await scope.step('uncharge', () => unchargeStages(ctx.db, runId, wasted))
  const { reviewed } = rounds[chosen]!
  const delivered = await scope.step('deliver', (step) =>
    deliverVersion(ctx, verifier, { runId, context, plan, reviewed, scaffoldVersion: null }, step),
  )
  await endRun(ctx, scope, delivered)
}

function attempt({ report, remarks }: Reviewed): ReviewAttempt {
  const made = attemptOf(report, remarks)
  return {
    ...made,
    findings: made.findings.map((one): Finding => (one.file === 'devora.json' ? one : { ...one, owner: OWNER })),
  }
}
