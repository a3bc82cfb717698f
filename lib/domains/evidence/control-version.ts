import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '../../context'
import type { StepContext } from '../../engine/define'
import { readManifest, readManifestFiles } from '../projects/internal/read-manifest'
import { PLAN_FILE } from '../spec/file-path'
import type { Report } from './contract'
import { keepPictures } from './pictures/keep-pictures'
import { type At, type CorrectAnswer, replaceReport, reportOf } from './replace-report'
import type { Verifier } from './verifier'

/** What is left to be done for it when its report is there: pictures of what was tried, controls of what is proven. */
const isLeft = ({ asks = [] }: Report): boolean => asks.some(({ scenarios }) => scenarios.length > 0)

/**
 * The last step of a run that delivered or checked a version, when its user has the version already: pictures of its
 * scenarios are taken, and what is proven is tried on the application without it, where it must fail. What does not is
 * proven no more, and what was said of it is corrected. A report that was replaced meanwhile is left alone: the run
 * that replaced it does the same.
 */
export async function controlVersion(
  ctx: Ctx,
  verifier: Verifier,
  at: At,
  step: StepContext,
  correct: CorrectAnswer,
): Promise<void> {
  const { projectId, version } = at
  const before = await reportOf(ctx, at)
  if (before === null || !isLeft(before)) return
  try {
    const files = await readManifestFiles(ctx, await readManifest(ctx, projectId, version))
    const asks = await verifier.control(files, before.asks ?? [], {
      signal: step.signal,
      onPictures: (pictures) => keep(ctx, { projectId, version, pictures }),
    })
    if (isDeepStrictEqual(asks, before.asks)) return
    const now = await reportOf(ctx, at)
    if (now === null || !isDeepStrictEqual(now.asks, before.asks)) return
    await replaceReport(ctx, at, { plan: files.get(PLAN_FILE), before, now: { ...now, asks } }, correct)
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
