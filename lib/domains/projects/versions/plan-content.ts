import { ownerOf, requireRoom } from '../internal/require-room'
import { AppError, invalid, invalidParam, notFound, refusal } from '../../../core/errors'
import type { Ctx } from '../../../context'
import type { Manifest } from '../../spec/manifest'
import { refuseFileSet } from '../policy'
import { bytesOf, type FileBytes, storeBlobs } from '../internal/store-blobs'
import { findCurrentVersion, findVersionFiles, type VersionFiles } from '../store'

/**
 * What the next version holds: all `files` anew, as Devora's own work; the newest ones with some `changes` (null
 * removes a path), as a person's; or whatever `edit` makes of the newest, with blobs that are stored already.
 */
export type VersionContent =
  | { files: ReadonlyMap<string, FileBytes> }
  | { changes: ReadonlyMap<string, FileBytes | null> }
  | { edit: (newest: VersionFiles) => VersionFiles }
export type NextFiles = (newest: VersionFiles) => VersionFiles

/**
 * Stores the bytes and says which next files they mean. What the newest version of this moment would refuse is refused
 * before anything is stored; the transaction looks again, for what happens meanwhile.
 */
export async function planContent(
  ctx: Ctx,
  input: VersionContent & { projectId: string; runId?: string; baseVersion?: number },
): Promise<NextFiles> {
  if ('edit' in input) return input.edit
  const given = 'files' in input ? input.files : input.changes
  const written = new Map<string, Uint8Array>()
  const removed: string[] = []
  for (const [path, file] of given) {
    if (file === null) removed.push(path)
    else written.set(path, bytesOf(file))
  }
  const onTop =
    (refs: Manifest): NextFiles =>
    (newest) => {
      if ('files' in input) return { manifest: refs, generated: refs }
      const manifest = new Map([...newest.manifest, ...refs])
      for (const path of removed) manifest.delete(path)
      return { manifest, generated: newest.generated }
    }
  const current = await findCurrentVersion(ctx.db, input.projectId)
  if (current === null) throw notFound('project')
  if (input.baseVersion !== undefined && input.baseVersion !== current) throw conflict(input.baseVersion, current)
  const newest = await findVersionFiles(ctx.db, input.projectId, current)
  const sizes = new Map([...written].map(([path, bytes]) => [path, { sha256: '', size: bytes.byteLength }]))
  const before = newest ?? { manifest: new Map(), generated: new Map() }
  requireFileSet(onTop(sizes)(before).manifest, before.manifest)
  if (input.runId === undefined) {
    const bytes = [...written.values()].reduce((sum, one) => sum + one.byteLength, 0)
    await requireRoom(ctx.db, await ownerOf(ctx.db, input.projectId), bytes)
  }
  return onTop(await storeBlobs(ctx, written))
}

/** @throws invalid_input bounds and clashes, named by path; a name that is `stored` already is not refused */
export function requireFileSet(manifest: Manifest, stored: Manifest): void {
  const wrong = refuseFileSet(manifest, stored)
  if (wrong !== null) throw invalid(wrong.name, wrong.told)
}

export const conflict = (base: number, current: number): AppError =>
  refusal(
    'version_conflict',
    'detail.movedOn',
    { base, current },
    { invalidParams: [invalidParam('baseVersion', { key: 'reason.newest', values: { number: current } })] },
  )
