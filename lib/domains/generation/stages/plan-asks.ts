import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import { BUILTIN_MODEL } from '../../accounts/constants'
import { architect } from '../agents/architect/architect'
import { planAsks } from '../agents/architect/plan-asks'
import { beginning, withAsksKept, withSpansOnly } from '../builtin/asks/with-asks'
import { FileSink } from '../writing/file-sink'
import { type DataPlan, orBuiltin, type Plan, type RunContext, writePlan } from './plan'
import { openStageModel } from './stage-model'
import { ASKS } from './stage-name'

/**
 * Stage `asks`: the third call of a model architect, about the plan with its pages. What was asked is the contract of
 * the writers that come after it. A plan of the built-in architect says already what was asked, of pages that it has.
 */
export async function planAsksByModel(
  ctx: Ctx,
  runId: string,
  { context, planned }: { context: RunContext; planned: DataPlan },
  step: StepContext,
): Promise<Plan> {
  const started = performance.now()
  const sink = await FileSink.open(ctx, {
    runId,
    stage: ASKS,
    attempt: step.attempt,
    percent: 15,
    owns: architect.owns,
  })
  const { spec, maker } = planned
  if (maker === BUILTIN_MODEL) return writePlan(ctx, sink, { spec, context, maker, started })
  const at = beginning(spec, context.prompt, context.previous)
  if (at === null) return writePlan(ctx, sink, { spec: withAsksKept(spec), context, maker, started })
  const use = await openStageModel(ctx, { runId, ...context }, ASKS, () => sink.recorder)
  const ask = { prompt: context.prompt, background: context.background, signal: step.signal }
  const asked =
    use === null ? null : await orBuiltin(ctx, sink, { runId, stage: ASKS }, () => planAsks(spec, at, ask, use))
  return writePlan(ctx, sink, {
    spec: asked ?? withSpansOnly(spec, at),
    context,
    maker,
    ...(asked === null && { stageMaker: BUILTIN_MODEL }),
    started,
  })
}
