import { notFound } from '../../../core/errors'
import type { Ctx } from '../../../context'
import type { ByteRange } from '../../../integrations/storage/port'
import { findFile, type StoredFile } from '../store'

export type ReadFile = { file: StoredFile; body: ReadableStream<Uint8Array> }

/**
 * A file that is kept (internal: whoever calls has found it by something that the caller may see).
 * @throws not_found when its time is over, unavailable
 */
export async function readFile(ctx: Ctx, id: string, range?: ByteRange): Promise<ReadFile> {
  const file = await findFile(ctx.db, id, ctx.clock.now())
  if (file === null) throw notFound('file')
  const found = await ctx.storage.get(file.key, range)
  if (found === null) {
    ctx.log.error({ fileId: id, storage: ctx.storage.name }, 'a stored file has lost its bytes')
    throw notFound('file')
  }
  return { file, body: found.body }
}
