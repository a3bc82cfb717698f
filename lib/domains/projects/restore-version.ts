import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { openVersion } from './open-version'
import { writeVersion } from './write-version'

/**
 * Brings back all files of a version, or the one at `path`, as a new version. History is never rewritten: restoring is
 * a change like any other and can itself be undone.
 * @throws not_found project, version, or no such file in that version
 */
export async function restoreVersion(
  ctx: Ctx,
  who: Principal,
  input: { id: string; number: number; path?: string | undefined },
): Promise<Version> {
  const { manifest } = await openVersion(ctx, who, input.id, input.number)
  const { path, number } = input
  if (path === undefined) {
    return writeVersion(ctx, {
      projectId: input.id,
      edit: () => manifest,
      reason: 'restore',
      summary: `Restored version ${number}`,
    })
  }
  const ref = manifest.get(path)
  if (ref === undefined) throw notFound('file')
  return writeVersion(ctx, {
    projectId: input.id,
    edit: (newest) => new Map([...newest, [path, ref]]),
    reason: 'restore',
    summary: `Restored ${path} from version ${number}`,
  })
}
