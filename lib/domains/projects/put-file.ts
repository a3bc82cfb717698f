import { AppError, invalid } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import type { Version } from './contract'
import { learnFromEdit } from './versions/learn-from-edit'
import { findOwnedProject } from './store'
import { writeVersion } from './internal/write-version'

/**
 * Writes one file as a new version; the same content again answers the newest version instead.
 * @param input.baseVersion the version the caller edited; when another one is newest → version_conflict
 * @throws not_found · version_conflict · invalid_input (too large, clashes with another path)
 */
export async function putFile(
  ctx: Ctx,
  who: Principal,
  input: { id: string; path: string; content: string; baseVersion?: number | undefined },
): Promise<Version> {
  await findOwnedProject(ctx.db, who, input.id)
  const version = await asPathParameter(
    writeVersion(ctx, {
      projectId: input.id,
      changes: new Map([[input.path, input.content]]),
      reason: 'edit',
      summary: `Edited ${input.path}`,
      skipUnchanged: true,
      ...(input.baseVersion === undefined ? {} : { baseVersion: input.baseVersion }),
    }),
  )
  await learnFromEdit(ctx, {
    ownerId: who.userId,
    projectId: input.id,
    path: input.path,
    saved: input.content,
    version: version.number,
  })
  return version
}

/** The caller sent one path, so whatever is wrong with the set of files is wrong with that. */
async function asPathParameter(writing: Promise<Version>): Promise<Version> {
  try {
    return await writing
  } catch (error) {
    const why =
      error instanceof AppError && error.code === 'invalid_input' ? error.details.invalidParams?.[0]?.told : undefined
    throw why === undefined ? error : invalid('path', why)
  }
}
