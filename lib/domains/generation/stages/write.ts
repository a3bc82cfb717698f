import type { Ctx } from '../../../context'
import { newId } from '../../../core/ids'
import type { StepContext } from '../../../engine/define'
import type { Finding } from '../../evidence/contract'
import { readManifest, readManifestFiles } from '../../projects/internal/read-manifest'
import type { AppSpec } from '../../spec/contract'
import type { Writer, WriterName } from '../agents/agent'
import { writers } from '../agents/writers'
import { FileSink, type WrittenFile } from '../writing/file-sink'
import { divideWork, type Division } from '../writing/parts-of-work'
import { writeParts } from '../writing/write-parts'
import type { ModelWriterInput } from '../writing/writer-request'
import { openStageModel, reasonToFallBack, sayProgress, type StageModel } from './stage-model'
import { stageOf } from './stage-name'
import { imagesFor } from './attachments'
import type { RunContext } from './plan'
import { writeInOne, writeOrFallBack } from './write-or-fall-back'

/** A round of repair: only what its owner's findings ask for is written again. */
export type Repair = { round: number; findings: Finding[]; written: WrittenFile[] }
export type WriteInput = { writer: WriterName; spec: AppSpec; context: RunContext; repair: Repair | null }

/**
 * One of the stages `frontend`, `backend`, `database`: the files of one writer, each told as soon as it is stored. A
 * model that fails for good, or whose budget is spent, gives way to the built-in generator, which begins the stage
 * anew; on a repair, the files simply stay as they are.
 */
export async function writeFiles(
  ctx: Ctx,
  runId: string,
  input: WriteInput,
  step: StepContext,
): Promise<WrittenFile[]> {
  const started = performance.now()
  const { context, repair } = input
  const writer = writers[input.writer]
  const stage = stageOf(writer.name, repair?.round ?? 0)
  const sink = await FileSink.open(ctx, {
    runId,
    stage,
    attempt: step.attempt,
    percent: repair === null ? 20 : 75,
    owns: writer.owns,
  })
  const use = await openStageModel(ctx, { runId, ...context }, stage, () => sink.recorder)
  const change = {
    spec: input.spec,
    signal: step.signal,
    ...(context.previous === null
      ? {}
      : { previous: context.migrated ?? context.previous, migration: context.baseVersion + 1 }),
  }
  const at = { runId, stage, writer, context, isRepair: repair !== null, sink, use, signal: step.signal, started }
  return writeOrFallBack(ctx, at, {
    builtin: () => writer.make.builtin(change),
    model: async (model, deleted) => {
      const existing = await readExisting(ctx, context, repair)
      // What an app looks like is the front end's business; repair goes by the findings.
      const sees = writer.name === 'frontend' && repair === null && context.attached !== undefined
      const asked = {
        ...change,
        prompt: context.prompt,
        background: context.background,
        existing,
        ...(sees && { images: await imagesFor(ctx, context.attached!, model) }),
        ...(repair === null ? {} : { findings: repair.findings }),
      }
      const division = repair === null ? await divisionFor(writer, asked, model) : null
      if (division === null) await writeInOne(at, model, asked, deleted)
      else await writeDivided(ctx, { runId, stage, writer, division, asked, use: model }, sink)
    },
  })
}

/**
 * Only what is new is written in parts: a change is one thought, whatever it touches. A run that is tried again asks as
 * it did.
 */
async function divisionFor(writer: Writer, asked: ModelWriterInput, use: StageModel): Promise<Division | null> {
  const division = divideWork(writer.name, asked.spec, asked.signal)
  const isNew =
    asked.previous === undefined && ![...(asked.existing ?? new Map<string, string>()).keys()].some(writer.owns)
  return division !== null && (isNew || (await use.wasAsked(division.parts.map((part) => part.name)))) ? division : null
}

type Divided = {
  runId: string
  stage: string
  writer: Writer
  division: Division
  asked: ModelWriterInput
  use: StageModel
}

/** The same by several calls side by side, each of which writes a part of the files. */
async function writeDivided(
  ctx: Ctx,
  { runId, stage, writer, division, asked, use }: Divided,
  sink: FileSink,
): Promise<void> {
  const written = writeParts(writer, division, asked, {
    use: (part) => ({
      port: use.lane(part),
      model: use.model,
      onProgress: sayProgress(() => sink.recorder, new Set(), part),
    }),
    reasonToGiveUp: reasonToFallBack,
    onGivenUp: (part, reason) => ctx.log.warn({ runId, stage, part, reason }, 'the model gave up a part'),
  })
  for (;;) {
    const next = await written.next()
    asked.signal.throwIfAborted()
    if (next.done !== true) {
      sink.add(next.value)
      continue
    }
    if (!next.value.isRedone) return
    // The page drops what the failed part had shown.
    await sink.restart(newId('attempt'))
    for (const file of next.value.files.values()) sink.add(file)
    return
  }
}

/** The texts a model may build on: the project as it is, and on a repair what this run has written. */
export async function readExisting(ctx: Ctx, context: RunContext, repair: Repair | null): Promise<Map<string, string>> {
  const manifest = new Map([
    ...(await readManifest(ctx, context.projectId, context.baseVersion)),
    ...(repair?.written ?? []).map(({ path, ...ref }) => [path, ref] as const),
  ])
  const decoder = new TextDecoder()
  return new Map([...(await readManifestFiles(ctx, manifest))].map(([path, bytes]) => [path, decoder.decode(bytes)]))
}
