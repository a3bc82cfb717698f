import { notFound } from '../../../core/errors'
import type { Ctx } from '../../../context'
import type { Generated, Manifest } from '../../spec/manifest'
import { selectBlobs } from '../stores/blob-store'
import { findCurrentVersion, findManifest, findVersionFiles } from '../store'

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
 * What Devora itself last wrote at each path, as of a version, without what a person made of it: the common ancestor of
 * their edits and a new generation. Empty for a project that it has not written.
 * @throws not_found when there is no such version
 */
export async function readGenerated(ctx: Ctx, projectId: string, number: number): Promise<Generated> {
  const version = await findVersionFiles(ctx.db, projectId, number)
  if (version === null) throw notFound('version')
  return version.generated
}
