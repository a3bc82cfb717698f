import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { getVersion } from '../projects/get-version'
import { type ReadFile, readFile } from './internal/read-file'
import { findThumbnail } from './stores/thumbnail-store'

/** The picture of a version of the caller's. @throws not_found also when none was taken */
export async function getThumbnail(
  ctx: Ctx,
  who: Principal,
  input: { id: string; version: number },
): Promise<ReadFile> {
  await getVersion(ctx, who, { id: input.id, number: input.version })
  const fileId = await findThumbnail(ctx.db, input.id, input.version)
  if (fileId === null) throw notFound('file')
  return readFile(ctx, fileId)
}
