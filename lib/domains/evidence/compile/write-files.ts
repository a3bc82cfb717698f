import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** So many files at once: a project may have more than a process may have open. */
const AT_ONCE = 32

/** Writes files (path → content) below `folder`, which must be new: nothing is overwritten and no link followed. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  for (const one of new Set([...files.keys()].map((path) => dirname(path))))
    await mkdir(join(folder, one), { recursive: true })
  const queue = [...files]
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop())
      await writeFile(join(folder, next[0]), next[1], { flag: 'wx' })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}
