import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import type { AppSpec } from '../../spec/contract'
import type { WriterName } from '../agents/agent'
import { writers } from '../agents/writers'
import { FileSink, type WrittenFile } from '../file-sink'

export type WriteInput = { writer: WriterName; spec: AppSpec; previous: AppSpec | null; baseVersion: number }

/** One of the stages `frontend`, `backend`, `database`: the files of one writer, each told as soon as it is stored. */
export async function writeFiles(ctx: Ctx, runId: string, input: WriteInput, step: StepContext): Promise<WrittenFile[]> {
  const started = performance.now()
  const writer = writers[input.writer]
  const sink = await FileSink.open(ctx, { runId, stage: writer.name, attempt: step.attempt, percent: 20, owns: writer.owns })
  const { spec, previous, baseVersion } = input
  for await (const file of writer.make.builtin({
    spec,
    signal: step.signal,
    ...(previous === null ? {} : { previous, migration: baseVersion + 1 }),
  })) {
    step.signal.throwIfAborted()
    sink.add(file)
  }
  return sink.close(performance.now() - started, 'builtin')
}
