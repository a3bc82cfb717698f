import type { Principal } from '../../http/principal'
import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import { type Archive, buildArchive } from '../projects/build-archive'
import { getReport } from '../projects/get-report'
import { openVersion } from '../projects/open-version'
import { readManifestFiles } from '../projects/internal/read-manifest'
import type { DevoraJson } from '../spec/contract'
import { Report } from './contract'
import { loadProject } from './load-project'
import { renderTests } from './pgtap/render-tests'
import { renderReport } from './report/render-report'

/** What a version's evidence looks like in the exported project: the report, and the access matrix as tests. */
export function evidenceFiles(report: Report, spec: DevoraJson): Map<string, Uint8Array> {
  const files = new Map([['docs/devora-report.md', renderReport(report)], ...renderTests(report, spec)])
  return new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]))
}

/** The version's `devora.json`, completed with what is derived. */
async function readSpec(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<DevoraJson> {
  const { manifest } = await openVersion(ctx, who, input.id, input.version)
  const wanted = new Map([...manifest].filter(([path]) => path === 'devora.json'))
  return loadProject(await readManifestFiles(ctx, wanted)).spec
}

/** A version as a zip, with its evidence beside the files it is about. @throws not_found project or version */
export async function exportVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<Archive> {
  const stored = await getReport(ctx, who, input).catch((error: unknown) => {
    // Not checked yet, or no such version: the archive itself tells the two apart.
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  const evidence = stored === null ? undefined : evidenceFiles(Report.parse(stored), await readSpec(ctx, who, input))
  return buildArchive(ctx, who, input, evidence)
}
