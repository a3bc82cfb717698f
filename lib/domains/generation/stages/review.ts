import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import type { Finding, Report } from '../../evidence/contract'
import { BUILTIN_MODEL } from '../../accounts/constants'
import { readManifestFiles } from '../../projects/internal/read-manifest'
import { StageRecorder } from '../../runs/internal/recorder'
import type { AppSpec } from '../../spec/contract'
import type { FileRef, GeneratedRef } from '../../spec/manifest'
import type { WrittenFile } from '../writing/file-sink'
import type { Merged } from '../writing/merge-into'
import { reviewFilesByModel } from '../agents/reviewer/reviewer'
import { openStageModel, reasonToFallBack, sayFallBack } from './stage-model'
import { checksTo, told } from '../../evidence/run'
import type { Verifier } from '../../evidence/verifier'
import { layOver } from './lay-over'
import type { RunContext } from './plan'
import { stageOf } from './stage-name'
import { withAttribution } from './delivery/attribution'

/** Exactly these files were checked, and this is what came out. `manifest` is the list form of path → bytes. */
export type Reviewed = Pick<Merged, 'conflicts' | 'deleted' | 'rewritten'> & {
  manifest: Array<[string, FileRef]>
  /** What Devora itself has written of them, in the same form. */
  generated: Array<[string, GeneratedRef]>
  report: Report
  /** What a model reviewer adds; not part of the evidence. */
  remarks: Finding[]
}

/**
 * The evidence anew, because files came on top of those that were reviewed; what the model reviewer said then still
 * stands.
 */
export type ReviewAgain = { stage: string; remarks: Finding[] }

/**
 * Stage `review`: lays the new files over the project as it was at the base version, and proves the result by running
 * it.
 */
export async function reviewFiles(
  ctx: Ctx,
  verifier: Verifier,
  input: {
    runId: string
    context: RunContext
    spec: AppSpec
    written: WrittenFile[]
    round: number
    again?: ReviewAgain
  },
  step: StepContext,
): Promise<Reviewed> {
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, {
    runId: input.runId,
    stage: input.again?.stage ?? stageOf('review', input.round),
    attempt: step.attempt,
    percent: input.again === undefined ? 65 + 10 * input.round : 92,
  })
  const { context } = input
  const merged = await layOver(ctx, context, await withAttribution(ctx, input))
  const files = await readManifestFiles(ctx, merged.manifest)
  const report = await verifier.verify(files, { signal: step.signal, ...checksTo(recorder) })
  // The reviewer knows applications; what it would say about a plain site, the checks say with a line number.
  const remarks =
    input.again?.remarks ??
    (input.spec.mode === 'site' ? [] : await reviewByModel(ctx, recorder, { ...input, files, report }, step))
  recorder.say({
    type: 'stage',
    status: report.status === 'incomplete' ? 'failed' : 'done',
    ms: Math.round(performance.now() - started),
  })
  await recorder.settle()
  const { conflicts, deleted, rewritten } = merged
  return {
    manifest: [...merged.manifest],
    generated: [...merged.generated],
    conflicts,
    deleted,
    rewritten,
    report,
    remarks,
  }
}

type ModelReview = {
  runId: string
  context: RunContext
  spec: AppSpec
  round: number
  files: ReadonlyMap<string, Uint8Array>
  report: Report
}

/** How the model's own review is called among the checks of a run; it is no evidence and stands in no report. */
export const MODEL_REVIEW = 'review'

/** What a model finds beyond the evidence; nothing without a model, or when it fails: the evidence stands by itself. */
async function reviewByModel(
  ctx: Ctx,
  recorder: StageRecorder,
  input: ModelReview,
  step: StepContext,
): Promise<Finding[]> {
  const { context, runId, spec, report } = input
  const use = await openStageModel(ctx, { runId, ...context }, stageOf('review', input.round), () => recorder)
  if (use === null) return []
  const texts = textsOf(input.files)
  const evidence = report.checks.flatMap((check) => check.findings)
  recorder.say({ type: 'check', check: MODEL_REVIEW, status: 'running' })
  try {
    const { findings } = await reviewFilesByModel(
      { prompt: context.prompt, spec, files: texts, evidence, signal: step.signal },
      use,
    )
    const status = findings.some(({ severity }) => severity === 'error') ? 'failed' : 'passed'
    recorder.say({ type: 'check', check: MODEL_REVIEW, status, ...told(findings) })
    return findings
  } catch (error) {
    const reason = reasonToFallBack(error)
    if (reason === null) throw error
    ctx.log.warn({ runId, reason }, 'the model reviewer gave up; the evidence stands by itself')
    recorder.say({ type: 'check', check: MODEL_REVIEW, status: 'not_run' })
    sayFallBack(recorder, error)
    recorder.say({ type: 'stage', status: 'running', maker: BUILTIN_MODEL })
    return []
  }
}

function textsOf(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const decoder = new TextDecoder()
  return new Map([...files].map(([path, bytes]) => [path, decoder.decode(bytes)]))
}
