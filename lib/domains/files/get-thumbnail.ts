import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { openVersion } from '../projects/open-version'
import { type ReadFile, readFile } from './internal/read-file'
import { findThumbnail } from './stores/thumbnail-store'

/** The picture of a version of the caller's, by default the newest. @throws not_found also when none was taken */
export async function getThumbnail(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version?: number | undefined },
): Promise<ReadFile> {
  const { number } = await openVersion(ctx, who, input.id, input.version)
  const fileId = await findThumbnail(ctx.db, input.id, number)
  if (fileId === null) throw notFound('file')
  return readFile(ctx, fileId)
}
