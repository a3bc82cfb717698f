import type { Principal } from '../../http/principal'
import { AppError } from '../../core/errors'
import type { Ctx } from '../../context'
import { type Archive, buildArchive } from '../projects/build-archive'
import { getReport } from '../projects/get-report'
import { openVersion } from '../projects/open-version'
import { readManifestFiles } from '../projects/internal/read-manifest'
import type { DevoraJson } from '../spec/contract'
import type { Manifest } from '../spec/manifest'
import { Report } from './contract'
import { LAPTOP_SCRIPT, laptopScript, startsLaptopScript } from './laptop-script'
import { loadProject } from './load-project'
import { renderTests } from './pgtap/render-tests'
import { renderReport } from './report/render-report'

/** What a version's evidence looks like in the exported project: the report, and the access matrix as tests. */
export function evidenceFiles(report: Report, spec: DevoraJson): Map<string, Uint8Array> {
  const files = new Map([['docs/devora-report.md', renderReport(report, spec.asks)], ...renderTests(report, spec)])
  return new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]))
}

/** Those of a version's files that are named. */
async function readFiles(ctx: Ctx, manifest: Manifest, paths: readonly string[]): Promise<Map<string, Uint8Array>> {
  return readManifestFiles(ctx, new Map([...manifest].filter(([path]) => paths.includes(path))))
}

/** What runs a project on a laptop, where its package.json starts that: no part of the version, as its evidence. */
async function laptopFiles(ctx: Ctx, manifest: Manifest): Promise<Map<string, Uint8Array>> {
  const bytes = (await readFiles(ctx, manifest, ['package.json'])).get('package.json')
  const isStarted = bytes !== undefined && startsLaptopScript(new TextDecoder().decode(bytes))
  return new Map(isStarted ? [[LAPTOP_SCRIPT, await laptopScript()]] : [])
}

/**
 * A version as a zip, with its evidence and with what runs it on a laptop beside the files it is about.
 * @throws not_found project or version
 */
export async function exportVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<Archive> {
  const { manifest } = await openVersion(ctx, who, input.id, input.version)
  const stored = await getReport(ctx, who, input).catch((error: unknown) => {
    // Not checked yet.
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
  const added = await laptopFiles(ctx, manifest)
  if (stored !== null) {
    // The plan as it is judged, completed with what is derived.
    const { spec } = loadProject(await readFiles(ctx, manifest, ['devora.json']))
    for (const [path, bytes] of evidenceFiles(Report.parse(stored), spec)) added.set(path, bytes)
  }
  return buildArchive(ctx, who, input, added)
}
