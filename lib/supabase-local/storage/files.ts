import { StorageError } from './storage-error.ts'

/** Where the bytes of objects are kept, by a name that this server made: bucket, key and version are in it. */
export interface Files {
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Null when there is none. */
  get(name: string): Promise<Uint8Array | null>
  /** Does nothing when there is none. */
  remove(name: string): Promise<void>
}

/** What a page may hold: it shares its memory with the database and the application. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024

/** Keeps bytes for as long as the page or process lives. */
export function memoryFiles(maxBytes = MAX_KEPT_BYTES): Files {
  const kept = new Map<string, Uint8Array>()
  let length = 0
  const remove = async (name: string): Promise<void> => {
    length -= kept.get(name)?.length ?? 0
    kept.delete(name)
  }
  return {
    async put(name, bytes) {
      await remove(name)
      if (length + bytes.length > maxBytes) {
        throw new StorageError(
          413,
          'Payload too large',
          'This Storage is kept in memory, and is full',
          'EntityTooLarge',
        )
      }
      length += bytes.length
      kept.set(name, bytes)
    },
    get: async (name) => kept.get(name) ?? null,
    remove,
  }
}
