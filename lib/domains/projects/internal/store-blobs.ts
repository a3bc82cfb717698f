import type { Ctx } from '../../../context'
import type { FileRef } from '../../spec/manifest'
import { insertBlobs } from '../stores/blob-store'

export type FileBytes = Uint8Array | string

export const bytesOf = (content: FileBytes): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

/** Puts bytes under their SHA-256; harmless when repeated. @returns path → {sha256, size} */
export const storeBlobs = (ctx: Ctx, files: ReadonlyMap<string, FileBytes>): Promise<Map<string, FileRef>> =>
  insertBlobs(ctx.db, new Map([...files].map(([path, content]) => [path, bytesOf(content)])), ctx.clock.now())
