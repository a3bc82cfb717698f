import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Manifest } from '../spec/manifest'
import { selectBlobs } from './blob-store'
import { findCurrentVersion, findLastGenerated, findManifest } from './store'

/** What runs read of a project (internal: the run was started by its owner). */

/** The files of a version. @throws not_found when there is no such version */
export async function readManifest(ctx: Ctx, projectId: string, number: number): Promise<Manifest> {
  const manifest = await findManifest(ctx.db, projectId, number)
  if (manifest === null) throw notFound('version')
  return manifest
}

/** path → bytes of every file of a manifest. */
export async function readManifestFiles(ctx: Ctx, manifest: Manifest): Promise<Map<string, Uint8Array>> {
  const hashes = [...manifest.values()].map((ref) => ref.sha256)
  const blobs = await selectBlobs(ctx.db, hashes)
  return new Map([...manifest].map(([path, ref]) => [path, blobs.get(ref.sha256)!]))
}

/** Number of the newest version. @throws not_found when the project is gone */
export async function currentVersionOf(ctx: Ctx, projectId: string): Promise<number> {
  const number = await findCurrentVersion(ctx.db, projectId)
  if (number === null) throw notFound('project')
  return number
}

/**
 * What Devora itself delivered last, at or before a version: the common ancestor of a person's edits and a new
 * generation. Empty if nothing.
 */
export async function lastGenerated(ctx: Ctx, projectId: string, upTo: number): Promise<Manifest> {
  const number = await findLastGenerated(ctx.db, projectId, upTo)
  return number === null ? new Map() : readManifest(ctx, projectId, number)
}
