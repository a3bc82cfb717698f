import type { Ctx } from '../../../context'
import { newId } from '../../../core/ids'
import type { StepContext } from '../../../engine/define'
import type { AppSpec } from '../../spec/contract'
import { writeSite } from '../builtin/site/write-site'
import { FileSink, type WrittenFile } from '../file-sink'
import { modelWriter } from '../models/writer-maker'
import { openStageModel, reasonToFallBack, sayFallBack, sayProgress } from '../stage-model'
import type { RunContext } from './plan'
import { stageOf } from '../stage-name'
import { keptFiles, type Mending, readExisting } from './write'

export const SITE = 'site'
/** The one writer of a plain site: everything but the plan. */
const writer = { name: SITE, owns: (path: string): boolean => path !== 'devora.json' } as const

/**
 * Stage `site`: all files of a plain site. A model that fails for good, or whose budget is spent, gives way to the built-in maker; when
 * mending, the files simply stay as they are.
 */
export async function writeSiteFiles(
  ctx: Ctx,
  runId: string,
  input: { spec: AppSpec; context: RunContext; mending: Mending | null },
  step: StepContext,
): Promise<WrittenFile[]> {
  const started = performance.now()
  const { context, mending, spec } = input
  const stage = stageOf(SITE, mending?.round ?? 0)
  const sink = await FileSink.open(ctx, { runId, stage, attempt: step.attempt, percent: mending === null ? 20 : 75, owns: writer.owns })
  const use = await openStageModel(ctx, { runId, ...context }, stage, () => sink.recorder)
  if (use !== null) {
    const deleted = new Set<string>()
    try {
      const make = modelWriter(writer, { ...use, onProgress: sayProgress(() => sink.recorder, deleted) })
      const asked = {
        spec,
        prompt: context.prompt,
        background: context.background,
        existing: await readExisting(ctx, context, mending),
        signal: step.signal,
        ...(context.previous === null ? {} : { previous: context.previous }),
        ...(mending === null ? {} : { findings: mending.findings }),
      }
      for await (const file of make(asked)) {
        step.signal.throwIfAborted()
        sink.add(file)
      }
      const made = await sink.close(performance.now() - started, use.model)
      return mending === null && context.previous !== null ? [...made, ...(await keptFiles(ctx, context, writer, made, deleted))] : made
    } catch (error) {
      const reason = reasonToFallBack(error)
      if (reason === null) throw error
      ctx.log.warn({ runId, stage, reason }, 'the model gave up; the built-in maker goes on')
      if (mending === null) await sink.restart(newId('attempt'))
      sayFallBack(sink.recorder, error)
      if (mending !== null) return sink.close(performance.now() - started, use.model)
    }
  }
  for (const file of writeSite(spec)) sink.add(file)
  return sink.close(performance.now() - started, 'builtin')
}
