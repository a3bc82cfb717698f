import type { Ctx } from '../../../context'
import { newId } from '../../../core/ids'
import { BUILTIN_MODEL } from '../../accounts/constants'
import { readManifest } from '../../projects/internal/read-manifest'
import type { ProjectFile } from '../agents/agent'
import type { FileSink, WrittenFile } from '../writing/file-sink'
import { reasonToFallBack, sayFallBack, sayProgress, type StageModel } from './stage-model'
import { modelWriter, type ModelWriter } from '../agents/model-writer'
import type { ModelWriterInput } from '../writing/writer-request'
import type { RunContext } from './plan'

/** One execution of a stage that writes files. */
export type WritingStage = {
  runId: string
  stage: string
  writer: ModelWriter
  context: RunContext
  /** Only what findings ask for is written again. */
  isRepair: boolean
  sink: FileSink
  /** Null: the built-in generator writes. */
  use: StageModel | null
  signal: AbortSignal
  /** `performance.now()` of its beginning. */
  started: number
}
export type WritingGenerators = {
  /** Writes into the sink, and notes which of the files that were there are to go. */
  model(use: StageModel, deleted: Set<string>): Promise<void>
  builtin(): Iterable<ProjectFile> | AsyncIterable<ProjectFile>
}

/**
 * Lets the model write, and when it fails for good, or its budget is spent, the built-in generator, which begins the
 * stage anew; on a repair, the files simply stay as they are.
 * @throws what is not about the model: a cancel, or a fault of ours
 */
export async function writeOrFallBack(
  ctx: Ctx,
  at: WritingStage,
  generators: WritingGenerators,
): Promise<WrittenFile[]> {
  const { runId, stage, context, isRepair, sink, use } = at
  const close = (maker: string): Promise<WrittenFile[]> => sink.close(performance.now() - at.started, maker)
  if (use !== null) {
    const deleted = new Set<string>()
    try {
      await generators.model(use, deleted)
      const made = await close(use.model)
      return !isRepair && context.previous !== null ? [...made, ...(await keptFiles(ctx, at, made, deleted))] : made
    } catch (error) {
      const reason = reasonToFallBack(error)
      if (reason === null) throw error
      ctx.log.warn({ runId, stage, reason }, 'the model gave up; the built-in generator goes on')
      if (!isRepair) await sink.restart(newId('attempt'))
      sayFallBack(sink.recorder, error)
      if (isRepair) return close(use.model)
    }
  }
  await addAll(at, generators.builtin())
  return close(BUILTIN_MODEL)
}

/** One call after another by the model of the stage, each file as soon as it stands. */
export const writeInOne = (
  { writer, sink, signal }: WritingStage,
  use: StageModel,
  asked: ModelWriterInput,
  deleted: Set<string>,
): Promise<void> =>
  addAll(
    { sink, signal },
    modelWriter(writer, { ...use, onProgress: sayProgress(() => sink.recorder, deleted) })(asked),
  )

async function addAll(
  { sink, signal }: Pick<WritingStage, 'sink' | 'signal'>,
  files: Iterable<ProjectFile> | AsyncIterable<ProjectFile>,
): Promise<void> {
  for await (const file of files) {
    signal.throwIfAborted()
    sink.add(file)
  }
}

/** When a project is changed, a model answers only what differs: the writer's other files stay as they are. */
async function keptFiles(
  ctx: Ctx,
  { context, writer }: WritingStage,
  made: readonly WrittenFile[],
  deleted: ReadonlySet<string>,
): Promise<WrittenFile[]> {
  const again = new Set(made.map((file) => file.path))
  const manifest = await readManifest(ctx, context.projectId, context.baseVersion)
  return [...manifest]
    .filter(([path]) => writer.owns(path) && !again.has(path) && !deleted.has(path))
    .map(([path, ref]) => ({ path, ...ref }))
}
