import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import { sortedPaths } from '../spec/manifest'
import { selectBlobs } from './blob-store'
import { findManifest } from './store'

/**
 * All files of a version, sorted by path (internal: the caller has checked ownership). Version 0 has none.
 * @throws not_found
 */
export async function readVersionFiles(ctx: Ctx, projectId: string, number: number): Promise<Map<string, Uint8Array>> {
  const manifest = await findManifest(ctx.db, projectId, number)
  if (manifest === null) throw notFound('version')
  const blobs = await selectBlobs(
    ctx.db,
    [...manifest.values()].map((ref) => ref.sha256),
  )
  return new Map(sortedPaths(manifest.keys()).map((path) => [path, blobs.get(manifest.get(path)!.sha256)!]))
}
