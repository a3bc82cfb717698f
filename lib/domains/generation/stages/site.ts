import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import type { AppSpec } from '../../spec/contract'
import { writeSite } from '../builtin/site/write-site'
import { FileSink, type WrittenFile } from '../writing/file-sink'
import { openStageModel } from './stage-model'
import type { RunContext } from './plan'
import { stageOf } from './stage-name'
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
