import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import { readManifest, readManifestFiles } from '../../projects/internal/read-manifest'
import type { AppSpec } from '../../spec/contract'
import { tester } from '../agents/tester/tester'
import { FileSink, type WrittenFile } from '../writing/file-sink'
import { openStageModel } from './stage-model'
import type { RunContext } from './plan'
import type { Reviewed } from './review'
import type { Repair } from './write'
import { writeInOne, writeOrFallBack } from './write-or-fall-back'

export type TestsInput = {
  spec: AppSpec
  context: RunContext
  /** The files that the tests are about. */
  reviewed: Reviewed
  repair: Repair | null
  /** `builtin`: a model's tests did not hold, and the built-in tester writes them instead. */
  maker: 'model' | 'builtin'
}

/** What Vitest can load without a database; a model that cannot see everything must see this. */
const TESTED_FIRST = /^lib\/(?:validation\/.+|forms|data\/query)\.ts$/

/**
 * Stage `tests`: the tests of the files that were reviewed. A model that fails for good, or whose budget is spent,
 * gives way to the built-in tester; on a repair, the files simply stay as they are.
 */
export async function writeTestFiles(
  ctx: Ctx,
  runId: string,
  stage: string,
  input: TestsInput,
  step: StepContext,
): Promise<WrittenFile[]> {
  const started = performance.now()
  const { context, repair, spec } = input
  const sink = await FileSink.open(ctx, {
    runId,
    stage,
    attempt: step.attempt,
    percent: repair === null ? 86 : 90,
    owns: tester.owns,
  })
  const use =
    input.maker === 'builtin' ? null : await openStageModel(ctx, { runId, ...context }, stage, () => sink.recorder)
  const files = await textsOf(ctx, input)
  const at = {
    runId,
    stage,
    writer: tester,
    context,
    isRepair: repair !== null,
    sink,
    use,
    signal: step.signal,
    started,
  }
  return writeOrFallBack(ctx, at, {
    builtin: () => tester.make.builtin({ spec, files, signal: step.signal }),
    model: (model, deleted) => {
      const asked = {
        spec,
        prompt: context.prompt,
        background: context.background,
        existing: files,
        first: [...files.keys()].filter((path) => TESTED_FIRST.test(path)),
        signal: step.signal,
        ...(context.previous === null ? {} : { previous: context.previous }),
        ...(repair === null ? {} : { findings: repair.findings }),
      }
      return writeInOne(at, model, asked, deleted)
    },
  })
}

/**
 * What there is to test, and the tests that there are: those of the project before this run, and on a repair those of
 * this run.
 */
async function textsOf(ctx: Ctx, { context, reviewed, repair }: TestsInput): Promise<Map<string, string>> {
  const before = await readManifest(ctx, context.projectId, context.baseVersion)
  const manifest = new Map([
    ...[...before].filter(([path]) => tester.owns(path)),
    ...reviewed.manifest,
    ...(repair?.written ?? []).flatMap(({ path, ...ref }) => (tester.owns(path) ? [[path, ref] as const] : [])),
  ])
  const decoder = new TextDecoder()
  return new Map([...(await readManifestFiles(ctx, manifest))].map(([path, bytes]) => [path, decoder.decode(bytes)]))
}
