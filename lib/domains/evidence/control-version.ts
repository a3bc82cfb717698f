import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../core/db/db'
import type { Ctx } from '../../context'
import type { StepContext } from '../../engine/define'
import { attachReport } from '../projects/internal/attach-report'
import { readManifest, readManifestFiles } from '../projects/internal/read-manifest'
import { readReport } from '../projects/internal/read-report'
import { countAsked } from './asked'
import { Report } from './contract'
import type { Verifier } from './verifier'

const isPending = ({ asks = [] }: Report): boolean => asks.some(({ control }) => control === 'pending')

/**
 * The last step of a run that delivered or checked a version, when its user has the version already: what is proven is
 * tried on the application without it, where it must fail. What does not is proven no more. A report that was replaced
 * meanwhile is left alone: the run that replaced it does the same.
 */
export async function controlVersion(
  ctx: Ctx,
  verifier: Verifier,
  { projectId, version }: { projectId: string; version: number },
  step: StepContext,
): Promise<void> {
  const before = await reportOf(ctx, projectId, version)
  if (before === null || !isPending(before)) return
  try {
    const files = await readManifestFiles(ctx, await readManifest(ctx, projectId, version))
    const asks = await verifier.control(files, before.asks ?? [], step.signal)
    if (isDeepStrictEqual(asks, before.asks)) return
    const now = await reportOf(ctx, projectId, version)
    if (now === null || !isDeepStrictEqual(now.asks, before.asks)) return
    const report: Report = { ...now, asks }
    const { manifest: manifestHash, status } = report
    const asked = countAsked(report)
    await attachReport(ctx, { projectId, number: version, manifestHash, status, asked, report: report as Json })
  } catch (error) {
    step.signal.throwIfAborted()
    // They stay pending, which is what the page says of them.
    ctx.log.warn({ err: error, projectId, version }, 'the controls were not carried out')
  }
}

async function reportOf(ctx: Ctx, projectId: string, version: number): Promise<Report | null> {
  return Report.safeParse(await readReport(ctx, projectId, version)).data ?? null
}
