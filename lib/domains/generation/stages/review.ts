import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import type { Finding, Report } from '../../evidence/contract'
import { BUILTIN_MODEL } from '../../accounts/contract'
import { lastGenerated, readManifest, readManifestFiles } from '../../projects/read-manifest'
import { storeBlobs } from '../../projects/write-version'
import { StageRecorder } from '../../runs/recorder'
import type { AppSpec } from '../../spec/contract'
import type { FileRef, Manifest } from '../../spec/manifest'
import type { WrittenFile } from '../writing/file-sink'
import { mergeTexts, planMerge } from '../writing/merge-files'
import { reviewFilesByModel } from '../agents/reviewer/reviewer'
import { openStageModel, reasonToFallBack, sayFallBack } from './stage-model'
import { checksTo, told } from '../../evidence/run'
import type { Verifier } from '../../evidence/verifier'
import type { RunContext } from './plan'
import { stageOf } from './stage-name'
import { withTrueMakers } from './true-makers'

/** Exactly these files were checked, and this is what came out. `manifest` is the list form of path → bytes. */
export type Reviewed = {
  manifest: Array<[string, FileRef]>
  conflicts: string[]
  report: Report
  /** What a model reviewer adds; not part of the evidence. */ remarks: Finding[]
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
  const current = await readManifest(ctx, context.projectId, context.baseVersion)
  const written = await withTrueMakers(ctx, input)
  const merged = await mergeInto(ctx, {
    before: await lastGenerated(ctx, context.projectId, context.baseVersion),
    current,
    // A migration may have run already: a change to the plan adds one, and the earlier ones stay.
    next: new Map([
      ...[...current].filter(([path]) => path.startsWith('supabase/migrations/')),
      ...written.map(({ path, ...ref }) => [path, ref] as const),
    ]),
  })
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
  return { manifest: [...merged.manifest], conflicts: merged.conflicts, report, remarks }
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

/** Carries out a merge: reads the texts that both sides changed, and stores what became of them. */
export async function mergeInto(
  ctx: Ctx,
  input: { before: Manifest; current: Manifest; next: Manifest },
): Promise<{ manifest: Manifest; conflicts: string[] }> {
  const plan = planMerge(input)
  const combined = new Map<string, Uint8Array>()
  const read = async (from: Manifest): Promise<Map<string, string>> => {
    const wanted = new Map(plan.combine.map((path) => [path, from.get(path)!]))
    return new Map(
      [...(await readManifestFiles(ctx, wanted))].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
    )
  }
  const [before, current, next] = await Promise.all([read(input.before), read(input.current), read(input.next)])
  const conflicts = [...plan.conflicts]
  for (const path of plan.combine) {
    const text = mergeTexts(before.get(path)!, current.get(path)!, next.get(path)!)
    if (text !== null) {
      combined.set(path, new TextEncoder().encode(text))
      continue
    }
    conflicts.push(path)
    plan.take.set(path, input.current.get(path)!)
  }
  const refs = await storeBlobs(ctx, combined)
  return { manifest: new Map([...plan.take, ...refs]), conflicts: conflicts.sort() }
}
