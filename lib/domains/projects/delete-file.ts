import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { findOwnedProject } from './store'
import { writeVersion } from './internal/write-version'

/** Removes one file from the newest version, as a new version. @throws not_found project or file */
export async function deleteFile(ctx: Ctx, who: Principal, input: { id: string; path: string }): Promise<Version> {
  await findOwnedProject(ctx.db, who, input.id)
  return writeVersion(ctx, {
    projectId: input.id,
    reason: 'delete',
    summary: `Deleted ${input.path}`,
    edit: ({ manifest, generated }) => {
      const next = new Map(manifest)
      if (!next.delete(input.path)) throw notFound('file')
      return { manifest: next, generated }
    },
  })
}
