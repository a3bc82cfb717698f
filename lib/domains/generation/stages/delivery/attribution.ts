import type { Ctx } from '../../../../context'
import { storeBlobs } from '../../../projects/internal/store-blobs'
import { attributionOfRun } from '../../../runs/internal/read-run'
import type { AppSpec } from '../../../spec/contract'
import { architect } from '../../agents/architect/architect'
import type { WrittenFile } from '../../writing/file-sink'
import { PLAN_FILE } from '../../../spec/file-path'

/**
 * The written files with a `devora.json` that names who really made each stage. The plan is written before its writers
 * begin, with the generators that were meant to; by the review it is known which of them gave way to a built-in one.
 */
export async function withAttribution(
  ctx: Ctx,
  input: { runId: string; spec: AppSpec; written: readonly WrittenFile[] },
): Promise<WrittenFile[]> {
  const { runId, spec, written } = input
  const meant = Object.entries(spec.makers ?? {})
  const told = await attributionOfRun(ctx, runId)
  const isPlanned = written.some(({ path }) => path === PLAN_FILE)
  if (!isPlanned || meant.every(([stage, maker]) => (told.get(stage) ?? maker) === maker)) return [...written]
  const makers = Object.fromEntries(meant.map(([stage, maker]) => [stage, told.get(stage) ?? maker]))
  const file = architect.make.builtin.write({ ...spec, makers }).find(({ path }) => path === PLAN_FILE)!
  const refs = await storeBlobs(ctx, new Map([[PLAN_FILE, file.content]]))
  return written.map((one) => (one.path === PLAN_FILE ? { path: PLAN_FILE, ...refs.get(PLAN_FILE)! } : one))
}
