/** Where the bytes of objects are kept, by a name that this server made: bucket, key and version are in it. */
export interface Files {
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Null when there is none. */
  get(name: string): Promise<Uint8Array | null>
  /** Does nothing when there is none. */
  remove(name: string): Promise<void>
}

/** Keeps bytes for as long as the page or process lives. */
export function memoryFiles(): Files {
  const kept = new Map<string, Uint8Array>()
  return {
    put: async (name, bytes) => void kept.set(name, bytes),
    get: async (name) => kept.get(name) ?? null,
    remove: async (name) => void kept.delete(name),
  }
}
