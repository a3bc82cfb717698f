import { notFound } from '../../core/errors'
import type { Ctx } from '../../context'
import type { Principal } from '../../http/principal'
import { selectBlobs } from './stores/blob-store'
import type { FileContent } from './contract'
import { openVersion } from './open-version'
import { textOf } from './policy'

/** One file at a version; `content` is null when it is not text. @throws not_found project, version or file */
export async function getFile(
  ctx: Ctx,
  who: Principal,
  input: { id: string; path: string; version?: number | undefined },
): Promise<FileContent> {
  const { number, manifest } = await openVersion(ctx, who, input.id, input.version)
  const ref = manifest.get(input.path)
  if (ref === undefined) throw notFound('file')
  const bytes = (await selectBlobs(ctx.db, [ref.sha256])).get(ref.sha256)!
  return { path: input.path, ...ref, version: number, content: textOf(bytes) }
}
