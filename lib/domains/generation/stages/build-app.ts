import type { Ctx } from '../../../context'
import type { Branch, RunScope } from '../../../engine/define'
import type { Verifier } from '../../evidence/verifier'
import { WRITERS, type WriterName } from '../agents/agent'
import { withLater, repairUntilBest, type Round } from '../review/repair-loop'
import type { WrittenFile } from '../writing/file-sink'
import { collect, type Started, startWriters } from '../writing/side-by-side'
import { addTests } from './add-tests'
import { deliverAndEnd, endUnchanged } from './delivery/end'
import type { Plan, RunContext } from './plan'
import { reviewFiles } from './review'
import { stageOf } from './stage-name'
import type { WriteInput } from './write'

/** What a run is built with: the context, the checks, and the branches that its writers work in. */
export type BuildParts = {
  ctx: Ctx
  verifier: Verifier
  writer: Branch<WriteInput, WrittenFile[]>
  scaffold: Branch<{ context: RunContext; plan: Plan }, number>
}

/**
 * Mode `fullstack`, after the plan: the writers side by side, review, repair, tests on request, and the best round
 * delivered.
 * @param early writers that have begun already, from a plan whose pages were still being made
 */
export async function buildApp(
  parts: BuildParts,
  scope: RunScope,
  context: RunContext,
  plan: Plan,
  early: Started[] = [],
): Promise<void> {
  const { ctx, verifier } = parts
  const { runId } = scope
  const start = (names: readonly WriterName[], repair: WriteInput['repair']): Promise<Started[]> =>
    startWriters(parts.writer, scope, names, { spec: plan.spec, context, repair })
  const review = async (written: WrittenFile[], round: number, owners: readonly WriterName[]): Promise<Round> => {
    const reviewed = await scope.step(stageOf('review', round), (step) =>
      reviewFiles(ctx, verifier, { runId, context, spec: plan.spec, written, round }, step),
    )
    return { written, reviewed, stages: [...owners, 'review'].map((name) => stageOf(name, round)) }
  }

  const others = WRITERS.filter((name) => !early.some((one) => one.name === name))
  const late = await start(others, null)
  // After the writers: the scaffold is work for this machine, theirs is waiting for a server.
  const isLong = context.model !== null && context.isNew
  const scaffold = isLong ? await parts.scaffold.start(scope, 'scaffold', { context, plan }) : null
  const written = [...plan.files, ...(await collect([...early, ...late]))]
  if (await endUnchanged(ctx, scope, { context, plan, written })) return
  const first = await review(written, 0, WRITERS)
  const approved = await repairUntilBest(ctx.db, scope, first, {
    refundStep: 'uncharge',
    // The built-in generators would write the same again; only a model can repair.
    able: context.model === null ? [] : WRITERS,
    repair: async (task) => {
      const owners = WRITERS.filter((name) => task.owners.includes(name))
      return review(withLater(task.written, await collect(await start(owners, task))), task.round, owners)
    },
  })
  const scaffoldVersion = (await scaffold?.result()) ?? null
  const reviewed = context.withTests ? await addTests(parts, scope, context, { plan, ...approved }) : approved.reviewed
  await deliverAndEnd(parts, scope, { context, plan, reviewed, scaffoldVersion })
}
