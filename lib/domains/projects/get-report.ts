import { notFound, refusal } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { findOwnedProject, findReport, findVersion } from './store'

/** The evidence domain comes later in the order and owns the rest of the form. */
export type StoredReport = { report: 1; [field: string]: unknown }

/**
 * The evidence report of a version, by default the newest (its form: `Report` of the evidence domain).
 * @throws not_found project or version, or nothing has been checked yet
 */
export async function getReport(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<StoredReport> {
  const project = await findOwnedProject(ctx.db, who, input.id)
  const number = input.version ?? project.currentVersion
  const report = await findReport(ctx.db, input.id, number)
  if (report !== null) return report as StoredReport
  if ((await findVersion(ctx.db, input.id, number)) === null) throw notFound('version')
  throw refusal('not_found', 'detail.unchecked', { number })
}
