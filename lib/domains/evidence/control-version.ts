import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../core/db/db'
import type { Ctx } from '../../context'
import type { StepContext } from '../../engine/define'
import { attachReport } from '../projects/internal/attach-report'
import { readManifest, readManifestFiles } from '../projects/internal/read-manifest'
import { readReport } from '../projects/internal/read-report'
import { countAsked } from './asked'
import { Report } from './contract'
import { keepPictures } from './pictures/keep-pictures'
import type { Verifier } from './verifier'

/** What is left to be done for it when its report is there: pictures of what was tried, controls of what is proven. */
const isLeft = ({ asks = [] }: Report): boolean => asks.some(({ scenarios }) => scenarios.length > 0)

/**
 * The last step of a run that delivered or checked a version, when its user has the version already: pictures of its
 * scenarios are taken, and what is proven is tried on the application without it, where it must fail. What does not is
 * proven no more. A report that was replaced meanwhile is left alone: the run that replaced it does the same.
 */
export async function controlVersion(
  ctx: Ctx,
  verifier: Verifier,
  { projectId, version }: { projectId: string; version: number },
  step: StepContext,
): Promise<void> {
  const before = await reportOf(ctx, projectId, version)
  if (before === null || !isLeft(before)) return
  try {
    const files = await readManifestFiles(ctx, await readManifest(ctx, projectId, version))
    const asks = await verifier.control(files, before.asks ?? [], {
      signal: step.signal,
      onPictures: (pictures) => keep(ctx, { projectId, version, pictures }),
    })
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

/** A report is as good without pictures: whoever has no room for them has none. */
async function keep(ctx: Ctx, album: Parameters<typeof keepPictures>[1]): Promise<void> {
  const { projectId, version } = album
  await keepPictures(ctx, album).catch((error: unknown) =>
    ctx.log.warn({ err: error, projectId, version }, 'the pictures of the scenarios were not kept'),
  )
}

async function reportOf(ctx: Ctx, projectId: string, version: number): Promise<Report | null> {
  return Report.safeParse(await readReport(ctx, projectId, version)).data ?? null
}
