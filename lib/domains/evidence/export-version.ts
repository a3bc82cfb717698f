import type { Principal } from '../../http/principal'
import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import { type Archive, buildArchive } from '../projects/build-archive'
import { getReport } from '../projects/get-report'
import { Report } from './contract'
import { renderReport } from './render-report'

/** What a version's evidence looks like in the exported project. Empty when nothing has been checked. */
function evidenceFiles(report: Report | null): Map<string, Uint8Array> {
  if (report === null) return new Map()
  return new Map([['docs/devora-report.md', new TextEncoder().encode(renderReport(report))]])
}

/** A version as a zip, with its evidence beside the files it is about. @throws not_found project or version */
export async function exportVersion(ctx: Ctx, who: Principal, input: { id: string; version?: number | undefined }): Promise<Archive> {
  const stored = await getReport(ctx, who, input).catch((error: unknown) => {
    // Not checked yet, or no such version: the archive itself tells the two apart.
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  return buildArchive(ctx, who, input, evidenceFiles(stored === null ? null : Report.parse(stored)))
}
