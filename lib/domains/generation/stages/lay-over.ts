import type { Ctx } from '../../../context'
import { readGenerated, readManifest, readManifestFiles } from '../../projects/internal/read-manifest'
import type { Generated, Manifest } from '../../spec/manifest'
import type { WrittenFile } from '../writing/file-sink'
import { type Merged, mergeInto } from '../writing/merge-into'
import type { RunContext } from './plan'
import { PLAN_FILE } from '../../spec/file-path'
import { readPlan } from './read-plan'

/**
 * The files of a run over the project as it was at the run's base version, with what its people did to it.
 * @returns the merge, and what it was laid over
 */
export async function layOver(
  ctx: Ctx,
  context: RunContext,
  written: readonly WrittenFile[],
): Promise<Merged & { current: Manifest }> {
  const current = await readManifest(ctx, context.projectId, context.baseVersion)
  const merged = await mergeInto(ctx, {
    before: await baseOf(ctx, context, current),
    current,
    // A migration may have run already: a change to the plan adds one, and the earlier ones stay.
    next: new Map([
      ...[...current].filter(([path]) => path.startsWith('supabase/migrations/')),
      ...written.map(({ path, ...ref }) => [path, ref] as const),
    ]),
  })
  return { ...merged, current }
}

/**
 * What Devora itself wrote last. Of the plan it is what stands there now, where that can be read: the new plan was made
 * from it, so whatever a person had changed in it is in the new one already.
 */
async function baseOf(ctx: Ctx, context: RunContext, current: Manifest): Promise<Generated> {
  const generated = await readGenerated(ctx, context.projectId, context.baseVersion)
  const plan = current.get(PLAN_FILE)
  if (plan === undefined || !generated.has(PLAN_FILE)) return generated
  const bytes = (await readManifestFiles(ctx, new Map([[PLAN_FILE, plan]]))).get(PLAN_FILE)
  return readPlan(bytes) === null ? generated : new Map([...generated, [PLAN_FILE, plan]])
}
