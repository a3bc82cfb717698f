import type { Json } from '../../core/db/db'
import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { findOwnedProject, findReport, findVersion, findVersionFiles, type VersionFiles } from './store'
import { type VersionInput, writeVersion } from './internal/write-version'

/**
 * Brings back all files of a version, or the one at `path`, as a new version. History is never rewritten: restoring is
 * a change like any other and can itself be undone. What Devora had written of the files comes back with them, so the
 * next change goes on as if the later ones had never been; what a person had edited in them is still theirs.
 * @throws not_found project, version, or no such file in that version
 */
export async function restoreVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; path?: string | undefined },
): Promise<Version> {
  await findOwnedProject(ctx.db, who, input.id)
  const { path, number } = input
  const restored = await findVersionFiles(ctx.db, input.id, number)
  if (restored === null) throw notFound('version')
  if (path !== undefined && !restored.manifest.has(path)) throw notFound('file')
  return writeVersion(ctx, {
    projectId: input.id,
    edit: path === undefined ? () => restored : (newest) => withFile(newest, restored, path),
    reason: 'restore',
    ...(path === undefined && (await evidenceOf(ctx, input.id, number))),
    summary: path === undefined ? `Restored version ${number}` : `Restored ${path} from version ${number}`,
  })
}

/** What was proven of files is proven of the same files again: a report is bound to them, and not to a number. */
async function evidenceOf(
  ctx: Ctx,
  projectId: string,
  number: number,
): Promise<Pick<VersionInput, 'status' | 'asked' | 'report'>> {
  const version = await findVersion(ctx.db, projectId, number)
  const report = await findReport(ctx.db, projectId, number)
  if (report === null || version === null || version.status === null) return {}
  return { status: version.status, asked: version.asked, report: report as Json }
}

/**
 * One file of an earlier version. The plan is still the newest, so what Devora last wrote of that plan stays on record:
 * the earlier text is the person's choice. Beside it stands what Devora had written of the earlier text, for a change
 * that cannot be made to it otherwise.
 */
function withFile(newest: VersionFiles, restored: VersionFiles, path: string): VersionFiles {
  const generated = new Map(newest.generated)
  const [now, then] = [newest.generated.get(path), restored.generated.get(path)]
  if (now !== undefined) {
    const { restored: _, ...ref } = now
    generated.set(path, then === undefined ? ref : { ...ref, restored: { sha256: then.sha256, size: then.size } })
  }
  return { manifest: new Map([...newest.manifest, [path, restored.manifest.get(path)!]]), generated }
}
