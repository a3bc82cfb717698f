import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import { BUILTIN_MODEL } from '../../accounts/constants'
import { attributionOfRun } from '../../runs/internal/read-run'
import type { AppSpec } from '../../spec/contract'
import { architect } from '../agents/architect/architect'
import { withAsks } from '../builtin/asks/with-asks'
import { writeSite } from '../builtin/site/write-site'
import { FileSink, type WrittenFile } from '../writing/file-sink'
import { openStageModel } from './stage-model'
import { type Plan, type RunContext, writePlan } from './plan'
import { ASKS, stageOf } from './stage-name'
import { type Repair, readExisting } from './write'
import { writeInOne, writeOrFallBack } from './write-or-fall-back'

export const SITE = 'site'
/** The one writer of a plain site: everything but the plan. */
const writer = { name: SITE, owns: (path: string): boolean => path !== 'devora.json' } as const

/**
 * Stage `site`: all files of a plain site. A model that fails for good, or whose budget is spent, gives way to the
 * built-in generator; on a repair, the files simply stay as they are.
 */
export async function writeSiteFiles(
  ctx: Ctx,
  runId: string,
  input: { spec: AppSpec; context: RunContext; repair: Repair | null },
  step: StepContext,
): Promise<WrittenFile[]> {
  const started = performance.now()
  const { context, repair, spec } = input
  const stage = stageOf(SITE, repair?.round ?? 0)
  const sink = await FileSink.open(ctx, {
    runId,
    stage,
    attempt: step.attempt,
    percent: repair === null ? 20 : 75,
    owns: writer.owns,
  })
  const use = await openStageModel(ctx, { runId, ...context }, stage, () => sink.recorder)
  const at = { runId, stage, writer, context, isRepair: repair !== null, sink, use, signal: step.signal, started }
  return writeOrFallBack(ctx, at, {
    builtin: () => writeSite(spec),
    model: async (model, deleted) => {
      const asked = {
        spec,
        prompt: context.prompt,
        background: context.background,
        existing: await readExisting(ctx, context, repair),
        signal: step.signal,
        ...(context.previous === null ? {} : { previous: context.previous }),
        ...(repair === null ? {} : { findings: repair.findings }),
      }
      await writeInOne(at, model, asked, deleted)
    },
  })
}

/**
 * Stage `asks` of a site whose model gave way to the built-in generator: what was asked, said anew with what shows it.
 * The plan promised nothing of pages that a model was to write; of those that stand there now all is known.
 * @returns the plan with these asks; null where the model has written the site
 */
export async function planTakenOver(
  ctx: Ctx,
  runId: string,
  { context, plan }: { context: RunContext; plan: Plan },
  step: StepContext,
): Promise<Plan | null> {
  const started = performance.now()
  if ((await attributionOfRun(ctx, runId)).get(SITE) !== BUILTIN_MODEL) return null
  const sink = await FileSink.open(ctx, {
    runId,
    stage: ASKS,
    attempt: step.attempt,
    percent: 60,
    owns: architect.owns,
  })
  const spec = withAsks(plan.spec, context.prompt, context.previous)
  const maker = plan.spec.makers['architect'] ?? BUILTIN_MODEL
  // Its name it has: whoever gave the project another one meanwhile keeps that.
  const named: RunContext = { ...context, isNew: false }
  return writePlan(ctx, sink, { spec, context: named, maker, stageMaker: BUILTIN_MODEL, started })
}
