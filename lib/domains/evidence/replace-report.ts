import type { Json } from '../../core/db/db'
import type { Ctx } from '../../context'
import { correctAnswer } from '../projects/internal/add-message'
import { attachReport } from '../projects/internal/attach-report'
import { readReport } from '../projects/internal/read-report'
import { countAsked } from './asked'
import { Report } from './contract'

/**
 * What was said of a version as it is to be, now that another report takes the place of the one before; the same text
 * where that is still right. Those sentences are a later domain's, which hands this in.
 * @param found.plan the version's `devora.json`
 */
export type CorrectAnswer = (
  text: string,
  found: { plan: Uint8Array | undefined; before: Report; now: Report },
) => string

export type At = { projectId: string; version: number }

/** The report of a version; null when it has none, or one in a form that is not read here. */
export async function reportOf(ctx: Ctx, { projectId, version }: At): Promise<Report | null> {
  return Report.safeParse(await readReport(ctx, projectId, version)).data ?? null
}

/**
 * Gives a version another report, and corrects what was said of it. Both or neither: what is repeated after a crash
 * finds the new report, and could not tell any more what the old one had shown.
 * @param reports.before null: nothing was said by it
 * @throws version_conflict the version does not exist with exactly those files
 */
export async function replaceReport(
  ctx: Ctx,
  at: At,
  { plan, before, now }: { plan: Uint8Array | undefined; before: Report | null; now: Report },
  correct: CorrectAnswer,
): Promise<void> {
  const { manifest: manifestHash, status } = now
  const { projectId, version: number } = at
  const judged = { projectId, number, manifestHash, status, asked: countAsked(now), report: now as Json }
  await attachReport(ctx, judged, async (tx) => {
    if (before !== null) await correctAnswer(tx, at, (text) => correct(text, { plan, before, now }))
  })
}
