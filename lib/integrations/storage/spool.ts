import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { refusal } from '../../core/errors'
import { type Content, MAX_STORED_BYTES } from './port'

/** More than so much of a stream waits in a file, so that a hundred slow uploads are no memory. */
const MEMORY_BYTES = 1024 * 1024

export type Spooled = {
  size: number
  sha256: string
  /** From the beginning, as often as it is asked for. */
  read(): AsyncIterable<Uint8Array>
}

/**
 * Takes a content in before anything is written: its size and its hash are known first, so a storage writes it in one
 * go or not at all, and however slowly it came nobody's transaction or connection has waited for it.
 * @throws body_too_large
 */
export async function withSpooled<T>(
  content: Content,
  maxBytes: number,
  work: (spooled: Spooled) => Promise<T>,
): Promise<T> {
  const limit = Math.min(maxBytes, MAX_STORED_BYTES)
  const hash = createHash('sha256')
  const kept: Uint8Array[] = []
  let file: { folder: string; path: string; handle: FileHandle } | null = null
  let size = 0
  try {
    for await (const part of content instanceof Uint8Array ? [content] : content) {
      size += part.byteLength
      if (size > limit) throw refusal('body_too_large', 'detail.bodyLarge', { limit })
      hash.update(part)
      if (file === null && (content instanceof Uint8Array || size <= MEMORY_BYTES)) kept.push(part)
      else {
        file ??= await openFile()
        for (const early of kept.splice(0)) await file.handle.writeFile(early)
        await file.handle.writeFile(part)
      }
    }
    const path = file?.path ?? null
    const read = (): AsyncIterable<Uint8Array> => (path === null ? each(kept) : createReadStream(path))
    return await work({ size, sha256: hash.digest('hex'), read })
  } finally {
    await file?.handle.close()
    if (file !== null) await rm(file.folder, { recursive: true, force: true })
  }
}

/** In a folder that only this process reads; one that is left behind is swept (`system/sweep-expired`). */
async function openFile(): Promise<{ folder: string; path: string; handle: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), 'devora-spool-'))
  const path = join(folder, 'content')
  return { folder, path, handle: await open(path, 'wx', 0o600) }
}

async function* each(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}
