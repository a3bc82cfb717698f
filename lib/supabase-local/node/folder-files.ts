import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from '../storage/files.ts'

/** A version's name, which Storage makes; anything else could lead out of the folder. */
const NAME = /^[0-9a-f-]{36}$/

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Keeps the bytes of Storage in a folder, one file a version. */
export function folderFiles(folder: string): Files {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new RangeError(`not a name of a file: ${name}`)
    return join(folder, name.slice(0, 2), name)
  }
  return {
    async put(name, bytes) {
      const path = pathOf(name)
      await mkdir(join(path, '..'), { recursive: true })
      // Named when it is whole: a process that is killed in between leaves no half file.
      await writeFile(`${path}.draft`, bytes)
      await rename(`${path}.draft`, path)
    },
    async get(name) {
      if (!NAME.test(name)) return null
      try {
        return new Uint8Array(await readFile(pathOf(name)))
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    async remove(name) {
      if (!NAME.test(name)) return
      await rm(pathOf(name), { force: true })
      await rm(`${pathOf(name)}.draft`, { force: true })
    },
  }
}
