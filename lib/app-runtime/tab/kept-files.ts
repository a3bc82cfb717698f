import { type Files, memoryFiles } from '../../supabase-local/storage/files.ts'

/** An object of Storage. */
export type KeptObject = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** What Storage holds, in memory, that can be taken along. */
export function keptFiles(objects: readonly KeptObject[]): Files & { dump(): Promise<KeptObject[]> } {
  const files = memoryFiles()
  const names = new Set<string>()
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    await files.put(name, bytes)
    names.add(name)
  }
  const filled = Promise.all(objects.map(({ name, bytes }) => put(name, bytes)))
  return {
    async put(name, bytes) {
      await filled
      await put(name, bytes)
    },
    async get(name) {
      await filled
      return files.get(name)
    },
    async remove(name) {
      await filled
      names.delete(name)
      await files.remove(name)
    },
    async dump() {
      const kept = await Promise.all([...names].map(async (name) => ({ name, bytes: await files.get(name) })))
      return kept.flatMap(({ name, bytes }) => (bytes === null ? [] : [{ name, bytes: new Uint8Array(bytes) }]))
    },
  }
}
