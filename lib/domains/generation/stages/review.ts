import type { Ctx } from '../../../context'
import type { StepContext } from '../../../engine/define'
import type { Report } from '../../evidence/contract'
import { lastGenerated, readManifest, readManifestFiles } from '../../projects/read-manifest'
import { storeBlobs } from '../../projects/write-version'
import { StageRecorder } from '../../runs/recorder'
import type { FileRef, Manifest } from '../../spec/manifest'
import type { WrittenFile } from '../file-sink'
import { mergeTexts, planMerge } from '../merge-files'
import { checksTo } from '../../evidence/run'
import type { Verifier } from '../../evidence/verifier'
import type { RunContext } from './plan'
import { stageOf } from './write'

/** Exactly these files were checked, and this is what came out. `manifest` is the list form of path → bytes. */
export type Reviewed = { manifest: Array<[string, FileRef]>; conflicts: string[]; report: Report }

/** Stage `review`: lays the new files over the project as it was at the base version, and proves the result by running it. */
export async function reviewFiles(
  ctx: Ctx,
  verifier: Verifier,
  input: { runId: string; context: RunContext; written: WrittenFile[]; round: number },
  step: StepContext,
): Promise<Reviewed> {
  const started = performance.now()
  const recorder = await StageRecorder.begin(ctx, { runId: input.runId, stage: stageOf('review', input.round), attempt: step.attempt, percent: 65 + 10 * input.round })
  const { context } = input
  const current = await readManifest(ctx, context.projectId, context.baseVersion)
  const merged = await mergeInto(ctx, {
    before: await lastGenerated(ctx, context.projectId, context.baseVersion),
    current,
    // A migration may have run already: a change to the plan adds one, and the earlier ones stay.
    next: new Map([
      ...[...current].filter(([path]) => path.startsWith('supabase/migrations/')),
      ...input.written.map(({ path, ...ref }) => [path, ref] as const),
    ]),
  })
  const report = await verifier.verify(await readManifestFiles(ctx, merged.manifest), {
    signal: step.signal,
    ...checksTo(recorder),
  })
  recorder.say({ type: 'stage', status: report.status === 'incomplete' ? 'failed' : 'done', ms: Math.round(performance.now() - started) })
  await recorder.settle()
  return { manifest: [...merged.manifest], conflicts: merged.conflicts, report }
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
    return new Map([...(await readManifestFiles(ctx, wanted))].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
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
