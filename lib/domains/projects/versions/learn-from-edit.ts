import type { Ctx } from '../../../context'
import { learnFromFile } from '../../memory/internal/learn-from-change'
import { isTelling } from '../../memory/read-file-changes'
import type { Manifest } from '../../spec/manifest'
import { readGenerated, readManifest, readManifestFiles } from '../internal/read-manifest'

/**
 * Learns what a file saved by hand tells about its owner: against what Devora delivered, and against what was there
 * before. Saving never fails because of it.
 * @param edit.version the one that the save has written
 */
export async function learnFromEdit(
  ctx: Ctx,
  edit: { ownerId: string; projectId: string; path: string; saved: string; version: number },
): Promise<void> {
  const { ownerId, projectId, path, saved, version } = edit
  if (version < 2 || !isTelling(path)) return
  try {
    const delivered = await textIn(ctx, await readGenerated(ctx, projectId, version - 1), path)
    const before = delivered === null ? null : await textIn(ctx, await readManifest(ctx, projectId, version - 1), path)
    if (delivered === null || before === null) return
    await learnFromFile(ctx, { ownerId, projectId, path, texts: { delivered, before, saved } })
  } catch (error) {
    ctx.log.warn({ err: error, projectId }, 'nothing was learned from the edited file')
  }
}

async function textIn(ctx: Ctx, manifest: Manifest, path: string): Promise<string | null> {
  const ref = manifest.get(path)
  if (ref === undefined) return null
  const bytes = (await readManifestFiles(ctx, new Map([[path, ref]]))).get(path)
  return bytes === undefined ? null : new TextDecoder().decode(bytes)
}
